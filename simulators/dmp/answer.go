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
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/repository"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

// call is one request being answered.
type call struct {
	*DMP
	*endpoint.Request
	op operation
}

// Answer answers a recorded request: as armed, else truthfully.
func (d service) Answer(_ context.Context, r *endpoint.Request, to endpoint.Route) endpoint.Reply {
	c := call{d.DMP, r, operation{}}
	op, ok := operationOf(r.SOAP.Action())
	c.op = op
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
	if reply, armed := d.disarm(to); armed && reply.Behaviour != etalon.BehaveSuccess {
		return c.behave(reply)
	}
	switch to.Transaction {
	case etalon.TD02:
		q := hl7v3.ReadQuery(r.SOAP.Payload)
		return c.reply(d.patients.Existence(q, d.messageID(), d.cfg.Clock()).XML())
	case etalon.ITI47:
		q := hl7v3.ReadQuery(r.SOAP.Payload)
		return c.reply(d.patients.Find(q, d.messageID(), d.cfg.Clock()).XML())
	case etalon.TD03:
		return c.reply(rights.Set(d.patients, r.SOAP.Payload, vihfPatient(r)))
	case etalon.ITI18, etalon.ITI42, etalon.ITI57, etalon.ITI62:
		return c.answerRegistry(to.Transaction)
	case etalon.ITI41:
		objects, documents := ebrim.ReadProvide(r.SOAP.Payload)
		return c.reply(ebrim.RegistryResponse(d.repository.Provide(objects, c.contents(documents))))
	case etalon.ITI43:
		return c.retrieve()
	}
	return c.refuse("ActionNotSupported", "Action non simulée.", "Action not simulated.")
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
	found, errors := c.repository.Retrieve(ebrim.ReadRetrieve(c.SOAP.Payload))
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
