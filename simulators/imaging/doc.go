// Package imaging is the Imaging Document Source of XDS-I.b, as whoever retrieves
// images sees it: it holds the studies that a scenario gives, and answers RAD-69
// (SOAP), RAD-55 (WADO-URI) and RAD-107 (WADO-RS). Told to, it gives the content of
// another study, or another transfer syntax than was asked for.
//
// It may import the root package, internal/wire, simulators/actor,
// simulators/make/study and the standard library.
package imaging
