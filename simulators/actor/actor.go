package actor

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Actor is one IHE actor as étalon plays it. Its methods, and the functions of
// its operations, are safe for concurrent use.
type Actor interface {
	Name() etalon.Actor
	// Operations are what it serves, each transaction once.
	Operations() []Operation
	// Reset forgets everything and takes what a scenario gives.
	Reset(etalon.Given)
	// State is what there is to show of it, as JSON would write it; nil for nothing.
	State() any
}

// Operation is one transaction as its actor serves it. Answer is required.
type Operation struct {
	Transaction etalon.Transaction
	// Off tells that it is known and not served at present; nil: it always is served.
	Off func() bool
	// Serves tells whether a request over HTTP without an envelope asks for it.
	Serves func(*Request) bool
	// Fields tells what a request names. It must not change any state.
	Fields func(*Request, *Captured)
	// Answer is the truthful answer.
	Answer func(*Call) Reply
	// Failure is an application error, in the words of the operation's own wire;
	// nil where that has none.
	Failure func(*Call, Failure) Reply
}

// Call is one request being answered.
type Call struct {
	*Request
	Clock  func() time.Time
	NewID  func() string // a new UUID
	Beside []Failure     // to be told beside what is true, where the wire can
	Fewer  bool          // one result fewer than there is
	Order  etalon.Reply  // what is armed for it, where the wire has no other way to do it
}

// Failure is an error that an actor tells.
type Failure struct {
	Code, Text string
	Location   string
	Warning    bool // the operation succeeds all the same
}

// Reply is what an actor answers, before any transport carries it.
type Reply struct {
	// Payload is the element of a SOAP body, or all the bytes of an answer where
	// there is no envelope. Empty there: there is no answer.
	Payload string
	Parts   []mtom.OutPart // beside the payload, in MTOM
	// Status and Media are of HTTP without an envelope: 200 where none is said, and the
	// media type of Payload. Parts without a payload are a multipart/related of that type.
	Status int
	Media  string
	// Location is where what was created is found; "" says nothing.
	Location string
	// Fault is answered instead of a payload, with HTTP 500: the refusal of a service
	// that has no other.
	Fault *soap.Fault
}

// Route is how the record names a request.
type Route struct {
	Actor       etalon.Actor
	Transaction etalon.Transaction
	Fields      etalon.Fields
}

// Find is the operation of a transaction among those of some actors.
func Find(actors []Actor, t etalon.Transaction) (Operation, bool) {
	for _, a := range actors {
		for _, o := range a.Operations() {
			if o.Transaction == t {
				return o, true
			}
		}
	}
	return Operation{}, false
}
