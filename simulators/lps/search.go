package lps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// batch is how many documents are asked for at once (ANS usage example).
const batch = 20

// ask makes an ITI-18 exchange.
func (l *LPS) ask(ctx context.Context, p etalon.Patient, q *submission.Query) (submission.Answer, *trouble) {
	c := &call{lps: l, transaction: etalon.ITI18, patient: p}
	apply(l.hooks.query, c, q)
	c.about = about{query: q.ID, request: []byte(q.XML())}
	got, t := l.send(ctx, c, q.XML(), nil)
	if t != nil {
		return submission.Answer{}, t
	}
	a := submission.Read(got.payload)
	return a, l.registryTrouble(a)
}

func query(id, returns string, slots ...submission.Slot) *submission.Query {
	return &submission.Query{ID: id, Return: returns, Slots: slots}
}

// listDocuments shows the active documents of a record (TD3.1).
func (l *LPS) listDocuments(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	got, t := l.ask(ctx, a.Patient, query(submission.FindDocuments, "LeafClass",
		slot("$XDSDocumentEntryPatientId", submission.Quoted(l.cx(a.Patient))),
		slot("$XDSDocumentEntryStatus", submission.List([]string{submission.Approved}))))
	if t != nil {
		return l.reaction(t)
	}
	return listed(got.Entries)
}

// listed shows documents, lot signatures left out: they are not for people.
func listed(entries []*submission.Object) etalon.Reaction {
	var titles, ids []string
	for _, e := range entries {
		if c := e.Class(submission.EntryType); c != nil && c.Code == "E1762" {
			continue
		}
		titles = append(titles, "« "+e.Title+" »")
		if x := e.External(submission.EntryUniqueID); x != nil {
			ids = append(ids, x.Value)
		}
	}
	if len(titles) == 0 {
		return done("Aucun document.")
	}
	re := done(fmt.Sprintf("%d document(s) : %s", len(titles), strings.Join(titles, ", ")))
	re.Values = map[string]string{"count": fmt.Sprint(len(titles)), "uniqueIds": strings.Join(ids, " ")}
	return re
}

// listSubmissions shows what was submitted since a date: submission sets, what
// they hold, the documents (spec: DMP §1.4).
func (l *LPS) listSubmissions(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	since := a.Params["since"]
	if since == "" {
		since = l.now().AddDate(0, -1, 0).Format("20060102150405")
	}
	sets, t := l.ask(ctx, a.Patient, query(submission.FindSubmissionSets, "LeafClass",
		slot("$XDSSubmissionSetPatientId", submission.Quoted(l.cx(a.Patient))),
		slot("$XDSSubmissionSetSubmissionTimeFrom", since),
		slot("$XDSSubmissionSetStatus", submission.List([]string{submission.Approved}))))
	if t != nil {
		return l.reaction(t)
	}
	var ids []string
	for _, s := range sets.Sets {
		ids = append(ids, s.ID)
	}
	if len(ids) == 0 {
		return done("Aucun envoi depuis cette date.")
	}
	if l.hooks.flow.setsOnly {
		return listed(sets.Sets)
	}
	links, t := l.ask(ctx, a.Patient, query(submission.GetAssociations, "LeafClass", slot("$uuid", submission.List(ids))))
	if t != nil {
		return l.reaction(t)
	}
	var members []string
	for _, k := range links.Links {
		if k.Type == submission.HasMember && slices.Contains(ids, k.Source) && !slices.Contains(members, k.Target) {
			members = append(members, k.Target)
		}
	}
	if l.hooks.flow.lastLeft && len(members) > 0 {
		members = members[:len(members)-1]
	}
	var entries []*submission.Object
	for some := range slices.Chunk(members, batch) {
		got, t := l.ask(ctx, a.Patient, query(submission.GetDocuments, "LeafClass",
			slot("$XDSDocumentEntryEntryUUID", submission.List(some))))
		if t != nil {
			return l.reaction(t)
		}
		entries = append(entries, got.Entries...)
	}
	return listed(entries)
}

// lookUp finds a document by its uniqueId: its metadata with LeafClass, its
// entryUUID alone with ObjectRef (TD3.1b).
func (l *LPS) lookUp(ctx context.Context, p etalon.Patient, uniqueID, returns string) (submission.Answer, *trouble) {
	got, t := l.ask(ctx, p, query(submission.GetDocuments, returns,
		slot("$XDSDocumentEntryUniqueId", submission.List([]string{uniqueID}))))
	if t == nil && len(got.Refs)+len(got.Entries) == 0 {
		t = &trouble{Text: "Le serveur ne connaît pas ce document."}
	}
	return got, t
}

// entryUUID finds the registry's name of a document.
func (l *LPS) entryUUID(ctx context.Context, p etalon.Patient, uniqueID string) (string, *trouble) {
	got, t := l.lookUp(ctx, p, uniqueID, "ObjectRef")
	switch {
	case t != nil:
		return "", t
	case len(got.Refs) > 0:
		return got.Refs[0], nil
	}
	return got.Entries[0].ID, nil
}
