package submission

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Query is a stored query (ITI-18).
type Query struct {
	ID     string
	Return string // LeafClass or ObjectRef
	Slots  []Slot
}

// Set gives a parameter its value as written on the wire, adding it where it
// is missing.
func (q *Query) Set(name, value string) { setSlot(&q.Slots, name, []string{value}) }

// Get gives a parameter as written, "" when absent.
func (q *Query) Get(name string) string {
	for _, s := range q.Slots {
		if s.Name == name && len(s.Values) > 0 {
			return s.Values[0]
		}
	}
	return ""
}

// Quoted writes one string value of a stored query parameter.
func Quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// List writes a list of string values of a stored query parameter.
func List(values []string) string {
	q := make([]string, len(values))
	for i, v := range values {
		q[i] = Quoted(v)
	}
	return "(" + strings.Join(q, ",") + ")"
}

// XML writes the query:AdhocQueryRequest.
func (q *Query) XML() string {
	var b strings.Builder
	b.WriteString(`<query:AdhocQueryRequest xmlns:query="` + nsQuery + `" xmlns:rim="` + nsRIM + `">` +
		`<query:ResponseOption returnComposedObjects="true" returnType="` + soap.Escape(q.Return) + `"/>` +
		`<rim:AdhocQuery id="` + soap.Escape(q.ID) + `">`)
	writeSlots(&b, q.Slots)
	b.WriteString(`</rim:AdhocQuery></query:AdhocQueryRequest>`)
	return b.String()
}

// Retrieve is an ITI-43 request for documents of one repository.
type Retrieve struct {
	Repository string
	UniqueIDs  []string
}

// XML writes the xdsb:RetrieveDocumentSetRequest.
func (r *Retrieve) XML() string {
	var b strings.Builder
	b.WriteString(`<xdsb:RetrieveDocumentSetRequest xmlns:xdsb="` + nsXDSB + `">`)
	for _, id := range r.UniqueIDs {
		b.WriteString(`<xdsb:DocumentRequest><xdsb:RepositoryUniqueId>` + soap.Escape(r.Repository) + `</xdsb:RepositoryUniqueId>` +
			`<xdsb:DocumentUniqueId>` + soap.Escape(id) + `</xdsb:DocumentUniqueId></xdsb:DocumentRequest>`)
	}
	b.WriteString(`</xdsb:RetrieveDocumentSetRequest>`)
	return b.String()
}

// Removal is an ITI-62 request: the objects that leave the registry.
type Removal struct{ IDs []string }

// XML writes the lcm:RemoveObjectsRequest.
func (r *Removal) XML() string {
	var b strings.Builder
	b.WriteString(`<lcm:RemoveObjectsRequest xmlns:lcm="` + nsLCM + `" xmlns:rim="` + nsRIM + `"><rim:ObjectRefList>`)
	for _, id := range r.IDs {
		b.WriteString(`<rim:ObjectRef id="` + soap.Escape(id) + `"/>`)
	}
	b.WriteString(`</rim:ObjectRefList></lcm:RemoveObjectsRequest>`)
	return b.String()
}
