package dmp

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
)

// envelope begins an answer: it relates to the request and has an id of its own.
func (c call) envelope(action string) soap.Message {
	return soap.Message{
		Action: action, MessageID: c.ids.urn(), RelatesTo: c.SOAP.MessageID(), To: soap.Anonymous, WithTo: true,
	}
}

// reply is the answer of the operation. A message in MTOM is answered in MTOM,
// and ITI-43 always is (IHE ITI TF-2 Appendix V; spec: DMP §1.4).
func (c call) reply(payload string, parts ...mtom.OutPart) endpoint.Reply {
	m := c.envelope(c.op.answer)
	m.Body = payload
	d := &draft{status: http.StatusOK, message: m, parts: parts}
	d.multipart = c.Message.Multipart || c.op.transaction == etalon.ITI43
	return c.send(d)
}

// fault is a plain SOAP fault.
func (c call) fault(f soap.Fault) endpoint.Reply {
	m := c.envelope(soap.ActionSOAPFault)
	if f.Space == soap.NSWSA {
		m.Action = soap.ActionWSAFault
	}
	m.Body = f.XML()
	return c.send(&draft{status: endpoint.FaultStatus(f.Code), message: m})
}

// refuse is a fault of WS-Addressing 1.0 (SOAP Binding, section 6.4).
func (c call) refuse(subcode, fr, en string) endpoint.Reply {
	return c.fault(soap.Fault{Code: soap.Sender, Space: soap.NSWSA, Subcode: subcode, ReasonFR: fr, ReasonEN: en})
}
