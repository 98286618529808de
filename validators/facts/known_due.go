package facts

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// due is what is known that the query of this exchange surely asks for and its
// answer does not show: what another answer showed, and what was submitted. A query
// with a parameter that is not followed is not looked at.
func (k *Knowledge) due(q query, here etalon.ExchangeID, there map[string]bool) []*told {
	if q.narrow {
		return nil
	}
	now := k.turns[here]
	still := k.lasting // to be found by its id
	if q.byStatus() {
		still = k.steady
	}
	var shown, out []*told
	for _, t := range k.told {
		if !t.submitted && t.exchange != here && still(t.turn, now) && !slices.ContainsFunc(shown, func(s *told) bool { return s.ID == t.ID }) {
			shown = append(shown, t)
		}
	}
	asked := map[string]bool{} // ids
	for _, t := range shown {
		if q.names(t.ID) || t.UniqueID != "" && q.names(t.UniqueID) && !versions(shown, t) {
			asked[t.ID] = true
		}
	}
	all := shown
	if !q.refs {
		all = append(all, k.links(here)...)
	}
	for _, t := range all {
		if !there[t.ID] && !there[t.link()] && q.wants(t, asked, all) {
			out = append(out, t)
		}
	}
	if len(out) > 0 || q.refs {
		return out
	}
	return k.accepted(q, here, there)
}

// anyEnd is the end of an association that no answer gave a name.
const anyEnd = "*"

// links are the associations that were submitted, as the server calls what they link,
// as far as it is known.
func (k *Knowledge) links(here etalon.ExchangeID) []*told {
	var out []*told
	for _, t := range k.told {
		if !t.submitted || t.Kind != "association" || t.turn > k.turns[here] || !k.lasting(t.turn, k.turns[here]) || k.restated(t.exchange) {
			continue
		}
		l := *t
		l.Source, l.Target = k.called(t.Source, t.from), k.called(t.Target, t.to)
		for _, end := range []*string{&l.Source, &l.Target} {
			if symbolic(*end) {
				*end = anyEnd
			}
		}
		if l.Source != anyEnd || l.Target != anyEnd {
			l.ID = l.link()
			out = append(out, &l)
		}
	}
	return out
}

// link names an association by what it links; it is empty for anything else.
func (o Object) link() string {
	if o.Kind != "association" {
		return ""
	}
	return o.Type + " " + o.Source + " " + o.Target
}

// names are what an object is found by in an answer, beside its id: what it links,
// or its unique id; none where it has none.
func (o Object) names() []string {
	switch {
	case o.Kind == "association":
		return []string{o.link(), o.Type + " " + o.Source + " " + anyEnd, o.Type + " " + anyEnd + " " + o.Target}
	case o.UniqueID != "":
		return []string{o.Kind + " " + o.UniqueID}
	}
	return nil
}

// wants tells whether the query asks for an object. asked are the ids of the
// objects that it names, all is what else is known.
func (q query) wants(t *told, asked map[string]bool, all []*told) bool {
	link := t.inForce()
	within := link && t.Type == hasMember && asked[t.Source]
	switch q.id {
	case ebrim.FindDocuments, ebrim.FindSubmissionSets, ebrim.FindFolders:
		return q.finds(t)
	case ebrim.GetAll:
		return q.finds(t) || link && q.holds(t.Source, all) && q.holds(t.Target, all)
	case ebrim.GetDocuments:
		return t.Kind == "entry" && asked[t.ID]
	case ebrim.GetFolders:
		return t.Kind == "folder" && asked[t.ID]
	case ebrim.GetAssociations:
		return link && (q.names(t.Source) || q.names(t.Target))
	case ebrim.GetDocumentsAndAssociations:
		return asked[t.ID] || link && (asked[t.Source] || asked[t.Target])
	case ebrim.GetSubmissionSetAndContents, ebrim.GetFolderAndContents:
		return asked[t.ID] || within && q.within(t.Target, all) || t.Kind == "entry" && t.stable && q.admits(t) && linked(all, func(a *told) bool { return asked[a.Source] && a.Target == t.ID })
	case ebrim.GetSubmissionSets:
		return t.Kind == "set" && linked(all, func(a *told) bool { return a.Source == t.ID && asked[a.Target] }) ||
			link && t.Type == hasMember && q.names(t.Target) && (t.from != nil && t.from.Kind == "set" || isSet(t.Source, all))
	case ebrim.GetFoldersForDocument:
		return t.Kind == "folder" && linked(all, func(a *told) bool { return a.Source == t.ID && asked[a.Target] })
	case ebrim.GetRelatedDocuments:
		return q.relates(t, asked, all)
	}
	return false
}

// relates tells whether an object is one that the relations asked for bring: the
// relation, what it links.
func (q query) relates(t *told, asked map[string]bool, all []*told) bool {
	brings := func(a *told) bool {
		return a.inForce() && slices.Contains(q.types, a.Type) && (asked[a.Source] || asked[a.Target] || q.names(a.Source) || q.names(a.Target))
	}
	return brings(t) || t.Kind == "entry" && t.stable && q.admits(t) && slices.ContainsFunc(all, func(a *told) bool {
		return brings(a) && (a.Source == t.ID || a.Target == t.ID)
	})
}

// linked tells whether one of the memberships in force is such.
func linked(all []*told, such func(*told) bool) bool {
	return slices.ContainsFunc(all, func(a *told) bool { return a.Type == hasMember && a.inForce() && such(a) })
}

// inForce tells an association that nobody deprecated.
func (t *told) inForce() bool {
	return t.Kind == "association" && (t.Status == "" || t.Status == approved)
}

func isSet(id string, all []*told) bool {
	return slices.ContainsFunc(all, func(t *told) bool { return t.ID == id && t.Kind == "set" })
}

// versions tells whether an object is known in more versions than one: which of
// them a unique id means depends on more than is read here.
func versions(all []*told, t *told) bool {
	return slices.ContainsFunc(all, func(a *told) bool { return a.Kind == t.Kind && a.UniqueID == t.UniqueID && a.ID != t.ID })
}
