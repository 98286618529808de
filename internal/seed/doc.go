// Package seed gives randomness that can be had again: the same seed, the same
// bytes. It may import the standard library only.
package seed
