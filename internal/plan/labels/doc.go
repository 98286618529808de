// Package labels evaluates label filters in the syntax of Ginkgo's: labels
// joined by && and || (or a comma), ! before what must not be, parentheses,
// and /regular expressions/. Labels compare without regard to case. Set
// operations (key: containsAny {…}) are not read.
//
// It may import the standard library only.
package labels
