// Package submission builds what XDS.b sends: ebRIM registry objects (document
// entries, submission sets, associations), stored queries and retrieve
// requests, as values that can be changed before they are written.
//
// It may import the standard library, the root package, internal/wire/soap,
// internal/wire/xmldoc and simulators/lps/cda.
package submission
