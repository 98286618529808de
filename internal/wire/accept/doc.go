// Package accept reads the media ranges that a client of HTTP takes (RFC 9110,
// §12.5.1), parameters and weights with them. Nothing is refused: what is no media
// range is left out, and told.
//
// It may import internal/wire/mtom and the standard library.
package accept
