package facts

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// mostAudited bounds the participants and the objects that are shown of an audit
// message, each.
const mostAudited = 500

// The spellings of coded values: ev:audit/@spelling.
const (
	spelledDICOM = "dicom"   // csd-code, codeSystemName, originalText
	spelledRFC   = "rfc3881" // code, codeSystem
	spelledMixed = "mixed"
)

// audit is an audit message as rules see it: the values of DICOM PS3.15 A.5, in
// its spelling or in that of RFC 3881. Values are verbatim.
type audit struct {
	spelling, at, outcome, action string
	event                         coded
	types                         []coded
	source, site                  string
	participants                  []participant
	objects                       []auditedObject
	cut                           bool
}

// coded is a coded value.
type coded struct{ code, system string }

type participant struct {
	user, other, name, requestor, access, accessType string
	roles                                            []coded
}

type auditedObject struct {
	id, typ, role, cycle   string
	kind                   coded
	repository, community  string // of its details, decoded
	queried, query, within string // root element, id and patient of its query, decoded
	badQuery               bool   // it has a query that is not base64
	encoded                bool   // it says how its query is encoded
	encoding               string // that, decoded; "" when it is no base64
	details                []string
}

// readAudit reads an audit message; nil for any other document.
func readAudit(doc *xmldoc.Doc) *audit {
	if doc == nil || doc.Root().Local() != "AuditMessage" {
		return nil
	}
	a := &audit{}
	attr := func(n xmldoc.Node, name string) string { return n.Attr("", name) }
	for n := range doc.Root().Children() {
		switch n.Local() {
		case "EventIdentification":
			a.action, a.at, a.outcome = attr(n, "EventActionCode"), attr(n, "EventDateTime"), attr(n, "EventOutcomeIndicator")
			for c := range n.Children() {
				switch c.Local() {
				case "EventID":
					a.event = a.coded(c)
				case "EventTypeCode":
					if len(a.types) < mostAudited {
						a.types = append(a.types, a.coded(c))
					}
				}
			}
		case "ActiveParticipant":
			if len(a.participants) == mostAudited {
				a.cut = true
				continue
			}
			p := participant{
				user: attr(n, "UserID"), other: attr(n, "AlternativeUserID"), name: attr(n, "UserName"), requestor: attr(n, "UserIsRequestor"),
				access: attr(n, "NetworkAccessPointID"), accessType: attr(n, "NetworkAccessPointTypeCode"),
			}
			for c := range n.Children() {
				if c.Local() == "RoleIDCode" && len(p.roles) < mostAudited {
					p.roles = append(p.roles, a.coded(c))
				}
			}
			a.participants = append(a.participants, p)
		case "AuditSourceIdentification":
			a.source, a.site = attr(n, "AuditSourceID"), attr(n, "AuditEnterpriseSiteID")
		case "ParticipantObjectIdentification":
			if len(a.objects) == mostAudited {
				a.cut = true
				continue
			}
			a.objects = append(a.objects, a.object(n))
		}
	}
	return a
}

// coded reads a coded value in either spelling.
func (a *audit) coded(n xmldoc.Node) coded {
	spelling, c := "", coded{n.Attr("", "csd-code"), n.Attr("", "codeSystemName")}
	has := func(name string) bool { _, there := n.LookupAttr("", name); return there }
	if has("csd-code") || has("originalText") {
		spelling = spelledDICOM
	}
	if has("code") || has("codeSystem") {
		if spelling = spelledRFC; c.code != "" {
			spelling = spelledMixed
		} else {
			c.code = n.Attr("", "code")
		}
	}
	if spelling != "" && a.spelling != "" && spelling != a.spelling {
		spelling = spelledMixed
	}
	if spelling != "" {
		a.spelling = spelling
	}
	return c
}

