// Package submission makes what the client actors of XDS.b send: registry
// objects, stored queries and retrieve requests, as values that a case can
// change before they are written as a tree.
//
// It may import the root package, internal/wire/ebrim (the names of ebRIM),
// simulators/make/cda, etree and the standard library.
package submission
