// Package progress tells how far long work is, to whoever looks at a terminal or at a
// log. It may import the standard library only.
package progress
