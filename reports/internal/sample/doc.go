// Package sample holds one synthetic result with something of everything a
// report must show: every verdict, warnings, hostile values, two exchanges. The
// tests of all reports read it; nothing else does.
//
// It may import the root package only.
package sample
