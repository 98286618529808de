// Package token makes assertions to try a receiver with: a right VIHF or identity
// assertion of plain IHE, and each kind of broken one. They are what the reference
// client sends, so that a rule is known to tell of each fault.
//
// It may import the root package, internal/{exit,seed} and simulators/{lps,pki}; it
// must not open a file nor a connection.
package token
