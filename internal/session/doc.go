// Package session makes the plan of a session from a product's declaration and
// the catalogue, has it run in a process apart, and is what that process does:
// the simulated DMP and the client actors up, the product set in motion, every
// exchange recorded, the dossier sealed. It judges nothing.
//
// Whoever calls gives what touches the machine as values: the clock, the folders
// of keys, the storage of the dossier, what starts programs, the person at the
// terminal, the walk.
//
// It may import the root package, schemas/xsd, internal/{exit,repertoire,reference,seed,sut,standing,
// plan,scenario,run,seal,driver,launch,dossier,outcome} and simulators; it must not
// import validators, internal/judge, reports or Ginkgo, nor open a file.
package session
