package soap

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// envelope begins an answer: it relates to the request and has an id of its own.
func (c call) envelope(action string) soap.Message {
	return soap.Message{
		Action: action, MessageID: "urn:uuid:" + c.NewID(), RelatesTo: c.SOAP.MessageID(), To: soap.Anonymous, WithTo: true,
	}
}

// reply is the answer of the operation. A message in MTOM is answered in MTOM,
// and some transactions always are (IHE ITI TF-2 Appendix V; spec: DMP §1.4).
func (c call) reply(r actor.Reply) fronthttp.Reply {
	if r.Fault != nil {
		m := c.envelope(soap.ActionSOAPFault)
		m.Body = r.Fault.XML()
		return c.send(&draft{status: http.StatusInternalServerError, message: m})
	}
	m := c.envelope(c.pair.AnswerAction)
	m.Body = r.Payload
	d := &draft{status: http.StatusOK, message: m, asked: c.pair.Action, parts: r.Parts}
	d.multipart = c.Message.Multipart || c.about.AnswerPackaging == etalon.MTOM
	return c.send(d)
}

// fault is a plain SOAP fault.
func (c call) fault(f soap.Fault) fronthttp.Reply {
	m := c.envelope(soap.ActionSOAPFault)
	if f.Space == soap.NSWSA {
		m.Action = soap.ActionWSAFault
	}
	m.Body = f.XML()
	return c.send(&draft{status: FaultStatus(f.Code), message: m})
}

// refuse is a fault of WS-Addressing 1.0 (SOAP Binding, section 6.4).
func (c call) refuse(subcode, fr, en string) fronthttp.Reply {
	return c.fault(soap.Fault{Code: soap.Sender, Space: soap.NSWSA, Subcode: subcode, ReasonFR: fr, ReasonEN: en})
}
