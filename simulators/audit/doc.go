// Package audit is the audit record repository of ATNA (ITI-20): it takes every
// message that comes, whatever it is, and shows how many and the last of them.
// It judges none.
//
// It may import the root package, simulators/actor, the codecs of syslog, FHIR and XML
// and the standard library.
package audit
