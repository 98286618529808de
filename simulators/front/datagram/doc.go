// Package datagram is the front of simulated actors that are reached by single
// datagrams: it puts each one on record, asks the actor, puts the answer on
// record and sends it. There is no connection; the record has one for each
// address that sends, so that exchanges with it can be told together. Nothing
// that a client sends ends the session; only a recorder or a socket that fails
// does.
//
// It may import the root package, simulators/actor and the standard library.
package datagram
