// Package judge turns a dossier and rule packs into a verdict. It is pure: the
// same evidence and the same rules give the same bytes, on any machine and at
// any time; it never talks to a system under test, never reads a clock and
// never looks outside what it is given.
//
// The order of work: each exchange becomes an evidence document and meets the
// exchange rules and the schemas; the session becomes one document and meets
// the session rules; what the rules said, and how often each was evaluated,
// becomes the verdict of each requirement, scenario and profile. A requirement
// for which no rule met anything is INCONCLUSIVE, never PASS.
//
// It may import the root package, internal/plan (its types), internal/standing, internal/dossier
// (reading), schemas and validators; it must not import internal/run,
// simulators or anything that talks.
package judge
