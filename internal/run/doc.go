// Package run walks a plan: it sets the simulated DMP up for each scenario,
// has the driver set the system under test in motion, awaits what must arrive
// and records how each step ended. It only collects; it never decides that a
// system under test conforms.
//
// [Session.Step] is the unit that a driver of the walk (Ginkgo in
// internal/suite, or [Sequential] here) calls in the plan's order.
//
// It may import the root package, internal/plan, internal/scenario (what fills a
// ${…}), internal/dossier and simulators/actor; it must not import validators,
// internal/judge or Ginkgo.
package run