func (a *audit) object(n xmldoc.Node) auditedObject {
	o := auditedObject{
		id: n.Attr("", "ParticipantObjectID"), typ: n.Attr("", "ParticipantObjectTypeCode"),
		role: n.Attr("", "ParticipantObjectTypeCodeRole"), cycle: n.Attr("", "ParticipantObjectDataLifeCycle"),
	}
	for c := range n.Children() {
		switch c.Local() {
		case "ParticipantObjectIDTypeCode":
			o.kind = a.coded(c)
		case "ParticipantObjectQuery":
			o.readQuery(c.Value())
		case "ParticipantObjectDetail":
			o.detail(c.Attr("", "type"), c.Attr("", "value"))
		}
	}
	return o
}

// detail reads a detail: a name and base64. Source: IHE ITI TF-2 names them with
// differing capitals.
func (o *auditedObject) detail(name, value string) {
	if len(o.details) == mostAudited {
		return
	}
	o.details = append(o.details, name)
	if strings.EqualFold(name, "QueryEncoding") {
		// Encoders set the bits that pad to zero (RFC 4648 §3.5).
		said, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(value))
		if o.encoded = true; err == nil {
			o.encoding = string(said)
		}
		return
	}
	if text, ok := decoded(value); ok {
		o.told(name, string(text))
	}
}

// said reads a detail that is not encoded.
func (o *auditedObject) said(name, value string) {
	if len(o.details) < mostAudited {
		o.details = append(o.details, name)
		o.told(name, value)
	}
}

func (o *auditedObject) told(name, text string) {
	switch strings.ToLower(strings.TrimPrefix(name, "ihe:")) {
	case "repository unique id":
		o.repository = text
	case "homecommunityid", "urn:ihe:iti:xca:2010:homecommunityid":
		o.community = text
	}
}

// readQuery reads what a query object holds.
func (o *auditedObject) readQuery(written string) {
	text, ok := decoded(written)
	if !ok || len(text) == 0 {
		o.badQuery = true
		return
	}
	doc, err := xmldoc.Parse(text, xmldoc.Limits{})
	if err != nil {
		return // not XML: nothing says that it must be
	}
	o.queried = doc.Root().Local()
	for n := range doc.Document().Descendants() {
		switch {
		case n.Local() == "AdhocQuery" && o.query == "":
			o.query = n.Attr("", "id")
		case n.Local() == "queryId" && o.query == "":
			o.query = instanceIdentifier(n)
		case n.Local() == "Slot" && strings.HasSuffix(strings.ToLower(n.Attr("", "name")), "patientid"):
			for v := range n.Descendants() {
				if words := slotWords(v.Value()); v.Local() == "Value" && len(words) > 0 {
					o.within = words[0]
				}
			}
		}
	}
}

// decoded reads base64, its white space aside.
func decoded(s string) ([]byte, bool) {
	text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
	return text, err == nil
}

// write writes ev:audit, with further attributes where its form has any.
func (a *audit) write(w *writer, further ...string) {
	w.begin("audit", append([]string{
		"spelling", a.spelling, "event", a.event.code, "event-system", a.event.system, "types", codes(a.types),
		"action", a.action, "at", a.at, "outcome", a.outcome, "source", a.source, "site", a.site, "cut", boolean(a.cut),
	}, further...)...)
	w.newline()
	for _, p := range a.participants {
		w.empty("participant", "user-id", p.user, "alternative-user-id", p.other, "user-name", p.name, "requestor", p.requestor,
			"access-point", p.access, "access-point-type", p.accessType, "roles", codes(p.roles))
	}
	for _, o := range a.objects {
		said := []string{
			"id", o.id, "type", o.typ, "role", o.role, "life-cycle", o.cycle, "kind", o.kind.code, "kind-system", o.kind.system,
			"repository", o.repository, "community", o.community, "details", strings.Join(o.details, "|"),
			"query-root", o.queried, "query-id", o.query, "query-patient", o.within, "query-readable", boolean(!o.badQuery),
		}
		if o.encoded {
			said = append(said, "query-encoding", o.encoding)
		}
		w.empty("participant-object", said...)
	}
	w.end()
}

// codes are the codes of coded values, each once.
func codes(all []coded) string {
	var words []string
	for _, c := range all {
		if !slices.Contains(words, c.code) {
			words = append(words, c.code)
		}
	}
	return strings.Join(words, " ")
}
