// Package identity finds in bytes the identities of persons that no test may hold:
// national health identifiers (INS) under the authorities of production, whose key is
// that of a real one. It never gives the number back.
//
// It may import the standard library only.
package identity
