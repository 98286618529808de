// Package selftest judges étalon by products whose conformity is known
// beforehand: the reference products, which have to pass without a finding, and
// each of their mutants, which has to fail by the rule meant for it.
//
// Whoever calls gives what runs a session and what leaves its reports.
//
// It may import the root package, internal/{exit,repertoire,reference,session,
// verdicts,seed} and reports; it must not start a process nor open a file.
package selftest
