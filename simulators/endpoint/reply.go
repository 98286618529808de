package endpoint

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Reply is what a client is answered.
type Reply struct {
	Status      int
	ContentType string // no such header when empty
	Header      []Header
	Body        []byte
	Stream      Stream // the body instead of Body; nil when Body is it

	Delay  time.Duration // before the answer
	Silent bool          // nothing is sent: after Hold the connection is cut
	Hold   time.Duration //
	Cut    Cut           // where the connection is cut, if anywhere
	Form   Form          // how the message is written

	Behaviour string // for the record: what the simulator was told to do
	Note      string // for the record
}

// Header is one header of an answer beside those that the endpoint writes.
type Header struct{ Name, Value string }

// Stream is a body that is written rather than held, for documents of any size.
type Stream interface {
	Size() int64
	io.WriterTo
}

// Cut is where an answer ends before its end.
type Cut uint8

// The places of a cut.
const (
	CutNowhere Cut = iota
	CutInHead      // half of the head is sent
	CutInBody      // half of the body is sent
)

// Form is how an answer is written where HTTP leaves a choice. The zero value
// is the plain form.
type Form struct {
	Reason func(string) string     // the reason phrase
	Order  func([]Header) []Header // headers in another order, their names in another case
	Chunk  func() (int, string)    // size of the next chunk, and its extension: chunked coding instead of Content-Length
}

// length is that of the body.
func (r *Reply) length() int64 {
	if r.Stream != nil {
		return r.Stream.Size()
	}
	return int64(len(r.Body))
}

// head writes everything before the body.
func (r *Reply) head(now time.Time, last, chunked bool) []byte {
	var b bytes.Buffer
	reason := http.StatusText(r.Status)
	if r.Form.Reason != nil {
		reason = r.Form.Reason(reason)
	}
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.Status, reason)
	headers := []Header{{"Date", now.UTC().Format(http.TimeFormat)}}
	if r.Status == http.StatusMethodNotAllowed {
		headers = append(headers, Header{"Allow", "POST"})
	}
	if r.ContentType != "" {
		headers = append(headers, Header{"Content-Type", r.ContentType})
	}
	if chunked {
		headers = append(headers, Header{"Transfer-Encoding", "chunked"})
	} else {
		headers = append(headers, Header{"Content-Length", strconv.FormatInt(r.length(), 10)})
	}
	headers = append(headers, r.Header...)
	if last {
		headers = append(headers, Header{"Connection", "close"})
	}
	if r.Form.Order != nil {
		headers = r.Form.Order(headers)
	}
	for _, h := range headers {
		b.WriteString(h.Name + ": " + h.Value + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// FaultStatus is the HTTP status of a SOAP 1.2 fault (SOAP 1.2 part 2, table 20).
func FaultStatus(code string) int {
	if code == soap.Sender {
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// FaultReply is a plain SOAP 1.2 fault.
func FaultReply(m soap.Message, f soap.Fault) Reply {
	m.Body = f.XML()
	return Reply{Status: FaultStatus(f.Code), ContentType: soap.ContentType(m.Action), Body: m.Bytes()}
}

// Refusal is what the endpoint itself answers to a request that is no SOAP 1.2
// message from a known client.
type Refusal struct {
	Status int // of HTTP; 0 for that of the fault
	Fault  soap.Fault
	SOAP11 bool   // answer in SOAP 1.1, as SOAP 1.2 part 1 appendix A asks
	Note   string // for the record
}

// reply writes the refusal; it relates to the request as far as that tells its
// message id.
func (f *Refusal) reply(r *Request, id string) *Reply {
	if f.SOAP11 {
		return &Reply{
			Status: http.StatusInternalServerError, ContentType: "text/xml; charset=UTF-8",
			Body: soap.Fault11(f.Fault.ReasonFR + " " + f.Fault.ReasonEN),
		}
	}
	reply := FaultReply(soap.Message{Action: soap.ActionSOAPFault, MessageID: id, RelatesTo: r.SOAP.MessageID()}, f.Fault)
	if f.Status != 0 {
		reply.Status = f.Status
	}
	reply.Note = f.Note
	return &reply
}

func refuseSOAP(code, fr, en string) *Refusal {
	return &Refusal{Fault: soap.Fault{Code: code, ReasonFR: clip(fr), ReasonEN: clip(en)}}
}

func refuseHTTP(status int, code, detail string) *Refusal {
	r := refuseSOAP(soap.Sender, "Requête HTTP refusée ("+code+") : "+detail, "HTTP request refused ("+code+"): "+detail)
	r.Status = status
	return r
}

func refuseCertificate(flaw *etalon.Anomaly) *Refusal {
	r := refuseSOAP(soap.Sender, "Certificat client refusé ("+flaw.Code+") : "+flaw.Detail, "Client certificate refused ("+flaw.Code+"): "+flaw.Detail)
	r.Status = http.StatusForbidden
	return r
}

func refuse11() *Refusal {
	r := refuseSOAP(soap.VersionMismatch, "SOAP 1.2 attendu, SOAP 1.1 reçu.", "SOAP 1.2 expected, SOAP 1.1 received.")
	r.SOAP11 = true
	return r
}

// broken answers when a simulator itself failed.
func broken(note string) *Refusal {
	r := refuseSOAP(soap.Receiver, "Défaut du simulateur Étalon.", "Defect of the Étalon simulator.")
	r.Note = note
	return r
}
