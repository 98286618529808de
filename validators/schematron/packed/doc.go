// Package packed reads back what compiled rules are kept as: numbers in as few
// bytes as they need, and texts that are parts of one string. Bytes that are
// damaged never make it ask for more than there is.
//
// It imports nothing.
package packed
