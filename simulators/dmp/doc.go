// Package dmp is the simulated DMP whole: the actors registry, repository,
// patients and rights behind one endpoint, the fixtures of a scenario, and the
// named awkward behaviours a scenario may ask for. A runner resets it, arms it
// and watches what arrives; it never says whether a product conforms.
//
// It may import the root package, internal/wire/..., the other simulators and
// the standard library.
package dmp
