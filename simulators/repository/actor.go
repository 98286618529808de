package repository

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/actor/xds"
)

// Readable leaves out of a retrieval what its sender may not read, and says why.
type Readable func(*actor.Request, []ebrim.DocumentRequest) ([]ebrim.DocumentRequest, []ebrim.Error)

// Actor is the repository as fronts and compositions see it; readable is nil
// when all may read all.
func (r *Repository) Actor(readable Readable) actor.Actor { return served{r, readable} }

type served struct {
	*Repository
	readable Readable
}

// Name implements actor.Actor.
func (served) Name() etalon.Actor { return etalon.Repository }

// Reset implements actor.Actor.
func (s served) Reset(etalon.Given) { s.Repository.Reset() }

// State implements actor.Actor: documents kept.
func (s served) State() any {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return map[string]int{"documents": len(s.stored)}
}

// Operations implements actor.Actor.
func (s served) Operations() []actor.Operation {
	return []actor.Operation{
		{Transaction: etalon.ITI41, Fields: provideFields, Answer: s.provide, Failure: xds.Failure},
		{Transaction: etalon.ITI43, Fields: retrieveFields, Answer: s.retrieve, Failure: retrieveFailure},
	}
}

func (s served) provide(c *actor.Call) actor.Reply {
	objects, documents := ebrim.ReadProvide(c.SOAP.Payload)
	return xds.Response(c, s.Provide(objects, contents(c.Message, documents)))
}

// contents resolves the bytes of the documents of a lot.
func contents(message mtom.Message, documents []ebrim.Document) []Content {
	var all []Content
	for _, d := range documents {
		content := Content{ID: d.ID}
		switch part, ok := message.Resolve(d.Href); {
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

func (s served) retrieve(c *actor.Call) actor.Reply {
	asked := ebrim.ReadRetrieve(c.SOAP.Payload)
	var errors []ebrim.Error
	if s.readable != nil {
		asked, errors = s.readable(c.Request, asked)
	}
	var found []Found
	if len(asked) > 0 || len(errors) == 0 {
		var more []ebrim.Error
		found, more = s.Retrieve(asked)
		errors = append(errors, more...)
	}
	if c.Fewer && len(found) > 0 {
		found = found[:len(found)-1]
	}
	errors = append(errors, xds.Errors(c.Beside...)...)
	var told []ebrim.Retrieved
	var parts []mtom.OutPart
	for i, f := range found {
		id := fmt.Sprintf("document%d.%s@etalon", i+1, c.NewID())
		told = append(told, ebrim.Retrieved{
			Home: f.Home, Repository: f.Repository, UniqueID: f.UniqueID, MimeType: f.MimeType, ContentID: id,
		})
		parts = append(parts, mtom.StoredPart(id, f.MimeType, f.Stored))
	}
	return actor.Reply{Payload: ebrim.RetrieveResponse(told, errors), Parts: parts}
}

func retrieveFailure(_ *actor.Call, f actor.Failure) actor.Reply {
	return actor.Reply{Payload: ebrim.RetrieveResponse(nil, xds.Errors(f))}
}

func provideFields(r *actor.Request, to *actor.Captured) {
	objects, _ := ebrim.ReadProvide(r.SOAP.Payload)
	xds.Submission(objects, to)
}

func retrieveFields(r *actor.Request, to *actor.Captured) {
	var ids []string
	for _, q := range ebrim.ReadRetrieve(r.SOAP.Payload) {
		ids = append(ids, q.UniqueID)
	}
	to.Add(etalon.FieldUniqueIDs, ids...)
}
