// Package revocation is the place where the test authority says which certificates it
// has revoked: OCSP (RFC 6960) and revocation lists (RFC 5280), over HTTP in the clear.
// It makes the certificates that point there, each to an address of its own, so that
// whoever asks is known by what they ask about; and it may be silent, or out of date.
//
// It may import the root package, simulators/pki, golang.org/x/crypto/ocsp and the
// standard library.
package revocation
