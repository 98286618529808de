// Package reports holds the words that every report of Étalon shares: how a
// verdict, a place in a message and a group of findings are said in French and
// in English. One folder below it writes one format: terminal, html, junit,
// jsonreport, sarif, svrl; formats is the list of them. A report is a pure
// function of a verdict: no clock, no terminal detection, no map order, so equal
// results give equal bytes.
//
// This package may import the root package and the standard library only; a
// report may add its own renderer.
package reports
