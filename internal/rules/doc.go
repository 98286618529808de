// Package rules is for those who write conformance rules: it makes the files of
// a new rule, runs the examples of a pack's rules, and tells whether each rule
// says what it is. It knows packs as folders; it reads no disk of its own.
//
// It may import schemas, validators/schematron and internal/wire.
package rules
