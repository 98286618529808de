// Package html writes report.html: one self-contained page, readable without
// scripts, with the keyboard, by a screen reader, on a telephone, at night and
// on paper. French comes first, English stands beside it, lighter.
//
// The caller gives the verdict, the digest of the dossier and a [View] of each
// exchange worth showing. Every value of the system under test is escaped by
// html/template and shown with its control characters made visible; the page
// forbids itself any external resource.
//
// It may import the root package, reports and the standard library only.
package html
