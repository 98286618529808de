package lps

import (
	"context"
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// replace sends a new version of a document (TD2.1b): the old entryUUID is
// looked up first, the association and the CDA both name the old document.
func (l *LPS) replace(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	old, t := l.entryUUID(ctx, a.Patient, a.Params["replaces"])
	if t != nil {
		return l.reaction(t)
	}
	return l.feed(ctx, a, old)
}

// fetch opens a document (TD3.2).
func (l *LPS) fetch(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	c := &call{lps: l, transaction: etalon.ITI43, patient: a.Patient}
	r := &submission.Retrieve{Repository: repositoryOID, UniqueIDs: []string{a.Params["uniqueId"]}}
	apply(l.hooks.retrieve, c, r)
	got, t := l.send(ctx, c, r.XML(), nil)
	if t == nil {
		t = registryTrouble(submission.Read(got.payload))
	}
	if t != nil {
		return l.reaction(t)
	}
	content, ok := firstDocument(got)
	if !ok {
		return l.reaction(&trouble{Text: "La réponse du DMP ne contient pas le document."})
	}
	re := done("Document affiché (" + strconv.Itoa(len(content)) + " octets).")
	re.Values = map[string]string{"uniqueId": a.Params["uniqueId"], "sha1": sha1Hex(content), "size": strconv.Itoa(len(content))}
	return re
}

// mask hides a document from professionals (TD3.3a): a new version of its
// metadata, in full, with one more confidentiality code.
func (l *LPS) mask(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	got, t := l.lookUp(ctx, a.Patient, a.Params["uniqueId"], "LeafClass")
	if t == nil && len(got.Entries) == 0 {
		t = &trouble{Text: "Le DMP n'a pas rendu les métadonnées du document."}
	}
	if t != nil {
		return l.reaction(t)
	}
	e := got.Entries[0]
	previous := e.Version
	if previous == "" {
		previous = "1"
	}
	if e.LID == "" {
		e.LID = e.ID
	}
	e.ID, e.Status, e.Version = "urn:uuid:"+l.uuid(), "", ""
	flag := cda.MaskedToProfessionals()
	for _, c := range e.Classifications {
		if c.Scheme == submission.EntryConfidentiality && c.Code == flag.Code {
			return done("Ce document est déjà masqué aux professionnels.")
		}
	}
	e.Classifications = append(e.Classifications, coded(submission.EntryConfidentiality, flag))
	c := &call{lps: l, transaction: etalon.ITI57, patient: a.Patient}
	set := &submission.Set{Entries: []*submission.Object{e}, Packages: []*submission.Object{l.submissionSet(c)}}
	set.Link(submission.HasMember, set.Package().ID, e.ID, submission.Original(), slot("PreviousVersion", previous))
	if t := l.update(ctx, c, set); t != nil {
		return l.reaction(t)
	}
	return done("« " + e.Title + " » est masqué aux professionnels.")
}

// remove deletes a document (TD3.3c): a change of its availability. It needs no
// authorisation (spec: DMP EX_3.3-1060).
func (l *LPS) remove(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	entry, t := l.entryUUID(ctx, a.Patient, a.Params["uniqueId"])
	if t != nil {
		return l.reaction(t)
	}
	c := &call{lps: l, transaction: etalon.ITI57, patient: a.Patient}
	set := &submission.Set{Packages: []*submission.Object{l.submissionSet(c)}}
	set.Link(submission.UpdateStatus, set.Package().ID, entry,
		slot("OriginalStatus", submission.Approved), slot("NewStatus", submission.Deleted))
	if t := l.update(ctx, c, set); t != nil {
		return l.reaction(t)
	}
	return done("Le document est supprimé du DMP.")
}

// update makes an ITI-57 exchange.
func (l *LPS) update(ctx context.Context, c *call, set *submission.Set) *trouble {
	apply(l.hooks.set, c, set)
	got, t := l.send(ctx, c, set.Submit(), nil)
	if t != nil {
		return t
	}
	return registryTrouble(submission.Read(got.payload))
}
