// Package gitb writes a verdict as the Interoperability Test Bed of the European
// Commission reads it: a test assertion report (TAR, namespace
// http://www.gitb.com/tr/v1/), as a test bed or a validator of its gives it.
//
// That format has no word for what was not established, for what a filter left out nor
// for a harness that broke: each is UNDEFINED, never SUCCESS. What is not established is
// among the warnings.
//
// It may import the root package and reports only.
package gitb
