// Package inquiry asks whether a certificate is revoked at the places that it names:
// by OCSP (RFC 6960), else in a revocation list (RFC 5280). It is how the reference
// products ask, in their own way, and shares nothing with who answers.
//
// It may import golang.org/x/crypto/ocsp and the standard library.
package inquiry
