package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/fhir"
)

// spelledFHIR is the spelling of a record that is an AuditEvent: ev:audit/@spelling.
const spelledFHIR = "fhir"

// feed is what came over the FHIR Feed of ITI-20: one AuditEvent, or a Bundle of them.
type feed struct {
	sentBy, format, resource, bundle string
	failure                          string // why it could not be read, or not whole
	entries, others                  int    // of a Bundle; entries that are no AuditEvent
	records                          []feedRecord
}

// feedRecord is an AuditEvent as an audit message is shown, and what FHIR asks that it
// does not have.
type feedRecord struct {
	*audit
	missing []string
}

// readFeed reads the body of a request of the FHIR Feed.
func readFeed(s *side) *feed {
	f := &feed{sentBy: s.sentBy}
	root, format, err := fhir.Read(s.body)
	f.format, f.resource = format, root.Type
	if err != nil {
		f.failure = err.Error()
	}
	switch root.Type {
	case "AuditEvent":
		f.records = []feedRecord{readEvent(root)}
	case "Bundle":
		f.bundle = root.Text("type")
		for _, e := range root.All("entry") {
			f.entries++
			if held := e.One("resource"); held != nil && held.Type == "AuditEvent" && len(f.records) < mostAudited {
				f.records = append(f.records, readEvent(held))
			} else {
				f.others++
			}
		}
	}
	return f
}

// systems are the names that audit messages give to code systems that FHIR names by a URI.
var systems = map[string]string{
	"http://dicom.nema.org/resources/ontology/DCM": "DCM",
	"urn:ihe:event-type-code":                      "IHE Transactions",
}

func codingOf(n *fhir.Node) coded {
	c := coded{n.Text("code"), n.Text("system")}
	if name, known := systems[c.system]; known {
		c.system = name
	}
	return c
}

// concepts are the codings of CodeableConcepts.
func concepts(all []*fhir.Node) (out []coded) {
	for _, n := range all {
		for _, c := range n.All("coding") {
			if len(out) < mostAudited {
				out = append(out, codingOf(c))
			}
		}
	}
	return out
}

// readEvent reads an AuditEvent (FHIR R4, auditevent.html, and its mapping to DICOM).
func readEvent(n *fhir.Node) feedRecord {
	a := &audit{
		spelling: spelledFHIR, at: n.Text("recorded"), outcome: n.Text("outcome"), action: n.Text("action"), event: codingOf(n.One("type")),
		source: referred(n.One("source", "observer")), site: n.Text("source", "site"),
	}
	for _, t := range n.All("subtype") {
		if len(a.types) < mostAudited {
			a.types = append(a.types, codingOf(t))
		}
	}
	for _, g := range n.All("agent") {
		if len(a.participants) == mostAudited {
			a.cut = true
			break
		}
		a.participants = append(a.participants, participant{
			user: referred(g.One("who")), other: g.Text("altId"), name: g.Text("name"), requestor: g.Text("requestor"),
			access: g.Text("network", "address"), accessType: g.Text("network", "type"),
			roles: append(concepts(g.All("type")), concepts(g.All("role"))...),
		})
	}
	for _, e := range n.All("entity") {
		if len(a.objects) == mostAudited {
			a.cut = true
			break
		}
		a.objects = append(a.objects, entity(e))
	}
	return feedRecord{a, missing(n)}
}

// missing are the elements that each AuditEvent has and this one does not.
func missing(n *fhir.Node) (all []string) {
	lacks := func(name string, is bool) {
		if is {
			all = append(all, name)
		}
	}
	lacks("type", n.Text("type", "code") == "")
	lacks("recorded", n.Text("recorded") == "")
	lacks("agent", !n.Has("agent"))
	for _, g := range n.All("agent") {
		if r := g.Text("requestor"); r != "true" && r != "false" {
			lacks("agent.requestor", true)
			break
		}
	}
	lacks("source", !n.Has("source"))
	lacks("source.observer", n.Has("source") && referred(n.One("source", "observer")) == "")
	return all
}

// referred is who or what a Reference names: by identifier, by reference, or in words.
func referred(n *fhir.Node) string {
	for _, path := range [][]string{{"identifier", "value"}, {"reference"}, {"display"}} {
		if text := n.Text(path...); text != "" {
			return text
		}
	}
	return ""
}

// entity reads an entity. The identifier of a patient is shown as HL7 V2 writes it,
// which is how audit messages and metadata have it.
func entity(e *fhir.Node) auditedObject {
	what := e.One("what")
	o := auditedObject{
		id: referred(what), typ: e.Text("type", "code"), role: e.Text("role", "code"), cycle: e.Text("lifecycle", "code"),
	}
	if kinds := concepts(what.One("identifier").All("type")); len(kinds) > 0 {
		o.kind = kinds[0]
	}
	oid, isOID := strings.CutPrefix(what.Text("identifier", "system"), "urn:oid:")
	if o.role == "1" && isOID && !strings.Contains(o.id, "^") {
		o.id += "^^^&" + oid + "&ISO"
	}
	if query := e.Text("query"); query != "" {
		o.readQuery(query)
	}
	for _, d := range e.All("detail") {
		switch name := d.Text("type"); {
		case d.Has("valueString") && strings.EqualFold(name, "QueryEncoding"):
			o.encoded, o.encoding = true, d.Text("valueString")
			o.details = append(o.details, name)
		case d.Has("valueString"):
			o.said(name, d.Text("valueString"))
		default:
			o.detail(name, d.Text("valueBase64Binary"))
		}
	}
	return o
}

// write writes ev:feed.
func (f *feed) write(w *writer) {
	w.begin("feed", "sent-by", f.sentBy, "format", f.format, "resource", f.resource, "bundle-type", f.bundle,
		"entries", integer(f.entries), "other-entries", integer(f.others), "error", f.failure)
	w.newline()
	for _, r := range f.records {
		r.audit.write(w, "missing", strings.Join(r.missing, " "))
	}
	w.end()
}
