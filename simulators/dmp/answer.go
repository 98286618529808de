package dmp

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/awkward"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/repository"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

// call is one request being answered.
type call struct {
	*DMP
	*endpoint.Request
	op    operation
	extra []ebrim.Error // told beside what is true
	fewer bool          // one document fewer than there is
	hand  *awkward.Hand // that writes the answer; nil: the plain form
	spoil func(*draft)  // what is wrong with the answer
}

// Answer answers a recorded request: as armed, else truthfully.
func (d service) Answer(_ context.Context, r *endpoint.Request, to endpoint.Route) endpoint.Reply {
	op, ok := operationOf(r.SOAP.Action())
	c := call{DMP: d.DMP, Request: r, op: op}
	name := serviceOf(r.Path)
	if reply, is := c.misaddressed(); is {
		return reply
	}
	switch {
	case name == "":
		return c.refuse("DestinationUnreachable", "Aucun service à l'adresse "+r.Path, "No service at "+r.Path)
	case len(r.SOAP.Actions) == 0:
		return c.refuse("MessageAddressingHeaderRequired", "L'en-tête wsa:Action est absent.", "The header wsa:Action is missing.")
	case !ok || op.service != name || d.off(op):
		return c.refuse("ActionNotSupported", "Action inconnue de ce service : "+r.SOAP.Action(), "Action unknown to this service: "+r.SOAP.Action())
	case !r.SOAP.Payload.Is(op.space, op.local):
		return c.fault(soap.Fault{
			Code:     soap.Sender,
			ReasonFR: fmt.Sprintf("Le corps n'est pas celui de %s : %s attendu.", to.Transaction, op.local),
			ReasonEN: fmt.Sprintf("The body is not that of %s: %s expected.", to.Transaction, op.local),
		})
	}
	if reply, is := c.mispackaged(); is {
		return reply
	}
	reply, awkwardly := d.disarm(to)
	if awkwardly != nil && reply.Behaviour != etalon.BehaveFriendly {
		c.hand = awkward.New(d.seed(*awkwardly))
	}
	answer := c.behave(reply)
	if answer.Behaviour == "" && c.hand != nil {
		answer.Behaviour = string(etalon.BehaveAwkward)
	}
	return answer
}

// truth is the truthful answer, as far as the behaviour of the call lets it be.
func (c call) truth() endpoint.Reply {
	payload := c.SOAP.Payload
	switch c.op.transaction {
	case etalon.TD02:
		return c.reply(c.patients.Existence(hl7v3.ReadQuery(payload), c.messageID(), c.cfg.Clock()).XML())
	case etalon.ITI47:
		return c.reply(c.patients.Find(hl7v3.ReadQuery(payload), c.messageID(), c.cfg.Clock()).XML())
	case etalon.TD03:
		return c.reply(rights.Set(c.patients, payload, vihfPatient(c.Request)))
	case etalon.ITI18, etalon.ITI42, etalon.ITI57, etalon.ITI62:
		return c.answerRegistry(c.op.transaction)
	case etalon.ITI41:
		objects, documents := ebrim.ReadProvide(payload)
		return c.registered(c.repository.Provide(objects, c.contents(documents)))
	case etalon.ITI43:
		return c.retrieve()
	}
	return c.refuse("ActionNotSupported", "Action non simulée.", "Action not simulated.")
}

// registered is an rs:RegistryResponse.
func (c call) registered(errors []ebrim.Error) endpoint.Reply {
	return c.reply(ebrim.RegistryResponse(append(errors, c.extra...)))
}

// messageID names an HL7 V3 message of the DMP.
func (d *DMP) messageID() hl7v3.II {
	return hl7v3.II{Root: d.cfg.Environment.DMPOID, Extension: d.ids.uuid()}
}

// contents resolves the bytes of the documents of a lot.
func (c call) contents(documents []ebrim.Document) []repository.Content {
	var all []repository.Content
	for _, d := range documents {
		content := repository.Content{ID: d.ID}
		switch part, ok := c.Message.Resolve(d.Href); {
		case d.Href == "":
			b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(d.Inline), ""))
			content.Bytes = b
			if err != nil {
				content.Missing = "unreadable base64: " + err.Error()
			}
		case !ok:
			content.Missing = d.Href + " names no part of the message"
		case !part.Encoded():
			content.Stored = part.Raw()
		default:
			b, err := part.Content()
			content.Bytes = b
			if err != nil {
				content.Missing = err.Error()
			}
		}
		all = append(all, content)
	}
	return all
}

func (c call) retrieve() endpoint.Reply {
	asked, errors := c.readable(ebrim.ReadRetrieve(c.SOAP.Payload))
	var found []repository.Found
	if len(asked) > 0 || len(errors) == 0 {
		var more []ebrim.Error
		found, more = c.repository.Retrieve(asked)
		errors = append(errors, more...)
	}
	if c.fewer && len(found) > 0 {
		found = found[:len(found)-1]
	}
	errors = append(errors, c.extra...)
	var told []ebrim.Retrieved
	var parts []mtom.OutPart
	for i, f := range found {
		id := fmt.Sprintf("document%d.%s@etalon", i+1, c.ids.uuid())
		told = append(told, ebrim.Retrieved{
			Home: f.Home, Repository: f.Repository, UniqueID: f.UniqueID, MimeType: f.MimeType, ContentID: id,
		})
		parts = append(parts, mtom.StoredPart(id, f.MimeType, f.Stored))
	}
	return c.reply(ebrim.RetrieveResponse(told, errors), parts...)
}
