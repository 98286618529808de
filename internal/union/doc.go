// Package union joins several sessions of one version of a product into one verdict
// per profile, and says what each of them contributed. It judges nothing: it is given
// results of one program and one set of rules.
//
// What a session found against the product stays: a scenario that failed once has
// failed, unless whoever joins says that the latest counts, and then every report
// tells what it set aside. What a session could not establish is taken from another.
//
// It may import the root package, internal/{plan,exit} and reports; it must not import
// whatever runs or judges.
package union
