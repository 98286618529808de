// Package demographics reads and writes the messages of the Patient Demographics
// Query HL7 V3 (IHE ITI TF-2 3.47): the search (PRPA_IN201305UV02), what
// continues or cancels it (QUQI_IN000003UV01), the answer (PRPA_IN201306UV02)
// and the accept acknowledgement (MCCI_IN000002UV01). Reading never fails: what
// is wrong with a message is told, with its place in it.
//
// It may import internal/wire and the standard library.
package demographics
