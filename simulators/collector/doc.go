// Package collector is an audit record repository (ITI-20) as a product under test: a
// secure node that others connect to (ITI-19), over TLS with certificates on both
// sides and by datagrams, and whose user finds the records again. It has mutants with
// one seeded defect each.
//
// It may import the root package, the codec of syslog, simulators/pki, the audit
// records of simulators/lps and the standard library.
package collector
