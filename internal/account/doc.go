// Package account says how far a green can be trusted. A mutant of a product
// proves the rule that it was written for; this package turns the question
// round. It takes the evidence of conforming sessions, breaks every node of every
// message of the product in every plausible way, one at a time and with all that
// is derived made right again, and asks which rule speaks. What no rule speaks of
// is free by a clause, pending under the name of a pack to come, or unaccounted.
//
// Broken are messages in SOAP with their documents, assertions and signatures, DICOM
// objects in them, audit records with the frame around them, packets of time, and what
// a handshake of TLS came to.
//
// A fact is changed in one place, in all its places in one message, and in all
// messages of the product in a scenario. What this does not do: an actor is not asked
// again what it would have answered.
//
// The order of work: the reference products are played in this process ([Stage]);
// their messages become nodes with keyed paths; operators make mutants of nodes
// as splices of bytes; each is judged, first its exchange, then its scenario where
// the exchange says nothing; each gets a word ([Word]).
//
// It may import the root package, internal/{dossier,driver,judge,plan,reference,
// repertoire,run,scenario,seed,session,wire,xmlsec}, reports, schemas, validators and
// simulators/{lps,pki}; it must not start a process nor open a file.
package account
