// Package vihf makes the VIHF of the client actors, the SAML 2.0 assertion that
// each request to an actor of the DMP carries (spec: DMP §4.2), as a tree, and
// has it signed.
//
// It may import the root package, internal/xmlsec, etree and the standard library.
package vihf
