package etalon

import (
	"cmp"
	"slices"
)

// Protocol says how the two messages of an exchange crossed the wire, and so
// what their bytes are and which rules speak of them.
type Protocol string

// The protocols. An exchange that does not say its own is of ProtocolSOAP: all
// were, in dossiers made before the others existed.
const (
	// ProtocolSOAP is a SOAP envelope over HTTP, alone or in a multipart body:
	// both messages are raw HTTP messages.
	ProtocolSOAP Protocol = "soap"
	// ProtocolHTTP is HTTP without an envelope: both messages are raw HTTP messages.
	ProtocolHTTP Protocol = "http"
	// ProtocolSyslog is one syslog frame over a stream or a datagram, its framing
	// included. It is never answered.
	ProtocolSyslog Protocol = "syslog"
	// ProtocolDatagram is a UDP payload and the payload that answers it.
	ProtocolDatagram Protocol = "datagram"
	// ProtocolHandshake is a connection that ended before any request: the
	// request holds what the peer sent, TLS records as a rule, as far as it was kept.
	ProtocolHandshake Protocol = "handshake"
	// ProtocolObject is one object that was handed over, a DICOM instance for
	// example: the request is its bytes, without a transport around them.
	ProtocolObject Protocol = "object"
)

// Protocols is the closed list of protocols.
func Protocols() []Protocol {
	return []Protocol{ProtocolSOAP, ProtocolHTTP, ProtocolSyslog, ProtocolDatagram, ProtocolHandshake, ProtocolObject}
}

// OrSOAP is the protocol, ProtocolSOAP where none is said.
func (p Protocol) OrSOAP() Protocol { return cmp.Or(p, ProtocolSOAP) }

// Known tells whether the protocol is one of the list, or none is said.
func (p Protocol) Known() bool { return slices.Contains(Protocols(), p.OrSOAP()) }
