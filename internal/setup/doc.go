// Package setup prepares what a product needs before its first session: the test
// PKI, kept from one time to the next, and the steps to take in the product.
//
// It may import the root package, internal/{exit,seed,session} and
// simulators/pki; whoever calls gives the folder of the keys.
package setup
