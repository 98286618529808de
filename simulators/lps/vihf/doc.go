// Package vihf builds the VIHF, the SAML 2.0 assertion that each request to the
// DMP carries: who asks, for which patient, in which role and mode. The
// assertion is a value that can be changed before it is written and signed.
//
// It may import the standard library, the root package, internal/wire/soap and
// internal/xmlsec.
package vihf
