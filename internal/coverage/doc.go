// Package coverage tells how far the catalogue reaches: for each requirement the
// scenarios that claim it, the rules that speak for it, those that prove it, and
// what of it stays unjudged, and why.
//
// It may import the root package alone.
package coverage
