package schemas

import "slices"

// Over is the kind of evidence that an entry of a pack, or a schema, judges.
type Over string

// The kinds of evidence. An exchange meets only the entries of its own kind.
const (
	OverSOAP Over = "soap" // a SOAP request and its answer
	// OverTeleservice is a request to a teleservice of the health insurance and its
	// answer: SOAP with headers of its own, which the rules over the DMP's do not fit.
	OverTeleservice Over = "teleservice"
	OverHTTP        Over = "http"      // an HTTP request without SOAP, and its answer
	OverSyslog      Over = "syslog"    // an audit message
	OverDatagram    Over = "datagram"  // a question and an answer of one datagram each
	OverHandshake   Over = "handshake" // the opening of a TLS connection
	OverObject      Over = "object"    // an object that a message names or carries
	OverSession     Over = "session"   // everything that happened, in short
	OverDocument    Over = "document"  // a document on its own
)

// Overs is the closed list of kinds of evidence.
func Overs() []Over {
	return []Over{OverSOAP, OverTeleservice, OverHTTP, OverSyslog, OverDatagram, OverHandshake, OverObject, OverSession, OverDocument}
}

// Exchanges is the list of kinds of evidence that are about one exchange.
func Exchanges() []Over {
	return []Over{OverSOAP, OverTeleservice, OverHTTP, OverSyslog, OverDatagram, OverHandshake, OverObject}
}

func (o Over) known() bool { return slices.Contains(Overs(), o) }

// Part is what a binding of an XML Schema judges in a message.
type Part string

// The parts that can have a schema.
const (
	PartRoot  Part = "root"  // the root part: an envelope, or the whole message
	PartCDA   Part = "cda"   // a clinical document carried
	PartXAdES Part = "xades" // a signature carried
)

// Parts is the closed list of parts that can have a schema.
func Parts() []Part { return []Part{PartRoot, PartCDA, PartXAdES} }
