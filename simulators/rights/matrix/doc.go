// Package matrix is who may do what on a DMP, as a table (rights.tsv): two
// informative sheets of the GIE SESAM-Vitale, with their dates. It only reads; the
// actors of the simulated DMP apply it.
//
// It may import the root package and the standard library.
package matrix
