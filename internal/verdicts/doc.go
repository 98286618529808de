// Package verdicts gives verdicts on what was recorded: it reads a dossier,
// compiles the packs that its plan names, judges it, as often as asked, and
// leaves the reports where it is told to. The same dossier under the same packs
// gives the same bytes.
//
// Whoever calls gives the source of the dossier, the sink of the reports and
// what starts a schema engine in a process of its own.
//
// It may import the root package, internal/{exit,standing,judge,dossier,plan,seal},
// schemas, validators and reports; it must not import simulators, internal/run
// or internal/session, nor open a file.
package verdicts
