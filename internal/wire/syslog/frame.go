package syslog

import (
	"fmt"
	"strconv"

	"github.com/etalon-dmp/etalon"
)

// The framings of a message.
const (
	Counted = "octet-counting"  // RFC 6587 §3.4.1, RFC 5425 §4.3: length, space, message
	Trailer = "non-transparent" // RFC 6587 §3.4.2: message, line feed or NUL
	None    = "none"            // a datagram, or a stream that does not delimit
)

// Limits of what is read of one frame. Beyond them there are anomalies.
const (
	maxParams = 1000    // and elements
	maxField  = 4 << 10 // bytes of a header field: RFC 5424 §6.1 allows 255 at most
)

// Frame is one syslog frame taken apart without ever refusing it. Fields of the
// header are verbatim: "-" says that the sender does not know, empty that the
// frame has no such field.
type Frame struct {
	Raw       []byte // framing included
	Framing   string
	Declared  string // length that an octet-counting frame gives
	PRI       string // digits between the angle brackets
	Facility  int    // -1: PRI cannot be read
	Severity  int
	Version   string
	Header    [5]string // timestamp, hostname, app-name, procid, msgid
	Data      []Element
	BOM       bool
	Msg       []byte // without the byte order mark
	MsgAt     int    // in Raw
	Anomalies []etalon.Anomaly

	pos, end int // what is left to read of Raw
	params   int
}

// Element is one element of the structured data.
type Element struct {
	ID     string
	Params []Param
	Offset int // in the frame
}

// Param is one parameter of an element, its escapes resolved.
type Param struct{ Name, Value string }

func (f *Frame) note(code string, at int, format string, args ...any) {
	f.Anomalies = append(f.Anomalies, etalon.Anomaly{
		Layer: "syslog", Code: code, Offset: int64(at), Detail: fmt.Sprintf(format, args...),
	})
}

// excerpt quotes the beginning of some bytes.
func excerpt(b []byte) string {
	const limit = 40
	if len(b) > limit {
		return strconv.QuoteToASCII(string(b[:limit])) + "…"
	}
	return strconv.QuoteToASCII(string(b))
}
