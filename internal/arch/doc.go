// Package arch holds the house in place: its test reads the import graph and
// the files, and fails when a room imports what it must not, when a package has
// no doc.go, or when a file outgrows its room. It exports nothing.
package arch
