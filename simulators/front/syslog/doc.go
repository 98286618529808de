// Package syslog is a transport front for messages that nobody answers, framed
// in a stream as RFC 5425 has it: it reads one frame after another from a TLS
// connection, puts each on record with every byte of it, and lets the actor take
// it. A frame that is broken is recorded like any other; when no further frame
// can be found, the connection is closed.
//
// It may import the root package, simulators/actor, simulators/front/tls, the
// codec of syslog and the standard library.
package syslog
