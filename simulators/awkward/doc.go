// Package awkward writes answers that say the same as a plain one and are as
// legal, but in every way that the standards leave open and that careless
// clients stumble over. One seed always gives the same hand.
//
// It may import internal/wire/mtom, internal/wire/soap, internal/wire/xmldoc,
// simulators/front/http and the standard library.
package awkward
