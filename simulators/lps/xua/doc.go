// Package xua builds the identity assertion of plain IHE (ITI-40): who asks, as a
// SAML 2.0 assertion that is changed before it is written and signed. The French
// form, the VIHF, is in package vihf.
//
// It may import the standard library, internal/wire/soap and internal/xmlsec.
package xua
