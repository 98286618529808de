// Package sheet shows synthetic patients to the person who enters them in a
// product before a session: a table, CSV, and labels to print.
//
// It may import the root package, internal/{exit,population} and renderers.
package sheet
