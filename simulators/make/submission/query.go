package submission

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Query is a stored query (ITI-18).
type Query struct {
	ID     string
	Return string // LeafClass or ObjectRef
	Slots  []Slot // parameters, as written on the wire
}

// Quoted writes one string value of a parameter (IHE ITI TF-2 3.18.4.1.2.3.5).
func Quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// List writes a list of string values of a parameter.
func List(values []string) string {
	var quoted []string
	for _, v := range values {
		quoted = append(quoted, Quoted(v))
	}
	return "(" + strings.Join(quoted, ",") + ")"
}

// XML writes the query:AdhocQueryRequest.
func (q *Query) XML() string {
	root := tree("query:AdhocQueryRequest", "xmlns:query", ebrim.NSQuery, "xmlns:rim", ebrim.NSRIM)
	root.add("query:ResponseOption", "returnComposedObjects", "true", "returnType", q.Return)
	root.add("rim:AdhocQuery", "id", q.ID).slots(q.Slots)
	return root.String()
}

// Retrieve asks for documents of one repository (ITI-43).
type Retrieve struct {
	Repository string
	UniqueIDs  []string
}

// XML writes the xdsb:RetrieveDocumentSetRequest.
func (r *Retrieve) XML() string {
	root := tree("xdsb:RetrieveDocumentSetRequest", "xmlns:xdsb", ebrim.NSXDSB)
	for _, id := range r.UniqueIDs {
		asked := root.add("xdsb:DocumentRequest")
		asked.add("xdsb:RepositoryUniqueId").SetText(r.Repository)
		asked.add("xdsb:DocumentUniqueId").SetText(id)
	}
	return root.String()
}
