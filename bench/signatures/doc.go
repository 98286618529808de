// Package signatures measures the verification of assertions and of signed lots, each
// beside the RSA and SHA operations that it cannot do without.
package signatures
