// Package pdq finds patients: an index over a population, the matching of a
// search with its degree (IHE ITI TF-2 3.47), and the searches whose results are
// told page by page.
//
// It may import the root package, internal/wire/hl7v3 and the packages below it,
// golang.org/x/text and the standard library. It knows no transport.
package pdq
