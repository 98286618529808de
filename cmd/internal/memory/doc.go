// Package memory has a process make do with as much memory as its work needs. It may
// import the standard library only.
package memory
