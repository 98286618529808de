// Package trace writes audit records: the audit message of DICOM PS3.15 A.5 and
// what IHE puts into it for each transaction, as the healthcare software sees it.
// It is the reference product's own: nothing that judges a record uses it.
//
// It may import the root package and the standard library.
package trace
