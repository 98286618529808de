package soap

import (
	"net/http"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// behave answers as armed; truthfully when nothing is.
func (c call) behave(r etalon.Reply) fronthttp.Reply {
	reply := c.misbehave(r)
	if r.Behaviour != etalon.BehaveSuccess {
		reply.Behaviour = string(r.Behaviour)
	}
	reply.Delay = r.Delay
	return reply
}

func (c call) misbehave(r etalon.Reply) fronthttp.Reply {
	c.order = r
	switch r.Behaviour {
	case "", etalon.BehaveSuccess, etalon.BehaveFriendly, etalon.BehaveAwkward, etalon.BehaveDelay, etalon.BehaveOtherInstance, etalon.BehaveOtherSyntax:
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
			c.beside = []actor.Failure{told(r)}
			return c.truth()
		}
		return c.failure(told(r))
	case etalon.BehavePartialSuccess:
		c.beside = []actor.Failure{told(r)}
		return c.truth()
	case etalon.BehaveTimeout:
		return fronthttp.Reply{Silent: true, Hold: r.Hold, Note: "silence for " + r.Hold.String() + ", then the connection is cut"}
	case etalon.BehaveCut:
		return fronthttp.Reply{Silent: true, Note: "connection cut without an answer"}
	default: // spoils or ruins a truthful answer, as the tables say
	}
	if spoil, ok := spoilers[r.Behaviour]; ok {
		c.spoil, c.fewer = spoil, r.Behaviour == etalon.BehaveWrongCount
		return c.truth()
	}
	if ruin, ok := fronthttp.Ruin(r.Behaviour); ok {
		reply := c.truth()
		ruin(&reply)
		return reply
	}
	reply := c.fault(soap.Fault{Code: soap.Receiver, ReasonFR: "Comportement inconnu.", ReasonEN: "Unknown behaviour."})
	reply.Note = "simulator defect: unknown behaviour " + string(r.Behaviour)
	return reply
}

// told is the error a scenario describes.
func told(r etalon.Reply) actor.Failure {
	return actor.Failure{Code: r.Code, Text: r.Text, Location: r.Location, Warning: r.Severity == etalon.SevereWarning}
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
