// Package driver sets the client role of a system under test in motion, in
// three ways with one contract: a person at a terminal, a command per action,
// or an HTTP service that the vendor writes (openapi.yaml). An [etalon.Action]
// goes in, an [etalon.Reaction] comes out; what the product really did is in
// the traffic, which drivers never see.
//
// It may import the root package, internal/plan and net/http. It must not run
// processes (the caller gives a function that does) nor import simulators or
// validators.
package driver
