// Package client holds the client actors: those of XDS.b, a document source (ITI-41),
// a document repository towards its registry (ITI-42), a document consumer
// (ITI-18, ITI-43), a document administrator (ITI-57, ITI-62), and the patient
// demographics consumer of PDQV3 (ITI-47). They send a
// named case of a message to a system under test that is a server, and put on
// record what was sent and what came back, byte for byte. A case is the nominal
// message with one thing changed. Nothing here judges the answer.
//
// It may import the root package, internal/wire/..., internal/xmlsec, the
// builders under simulators/make, the fronts (for their words of what goes
// wrong), etree and the standard library.
package client
