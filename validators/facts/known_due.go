package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// due is what another answer showed, when nothing changed in between, that the
// query of this exchange asks for and this answer does not show. A query with a
// parameter that narrows it more than patient, status and ids is not looked at.
func (k *Knowledge) due(q query, here etalon.ExchangeID, there map[string]bool) []*told {
	if q.narrow {
		return nil
	}
	var steady, out []*told
	for _, t := range k.told {
		if !t.submitted && t.exchange != here && k.steady(t.turn, k.turns[here]) && !slices.ContainsFunc(steady, func(s *told) bool { return s.ID == t.ID }) {
			steady = append(steady, t)
		}
	}
	asked := map[string]bool{} // ids
	for _, t := range steady {
		if q.names(t.ID) || t.UniqueID != "" && q.names(t.UniqueID) && !versions(steady, t) {
			asked[t.ID] = true
		}
	}
	for _, t := range append(steady, k.links(here)...) {
		if !there[t.ID] && !there[t.link()] && q.wants(t, asked, steady) {
			out = append(out, t)
		}
	}
	return out
}

// links are the associations of what was last submitted, when nothing changed
// since, as the server calls what they link.
func (k *Knowledge) links(here etalon.ExchangeID) []*told {
	var out []*told
	for _, t := range k.told {
		if !t.submitted || t.Kind != "association" || t.turn > k.turns[here] || !k.steady(t.turn, k.turns[here]) || k.restated(t.exchange) {
			continue
		}
		l := *t
		l.Source, l.Target = k.called(t.Source, t.from), k.called(t.Target, t.to)
		if !symbolic(l.Source) && !symbolic(l.Target) {
			l.from, l.to, l.ID = nil, nil, l.link()
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

// query is a stored query as far as due needs it.
type query struct {
	id       string
	narrow   bool
	patient  string              // without the components that are not compared
	statuses map[string][]string // by kind of object
	ids      []string
}

func readQuery(root xmldoc.Node) query {
	q := query{statuses: map[string][]string{}}
	for n := range root.Descendants() {
		if n.Is(nsRIM, "AdhocQuery") {
			q.id = n.Attr("", "id")
			for s := range n.ChildrenNamed(nsRIM, "Slot") {
				q.slot(s)
			}
		}
	}
	return q
}

func (q *query) slot(s xmldoc.Node) {
	name := s.Attr("", "name")
	var words []string
	for v := range s.Child(nsRIM, "ValueList").ChildrenNamed(nsRIM, "Value") {
		words = append(words, slotWords(v.Value())...)
	}
	switch {
	case strings.HasSuffix(strings.ToLower(name), "patientid"):
		q.patient = assigned(strings.Join(words, " "))
	case name == "$XDSDocumentEntryStatus":
		q.statuses["entry"] = words
	case name == "$XDSSubmissionSetStatus":
		q.statuses["set"] = words
	case name == "$XDSFolderStatus":
		q.statuses["folder"] = words
	case name == "$uuid", strings.HasSuffix(name, "EntryUUID"), strings.HasSuffix(name, "UniqueId"):
		q.ids = append(q.ids, words...)
	default:
		q.narrow = true
	}
}

// assigned is an identifier of a patient with its authority alone.
func assigned(cx string) string {
	parts := strings.Split(cx, "^")
	return strings.Join(parts[:min(4, len(parts))], "^")
}

func (q query) names(id string) bool { return slices.Contains(q.ids, id) }

// wants tells whether the query asks for an object. asked are the ids of the
// objects that it names, all is what else is known.
func (q query) wants(t *told, asked map[string]bool, all []*told) bool {
	link := t.Kind == "association" && (t.Status == "" || t.Status == approved)
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
		return asked[t.ID] || within || t.Kind == "entry" && t.stable && linked(all, func(a *told) bool { return asked[a.Source] && a.Target == t.ID })
	case ebrim.GetSubmissionSets:
		return t.Kind == "set" && linked(all, func(a *told) bool { return a.Source == t.ID && asked[a.Target] })
	case ebrim.GetFoldersForDocument:
		return t.Kind == "folder" && linked(all, func(a *told) bool { return a.Source == t.ID && asked[a.Target] })
	}
	return false
}

// linked tells whether one of the memberships in force is such.
func linked(all []*told, such func(*told) bool) bool {
	return slices.ContainsFunc(all, func(a *told) bool {
		return a.Type == hasMember && (a.Status == "" || a.Status == approved) && such(a)
	})
}

// holds tells whether an object of that id is one that the query finds.
func (q query) holds(id string, all []*told) bool {
	return slices.ContainsFunc(all, func(t *told) bool { return t.ID == id && q.finds(t) })
}

// finds tells whether kind, patient and status are those that are asked for.
func (q query) finds(t *told) bool {
	return q.patient != "" && assigned(t.Patient) == q.patient && (t.Kind != "entry" || t.stable) &&
		slices.ContainsFunc(q.statuses[t.Kind], func(s string) bool { return lastWord(s) == t.Status })
}

// versions tells whether an object is known in more versions than one: which of
// them a unique id means depends on more than is read here.
func versions(all []*told, t *told) bool {
	return slices.ContainsFunc(all, func(a *told) bool { return a.Kind == t.Kind && a.UniqueID == t.UniqueID && a.ID != t.ID })
}
