// Package identity is how a service provider looks at who asks: the SAML assertion
// of a request, before anything is answered. It refuses what the DMP refuses of a
// VIHF, or what a provider of IHE's XUA refuses of an identity assertion, in the
// words of either. It judges no product: that is for rules, which see more.
//
// It may import the standard library, the root package, internal/{wire,xmlsec} and
// simulators/actor.
package identity
