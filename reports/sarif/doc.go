// Package sarif writes findings as SARIF 2.1.0 (OASIS), which code hosts and
// editors show beside the file. A failed rule is an error, a warning a warning;
// what could not be established has the kind "open" and no level; a breakdown of
// the harness is a notification of the tool, never a result about the product.
//
// It may import the root package, reports and the standard library only; its
// tests validate the output with go-sarif.
package sarif
