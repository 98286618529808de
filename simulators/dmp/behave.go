package dmp

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

// behave answers as armed; truthfully when nothing is.
func (c call) behave(r etalon.Reply) endpoint.Reply {
	reply := c.misbehave(r)
	if r.Behaviour != etalon.BehaveSuccess {
		reply.Behaviour = string(r.Behaviour)
	}
	reply.Delay = r.Delay
	return reply
}

func (c call) misbehave(r etalon.Reply) endpoint.Reply {
	switch r.Behaviour {
	case "", etalon.BehaveSuccess, etalon.BehaveFriendly, etalon.BehaveAwkward, etalon.BehaveDelay:
		return c.truth()
	case etalon.BehaveSOAPFault:
		reply := c.fault(armedFault(r))
		reply.Status = http.StatusInternalServerError
		return reply
	case etalon.BehaveMultipartFault:
		m := c.envelope(soap.ActionSOAPFault)
		m.Body = armedFault(r).XML()
		return c.send(&draft{status: http.StatusInternalServerError, message: m, multipart: true})
	case etalon.BehaveRegistryError:
		if r.Severity == etalon.SevereWarning {
			c.extra = []ebrim.Error{registryError(r)}
			return c.truth()
		}
		return c.reply(c.failure(r))
	case etalon.BehavePartialSuccess:
		c.extra = []ebrim.Error{registryError(r)}
		return c.truth()
	case etalon.BehaveTimeout:
		return endpoint.Reply{Silent: true, Hold: r.Hold, Note: "silence for " + r.Hold.String() + ", then the connection is cut"}
	case etalon.BehaveCut:
		return endpoint.Reply{Silent: true, Note: "connection cut without an answer"}
	}
	if spoil, ok := spoilers[r.Behaviour]; ok {
		c.spoil, c.fewer = spoil, r.Behaviour == etalon.BehaveWrongCount
		return c.truth()
	}
	if ruin, ok := ruins[r.Behaviour]; ok {
		reply := c.truth()
		ruin(&reply)
		return reply
	}
	reply := c.fault(soap.Fault{Code: soap.Receiver, ReasonFR: "Comportement inconnu.", ReasonEN: "Unknown behaviour."})
	reply.Note = "simulator defect: unknown behaviour " + string(r.Behaviour)
	return reply
}

// registryError is the error a scenario describes.
func registryError(r etalon.Reply) ebrim.Error {
	return ebrim.Error{Code: r.Code, Context: r.Text, Location: r.Location, Warning: r.Severity == etalon.SevereWarning}
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
	errors := []ebrim.Error{registryError(r)}
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
