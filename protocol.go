package etalon

// Protocol is how the messages of an exchange are carried.
type Protocol string

// The protocols.
const (
	ProtocolSOAP      Protocol = "soap"
	ProtocolHTTP      Protocol = "http"
	ProtocolSyslog    Protocol = "syslog"
	ProtocolDatagram  Protocol = "datagram"
	ProtocolHandshake Protocol = "handshake"
	ProtocolObject    Protocol = "object"
)
