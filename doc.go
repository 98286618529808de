// Package etalon is the vocabulary of the Étalon certification harness: the
// words that scenarios, simulators, validators and reports share, as types.
//
// A verdict is a pure function of evidence and rules. Running a scenario only
// collects evidence ([Connection], [Exchange], [StepRecord]) in a dossier;
// judging turns the dossier and rule packs into [Finding] values and a
// [Result]. Errors (Go's error) speak of the harness; findings speak of the
// system under test.
//
// This package may import the standard library only, and nothing of Étalon.
package etalon
