// Package doctor looks at what a session needs before there is one: the clock,
// the keys, the port, the names, the product's server and driver, the rules. Each
// fault says whose it is and how to mend it.
//
// It may import the root package, internal/{session,reference,plan,sut} and
// simulators/pki; it must not start a process nor open a file.
package doctor
