package endpoint

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Reply is what a client is answered.
type Reply struct {
	Status      int
	ContentType string
	Body        []byte

	Silent bool          // nothing is sent: after Hold the connection is cut
	Hold   time.Duration //

	Behaviour string // for the record: what the simulator was told to do
	Note      string // for the record
}

// bytes writes the HTTP message.
func (r *Reply) bytes(now time.Time, last bool) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.Status, http.StatusText(r.Status))
	b.WriteString("Date: " + now.UTC().Format(http.TimeFormat) + "\r\n")
	if r.Status == http.StatusMethodNotAllowed {
		b.WriteString("Allow: POST\r\n")
	}
	b.WriteString("Content-Type: " + r.ContentType + "\r\n")
	b.WriteString("Content-Length: " + strconv.Itoa(len(r.Body)) + "\r\n")
	if last {
		b.WriteString("Connection: close\r\n")
	}
	b.WriteString("\r\n")
	b.Write(r.Body)
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

// refuseSOAP answers what never became a request: there is nothing to relate to.
func refuseSOAP(code, subcode, fr, en string) *Reply {
	r := FaultReply(soap.Message{Action: soap.ActionSOAPFault},
		soap.Fault{Code: code, Subcode: subcode, ReasonFR: clip(fr), ReasonEN: clip(en)})
	return &r
}

func refuseHTTP(status int, code, detail string) *Reply {
	r := refuseSOAP(soap.Sender, "", "Requête HTTP refusée ("+code+") : "+detail, "HTTP request refused ("+code+"): "+detail)
	r.Status = status
	return r
}

func refuseCertificate(flaw *etalon.Anomaly) *Reply {
	r := refuseSOAP(soap.Sender, "", "Certificat client refusé ("+flaw.Code+") : "+flaw.Detail, "Client certificate refused ("+flaw.Code+"): "+flaw.Detail)
	r.Status = http.StatusForbidden
	return r
}

func refuse11() *Reply {
	return &Reply{
		Status: http.StatusInternalServerError, ContentType: "text/xml; charset=UTF-8",
		Body: soap.Fault11("SOAP 1.2 attendu, SOAP 1.1 reçu. SOAP 1.2 expected, SOAP 1.1 received."),
	}
}

// broken answers when a simulator itself failed.
func broken(r *Request, note string) *Reply {
	reply := FaultReply(soap.Message{Action: soap.ActionSOAPFault, RelatesTo: r.SOAP.MessageID()},
		soap.Fault{Code: soap.Receiver, ReasonFR: "Défaut du simulateur Étalon.", ReasonEN: "Defect of the Étalon simulator."})
	reply.Note = note
	return &reply
}
