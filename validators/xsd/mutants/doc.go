// Package mutants makes documents that differ from a given one in one place:
// an element or attribute removed, doubled, renamed, moved, or given another
// value, type or neighbour. They put XML Schema engines and schemas to the test
// against each other: whatever a mutant's right verdict is, two that claim to
// check the same thing give the same one.
//
// What comes out depends on the document and the seed alone. It may import
// internal/wire/xmldoc and the standard library without os and net.
package mutants
