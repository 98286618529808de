// Package xua makes the identity assertions that étalon's client actors send to a
// service provider (IHE ITI-40), right ones and those that a provider must refuse.
//
// It may import the standard library and internal/xmlsec.
package xua
