// Package junit writes junit.xml: one testsuite per scenario, one testcase per
// requirement that the scenario checks. It turns red exactly when the verdict
// is not PASS: what belongs to no check has a testcase of its own, and a run in
// which nothing applied is an error, never green.
//
// It may import the root package, reports and the standard library only.
package junit
