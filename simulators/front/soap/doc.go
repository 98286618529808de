// Package soap is the SOAP 1.2 front of simulated actors, over
// simulators/front/http. It takes a message apart (MIME, XML, SOAP,
// WS-Addressing), refuses what is no message of a transaction it knows, asks the
// actor that serves the transaction, and frames the answer: plain or MTOM, by
// an awkward hand, or as wrongly as a behaviour has it ([Actors]).
//
// It may import the root package, internal/wire/..., simulators/actor,
// simulators/awkward, simulators/front/{http,tls} and the standard library.
package soap
