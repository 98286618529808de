// Package suite drives one plan with Ginkgo: each scenario is a container, each
// step a spec at its own file:line, in the plan's order. It also gives the
// project's Gomega matchers. It is the only package that imports Ginkgo outside
// tests, and no verdict is ever read from a Ginkgo type: what a spec saw is in
// the dossier.
//
// Ginkgo allows one suite at a time in a process, leaves through os.Exit on bad
// labels and keeps signal handlers: so a session is a process of its own, and
// labels are checked before they come here.
//
// It may import the root package, internal/plan, internal/run, Ginkgo and Gomega.
package suite
