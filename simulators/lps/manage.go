package lps

import (
	"context"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// relate sends a document that replaces, completes or transforms another
// (TD2.1b): the other's entryUUID is looked up first; of a replacement the
// association and the CDA both name the old document.
func (l *LPS) relate(ctx context.Context, a etalon.Action, typ, uniqueID string) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	old, t := l.entryUUID(ctx, a.Patient, uniqueID)
	if t != nil {
		return l.reaction(t)
	}
	return l.feed(ctx, a, &relation{typ, old, uniqueID}, nil)
}

// newVersion changes the metadata of a document: a new version of its entry, in
// full. Masking (TD3.3a) is one more confidentiality code, unmasking one less.
func (l *LPS) newVersion(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, true); t != nil {
		return l.reaction(t)
	}
	got, t := l.lookUp(ctx, a.Patient, a.Params["uniqueId"], "LeafClass")
	if t == nil && len(got.Entries) == 0 {
		t = &trouble{Text: "Le serveur n'a pas rendu les métadonnées du document."}
	}
	if t != nil {
		return l.reaction(t)
	}
	e := latest(got.Entries)
	previous := e.Version
	if previous == "" {
		previous = "1"
	}
	if e.LID == "" {
		e.LID = e.ID
	}
	e.ID, e.Status, e.Version = "urn:uuid:"+l.uuid(), "", ""
	shown, needed := change(a, e)
	if !needed {
		return done(shown)
	}
	c := &call{lps: l, transaction: etalon.ITI57, patient: a.Patient}
	set := &submission.Set{Entries: []*submission.Object{e}, Packages: []*submission.Object{l.submissionSet(c)}}
	set.Link(submission.HasMember, set.Package().ID, e.ID, submission.Original(), slot("PreviousVersion", previous))
	if t := l.update(ctx, c, set); t != nil {
		return l.reaction(t)
	}
	return done(shown)
}

// latest picks the version of an entry that is in force.
func latest(entries []*submission.Object) *submission.Object {
	if i := slices.IndexFunc(entries, func(o *submission.Object) bool { return o.Status == submission.Approved }); i >= 0 {
		return entries[i]
	}
	return entries[0]
}

// change makes the change that an action asks for, says what the user is shown,
// and whether anything has to be sent.
func change(a etalon.Action, e *submission.Object) (shown string, needed bool) {
	flag := cda.MaskedToProfessionals()
	masks := func(c submission.Classification) bool {
		return c.Scheme == submission.EntryConfidentiality && c.Code == flag.Code
	}
	masked := slices.ContainsFunc(e.Classifications, masks)
	switch {
	case a.Name == etalon.ActUpdate:
		was := e.Title
		e.Title = a.Params["title"]
		return "« " + was + " » s'intitule désormais « " + e.Title + " ».", true
	case a.Name == etalon.ActUnmask && !masked:
		return "Ce document n'est pas masqué.", false
	case a.Name == etalon.ActUnmask:
		e.Classifications = slices.DeleteFunc(e.Classifications, masks)
		return "« " + e.Title + " » n'est plus masqué aux professionnels.", true
	case masked:
		return "Ce document est déjà masqué aux professionnels.", false
	}
	e.Classifications = append(e.Classifications, coded(submission.EntryConfidentiality, flag))
	return "« " + e.Title + " » est masqué aux professionnels.", true
}

// statuses are the changes of availability: from, to, and what the user is told.
var statuses = map[etalon.ActionName][3]string{
	etalon.ActDelete:    {submission.Approved, submission.Deleted, "Le document est supprimé du DMP."},
	etalon.ActArchive:   {submission.Approved, submission.Archived, "Le document est archivé."},
	etalon.ActUnarchive: {submission.Archived, submission.Approved, "Le document n'est plus archivé."},
	etalon.ActDeprecate: {submission.Approved, submission.Deprecated, "Le document est marqué obsolète."},
}

// newStatus changes a document's availability (TD3.3c, TD3.3d). Deleting needs
// no authorisation (spec: DMP EX_3.3-1060).
func (l *LPS) newStatus(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	entry, t := l.entryUUID(ctx, a.Patient, a.Params["uniqueId"])
	if t != nil {
		return l.reaction(t)
	}
	to := statuses[a.Name]
	c := &call{lps: l, transaction: etalon.ITI57, patient: a.Patient}
	set := &submission.Set{Packages: []*submission.Object{l.submissionSet(c)}}
	set.Link(submission.UpdateStatus, set.Package().ID, entry, slot("OriginalStatus", to[0]), slot("NewStatus", to[1]))
	if t := l.update(ctx, c, set); t != nil {
		return l.reaction(t)
	}
	return done(to[2])
}

// update makes an ITI-57 exchange.
func (l *LPS) update(ctx context.Context, c *call, set *submission.Set) *trouble {
	apply(l.hooks.set, c, set)
	c.about.set = setID(set)
	got, t := l.send(ctx, c, set.Submit(), nil)
	if t != nil {
		return t
	}
	return l.registryTrouble(submission.Read(got.payload))
}

// remove takes a submission and all that it holds out of the registry (ITI-62):
// the set, its members and every association between them, all named.
func (l *LPS) remove(ctx context.Context, a etalon.Action) etalon.Reaction {
	if t := l.open(ctx, a.Patient, false); t != nil {
		return l.reaction(t)
	}
	got, t := l.ask(ctx, a.Patient, query(submission.GetSubmissionSetAndContents, "ObjectRef",
		slot("$XDSSubmissionSetUniqueId", submission.Quoted(a.Params["submissionSet"]))))
	if t == nil && len(got.Refs) == 0 {
		t = &trouble{Text: "Le registre ne connaît pas ce lot."}
	}
	if t != nil {
		return l.reaction(t)
	}
	c := &call{lps: l, transaction: etalon.ITI62, patient: a.Patient}
	r := &submission.Removal{IDs: got.Refs}
	apply(l.hooks.removal, c, r)
	c.about.objects = r.IDs
	answer, t := l.send(ctx, c, r.XML(), nil)
	if t == nil {
		t = l.registryTrouble(submission.Read(answer.payload))
	}
	if t != nil {
		return l.reaction(t)
	}
	return done("Le lot et son contenu ont quitté le registre.")
}
