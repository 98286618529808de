// Package seal signs the seal of a dossier and reads such signatures: a compact JWS
// (RFC 7515) by ES256, which carries the public key that it is to be read with. It
// proves that nobody without that key changed what was signed, and nothing about
// who holds the key: whoever reads it must know the key from elsewhere.
//
// It may import go-jose and the standard library; it must not import anything of
// ours, nor open a file.
package seal
