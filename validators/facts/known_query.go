package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// query is a stored query as far as due needs it.
type query struct {
	id       string
	narrow   bool                // by a parameter that is not followed
	refs     bool                // no more than references is asked for
	patient  string              // without the components that are not compared
	statuses map[string][]string // by kind of object
	ids      []string
	types    []string // of relations
	filters  []filter // that all hold
}

func readQuery(root xmldoc.Node) query {
	q := query{statuses: map[string][]string{}}
	for n := range root.Descendants() {
		q.refs = q.refs || n.Local() == "ResponseOption" && n.Attr("", "returnType") == "ObjectRef"
		if n.Is(nsRIM, "AdhocQuery") {
			q.id = uri(n, "id")
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
	case name == "$AssociationTypes":
		for _, w := range words {
			q.types = append(q.types, lastWord(w))
		}
	default:
		f, ok := narrowing(name, words)
		q.filters, q.narrow = append(q.filters, f), q.narrow || !ok
	}
}

// assigned is an identifier of a patient with its authority alone.
func assigned(cx string) string {
	parts := strings.Split(cx, "^")
	return strings.Join(parts[:min(4, len(parts))], "^")
}

func (q query) names(id string) bool { return slices.Contains(q.ids, id) }

// byStatus tells the queries that find by patient and status from those by id.
func (q query) byStatus() bool {
	switch q.id {
	case ebrim.FindDocuments, ebrim.FindSubmissionSets, ebrim.FindFolders, ebrim.GetAll:
		return true
	}
	return false
}

// returns tells whether a query by id returns the objects of a kind that it names.
func (q query) returns(kind string) bool {
	switch q.id {
	case ebrim.GetDocuments, ebrim.GetDocumentsAndAssociations:
		return kind == "entry"
	case ebrim.GetFolders, ebrim.GetFolderAndContents:
		return kind == "folder"
	case ebrim.GetSubmissionSetAndContents:
		return kind == "set"
	}
	return false
}

// admits tells whether what narrows the query holds for an object.
func (q query) admits(t *told) bool {
	return !slices.ContainsFunc(q.filters, func(f filter) bool { return f.kind == t.Kind && !f.holds(t.facets) })
}

// holds tells whether an object of that id is one that the query finds.
func (q query) holds(id string, all []*told) bool {
	return slices.ContainsFunc(all, func(t *told) bool { return t.ID == id && q.finds(t) })
}

// within tells whether an object of that id is one that a set or folder brings.
func (q query) within(id string, all []*told) bool {
	return slices.ContainsFunc(all, func(t *told) bool {
		return t.ID == id && (t.Kind == "folder" || t.Kind == "entry" && t.stable && q.admits(t))
	})
}

// finds tells whether kind, patient, status and what narrows the query are those
// that are asked for.
func (q query) finds(t *told) bool {
	return q.patient != "" && assigned(t.Patient) == q.patient && (t.Kind != "entry" || t.stable) && q.admits(t) &&
		slices.ContainsFunc(q.statuses[t.Kind], func(s string) bool { return lastWord(s) == t.Status })
}
