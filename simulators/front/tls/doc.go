// Package tls is the lowest front of simulated actors: it accepts connections,
// makes the TLS 1.2 handshake and puts it on record, or why there is none, with
// what the client offered. What crosses the connection then is for a [Handler]:
// HTTP, or a stream of another kind. Nothing that a client does ends the
// session; only a recorder that fails does.
//
// It may import the root package and the standard library.
package tls
