package soap

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// FaultStatus is the HTTP status of a SOAP 1.2 fault (SOAP 1.2 part 2, table 20).
func FaultStatus(code string) int {
	if code == soap.Sender {
		return http.StatusBadRequest
	}
	return http.StatusInternalServerError
}

// FaultReply is a plain SOAP 1.2 fault.
func FaultReply(m soap.Message, f soap.Fault) fronthttp.Reply {
	m.Body = f.XML()
	return fronthttp.Reply{Status: FaultStatus(f.Code), ContentType: soap.ContentType(m.Action), Body: m.Bytes()}
}

// Refusal is what the front itself answers to a request that is no SOAP 1.2
// message from a known client.
type Refusal struct {
	Status int // of HTTP; 0 for that of the fault
	Fault  soap.Fault
	SOAP11 bool   // answer in SOAP 1.1, as SOAP 1.2 part 1 appendix A asks
	Note   string // for the record
}

// reply writes the refusal; it relates to the request as far as that tells its
// message id.
func (f *Refusal) reply(r *Request, id string) fronthttp.Reply {
	if f.SOAP11 {
		return fronthttp.Reply{
			Status: http.StatusInternalServerError, ContentType: "text/xml; charset=UTF-8",
			Body: soap.Fault11(f.Fault.ReasonFR + " " + f.Fault.ReasonEN),
		}
	}
	reply := FaultReply(soap.Message{Action: soap.ActionSOAPFault, MessageID: id, RelatesTo: r.SOAP.MessageID()}, f.Fault)
	if f.Status != 0 {
		reply.Status = f.Status
	}
	if f.Status == http.StatusMethodNotAllowed {
		reply.Allow = http.MethodPost
	}
	reply.Note = f.Note
	return reply
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
