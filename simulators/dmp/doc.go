// Package dmp is the simulated DMP whole: it composes the actors registry,
// repository, patients and rights, the fronts that they are reached through,
// the fixtures of a scenario, and what the DMP lets whom see. A runner resets it,
// arms it and watches what arrives; it never says whether a product conforms.
//
// It may import the root package, internal/wire/..., the other simulators and
// the standard library.
package dmp
