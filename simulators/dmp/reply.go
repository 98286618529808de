package dmp

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/rights"
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
	if c.Message.Multipart || c.op.transaction == etalon.ITI43 {
		return c.multipart(http.StatusOK, m, parts)
	}
	return endpoint.Reply{Status: http.StatusOK, ContentType: soap.ContentType(m.Action), Body: m.Bytes()}
}

func (c call) multipart(status int, m soap.Message, parts []mtom.OutPart) endpoint.Reply {
	boundary, root := "uuid:"+c.ids.uuid(), "root."+c.ids.uuid()+"@etalon"
	body := mtom.Outgoing{Boundary: boundary, Parts: append([]mtom.OutPart{mtom.RootPart(root, m.Bytes())}, parts...)}
	return endpoint.Reply{Status: status, ContentType: mtom.ContentType(boundary, root, m.Action), Stream: body}
}

// fault is a plain SOAP fault.
func (c call) fault(f soap.Fault) endpoint.Reply {
	action := soap.ActionSOAPFault
	if f.Space == soap.NSWSA {
		action = soap.ActionWSAFault
	}
	return endpoint.FaultReply(c.envelope(action), f)
}

// refuse is a fault of WS-Addressing 1.0 (SOAP Binding, section 6.4).
func (c call) refuse(subcode, fr, en string) endpoint.Reply {
	return c.fault(soap.Fault{Code: soap.Sender, Space: soap.NSWSA, Subcode: subcode, ReasonFR: fr, ReasonEN: en})
}

// behave does what a scenario armed.
func (c call) behave(r etalon.Reply) endpoint.Reply {
	var reply endpoint.Reply
	switch r.Behaviour {
	case etalon.BehaveSOAPFault:
		reply = c.fault(armedFault(r))
		reply.Status = http.StatusInternalServerError
	case etalon.BehaveMultipartFault:
		m := c.envelope(soap.ActionSOAPFault)
		m.Body = armedFault(r).XML()
		reply = c.multipart(http.StatusInternalServerError, m, nil)
	case etalon.BehaveRegistryError:
		reply = c.reply(c.failure(r))
	case etalon.BehaveTimeout:
		reply = endpoint.Reply{Silent: true, Hold: r.Hold, Note: "silence for " + r.Hold.String() + ", then the connection is cut"}
	case etalon.BehaveCut:
		reply = endpoint.Reply{Silent: true, Note: "connection cut without an answer"}
	default:
		reply = c.fault(soap.Fault{Code: soap.Receiver, ReasonFR: "Comportement inconnu.", ReasonEN: "Unknown behaviour."})
		reply.Note = "simulator defect: unknown behaviour " + string(r.Behaviour)
	}
	reply.Behaviour = string(r.Behaviour)
	return reply
}

// armedFault is the fault a scenario describes.
func armedFault(r etalon.Reply) soap.Fault {
	f := soap.Fault{Code: r.Code, Subcode: r.Subcode, ReasonEN: r.Text}
	switch f.Code {
	case soap.Sender, soap.Receiver, soap.MustUnderstand, soap.VersionMismatch:
	case "":
		f.Code = soap.Sender
	default: // not a code of SOAP: it says more as the subcode
		f.Code = soap.Sender
		if f.Subcode == "" {
			f.Subcode = r.Code
		}
	}
	if f.ReasonEN == "" {
		f.ReasonEN = "Fault asked for by the scenario"
	}
	return f
}

// failure is the operation's own form of an application error.
func (c call) failure(r etalon.Reply) string {
	errors := []ebrim.Error{{Code: r.Code, Context: r.Text, Location: r.Location}}
	switch c.op.transaction {
	case etalon.ITI18:
		return ebrim.QueryResponse(nil, false, errors)
	case etalon.ITI43:
		return ebrim.RetrieveResponse(nil, errors)
	case etalon.TD03:
		return rights.Response(r.Code, r.Text)
	case etalon.TD02, etalon.ITI47:
		interaction := hl7v3.ExistenceAnswer
		if c.op.transaction == etalon.ITI47 {
			interaction = hl7v3.FindAnswer
		}
		return hl7v3.Answer{
			Interaction: interaction, ID: c.messageID(), Created: c.cfg.Clock().UTC().Format("20060102150405"),
			DMP: c.cfg.Environment.DMPOID, Query: hl7v3.ReadQuery(c.SOAP.Payload), Ack: "AE", Response: "AE",
			Details: []hl7v3.Detail{{Code: r.Code, Text: r.Text, Location: r.Location}},
		}.XML()
	}
	return ebrim.RegistryResponse(errors)
}
