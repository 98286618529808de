// Package lps is the reference system under test: a client of the DMP that does
// what the software of a practice does (test existence, declare access, feed,
// replace, search, fetch, mask, delete), and that can be told to misbehave in
// one named way ([Mutants]). It has its own transport and its own message
// builders, so that it proves the simulators and rules rather than repeats them.
//
// It behaves as a good LPS should (spec: DMP §1.5, §6.2): it tests existence
// before the first access to a record, declares access only when that is
// needed and possible, stops on a closed, absent or forbidden record, shows
// every error with its code and never repeats a request blindly.
//
// It may import the root package, internal/wire and internal/xmlsec, and the
// packages below it. It must not import another simulator's state, a
// validator, a report, or os.
package lps
