package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const rim = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"

// told is an exchange that étalon began: a transaction, what its request holds,
// and what the answer holds.
func told(id etalon.ExchangeID, t etalon.Transaction, request, answered string) facts.ExchangeInput {
	in := simple(post("/xds", "application/soap+xml", soapAnswer(request)))
	in.Response = answer("200", "application/soap+xml", soapAnswer(answered))
	in.Exchange.ID, in.Exchange.Transaction, in.Exchange.Sent = id, t, true
	return in
}

const (
	accepted = `<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>`
	refused  = `<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure"/>`
	a1       = "urn:uuid:00000000-0000-4000-8000-0000000000a1"
	b2       = "urn:uuid:00000000-0000-4000-8000-0000000000b2"
)

func list(objects string) string {
	return `<r:RegistryObjectList xmlns:r="` + rim + `">` + objects + `</r:RegistryObjectList>`
}

func shown(objects string) string {
	return `<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success">` + list(objects) + `</q:AdhocQueryResponse>`
}

func entry(id, unique, title string) string {
	return `<r:ExtrinsicObject id="` + id + `"><r:Name><r:LocalizedString value="` + title + `"/></r:Name><r:ExternalIdentifier id="e" identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="` + unique + `"/></r:ExtrinsicObject>`
}

func ask(name, value string) string {
	return `<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"><r:AdhocQuery xmlns:r="` + rim + `" id="urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"><r:Slot name="` + name + `"><r:ValueList><r:Value>('` + value + `')</r:Value></r:ValueList></r:Slot></r:AdhocQuery></q:AdhocQueryRequest>`
}

// knownOf are the ev:known of an exchange after others: for, from, steady, title.
func knownOf(t *testing.T, x facts.ExchangeInput, others ...facts.ExchangeInput) []string {
	t.Helper()
	k := &facts.Knowledge{}
	for _, o := range others {
		k.Learn(o)
	}
	x.Known = k
	var out []string
	for n := range parse(t, facts.Exchange(x)).Root().ChildrenNamed(ev, "known") {
		title := ""
		for o := range n.Children() {
			title = o.Path(rim, "Name", "LocalizedString").Attr("", "value")
		}
		out = append(out, strings.Join([]string{n.Attr("", "for"), n.Attr("", "from"), n.Attr("", "steady"), title}, "|"))
	}
	return out
}

func TestWhatElseIsKnownOfAnAnswer(t *testing.T) {
	put := told("x1", etalon.ITI42, list(entry("Document01", "1.2.3", "Sent")), accepted)
	again := told("x1", etalon.ITI42, list(entry("Document01", "1.2.3", "Sent again")), accepted)
	no := told("x1", etalon.ITI42, list(entry("Document01", "1.2.3", "Refused")), refused)
	here := told("x9", etalon.ITI18, ask("$XDSDocumentEntryUniqueId", "1.2.3"), shown(entry(a1, "1.2.3", "Here")))
	there := told("x5", etalon.ITI18, ask("$XDSDocumentEntryUniqueId", "1.2.3"), shown(entry(a1, "1.2.3", "There")))
	none := told("x9", etalon.ITI18, ask("$XDSDocumentEntryUniqueId", "1.2.3"), shown(""))
	second := again
	second.Exchange.ID = "x2"
	for name, c := range map[string]struct {
		x      facts.ExchangeInput
		others []facts.ExchangeInput
		want   string
	}{
		"nothing":          {here, nil, ""},
		"itself":           {here, []facts.ExchangeInput{here}, ""},
		"submitted":        {here, []facts.ExchangeInput{put, here}, a1 + "|submission|true|Sent"},
		"refused":          {here, []facts.ExchangeInput{no, here}, ""},
		"two submissions":  {here, []facts.ExchangeInput{put, second, here}, ""},
		"another answer":   {here, []facts.ExchangeInput{there, here}, a1 + "|answer|true|There"},
		"changed since":    {here, []facts.ExchangeInput{there, told("x6", etalon.ITI62, list(""), accepted), here}, a1 + "|answer|false|There"},
		"missing":          {none, []facts.ExchangeInput{there, none}, "|answer|true|There"},
		"missing, changed": {none, []facts.ExchangeInput{there, told("x6", etalon.ITI62, list(""), accepted), none}, ""},
	} {
		if got := strings.Join(knownOf(t, c.x, c.others...), "\n"); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

// What a product asks is never learnt from.
func TestOnlyWhatEtalonAskedIsLearnt(t *testing.T) {
	put := told("x1", etalon.ITI42, list(entry("Document01", b2, "Sent")), accepted)
	put.Exchange.Sent = false
	here := told("x9", etalon.ITI18, ask("$XDSDocumentEntryUniqueId", b2), shown(entry(a1, b2, "Here")))
	if got := knownOf(t, here, put); len(got) > 0 {
		t.Error(got)
	}
}

// find is a query for the entries of a patient, with one parameter more.
func find(name, value string) string {
	slot := func(name, value string) string {
		return `<r:Slot name="` + name + `"><r:ValueList><r:Value>` + value + `</r:Value></r:ValueList></r:Slot>`
	}
	return `<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"><r:AdhocQuery xmlns:r="` + rim + `" id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d">` +
		slot("$XDSDocumentEntryPatientId", "'A^^^&amp;1.2&amp;ISO'") + slot("$XDSDocumentEntryStatus", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')") + slot(name, value) +
		`</r:AdhocQuery></q:AdhocQueryRequest>`
}

// described is an entry of a stable document with a class, a confidentiality, an
// author and an instant.
func described(id, unique, confidentiality string) string {
	code := func(scheme, slot, code, value string) string {
		return `<r:Classification classificationScheme="` + scheme + `" nodeRepresentation="` + code + `"><r:Slot name="` + slot + `"><r:ValueList><r:Value>` + value + `</r:Value></r:ValueList></r:Slot></r:Classification>`
	}
	return `<r:ExtrinsicObject id="` + id + `" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">` +
		`<r:Slot name="creationTime"><r:ValueList><r:Value>20260301080000</r:Value></r:ValueList></r:Slot>` +
		code("urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a", "codingScheme", "10", "1.2.3") +
		code("urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f", "codingScheme", confidentiality, "2.16") +
		code("urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d", "authorPerson", "", "1^ETALON^Ana") +
		`<r:ExternalIdentifier id="e" identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="` + unique + `"/>` +
		`<r:ExternalIdentifier id="p" identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427" value="A^^^&amp;1.2&amp;ISO"/></r:ExtrinsicObject>`
}

// What was accepted, or shown before, is due where a query surely asks for it, and
// nowhere else.
func TestWhatIsDue(t *testing.T) {
	put := told("x1", etalon.ITI42, list(described("Document01", "1.2.3", "N")), accepted)
	masked := told("x1", etalon.ITI42, list(described("Document01", "1.2.3", "R")), accepted)
	replaced := told("x2", etalon.ITI42, list(described("Document01", "1.2.4", "N")+
		`<r:Association id="a" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="Document01" targetObject="`+a1+`"/>`), accepted)
	related := func(shows string) facts.ExchangeInput {
		q := strings.Replace(ask("$XDSDocumentEntryEntryUUID", a1), "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4", "d90e5407-b356-4d91-a89f-873917b4b0e6", 1)
		q = strings.Replace(q, "</r:AdhocQuery>", `<r:Slot name="$AssociationTypes"><r:ValueList><r:Value>('urn:ihe:iti:2007:AssociationType:RPLC')</r:Value></r:ValueList></r:Slot></r:AdhocQuery>`, 1)
		return told("x9", etalon.ITI18, q, shown(shows))
	}
	with := func(name, value string) facts.ExchangeInput {
		return told("x9", etalon.ITI18, find(name, value), shown(""))
	}
	refs := with("$XDSDocumentEntryClassCode", "('10^^1.2.3')")
	refs.Request = []byte(strings.Replace(string(refs.Request), "<r:AdhocQuery ", `<q:ResponseOption returnType="ObjectRef"/><r:AdhocQuery `, 1))
	for name, c := range map[string]struct {
		x      facts.ExchangeInput
		others []facts.ExchangeInput
		due    int
	}{
		"class":                  {with("$XDSDocumentEntryClassCode", "('10^^1.2.3')"), []facts.ExchangeInput{put}, 1},
		"another class":          {with("$XDSDocumentEntryClassCode", "('11^^1.2.3')"), []facts.ExchangeInput{put}, 0},
		"class of another code":  {with("$XDSDocumentEntryClassCode", "('10^^1.2.4')"), []facts.ExchangeInput{put}, 0},
		"one of two":             {with("$XDSDocumentEntryClassCode", "('11^^1.2.3','10^^1.2.3')"), []facts.ExchangeInput{put}, 1},
		"masked":                 {with("$XDSDocumentEntryClassCode", "('10^^1.2.3')"), []facts.ExchangeInput{masked}, 0},
		"from":                   {with("$XDSDocumentEntryCreationTimeFrom", "20260301080000"), []facts.ExchangeInput{put}, 1},
		"from, later":            {with("$XDSDocumentEntryCreationTimeFrom", "20260302"), []facts.ExchangeInput{put}, 0},
		"to":                     {with("$XDSDocumentEntryCreationTimeTo", "202604"), []facts.ExchangeInput{put}, 1},
		"to, exclusive":          {with("$XDSDocumentEntryCreationTimeTo", "20260301080000"), []facts.ExchangeInput{put}, 0},
		"act without a time":     {with("$XDSDocumentEntryServiceStartTimeTo", "2027"), []facts.ExchangeInput{put}, 0},
		"author":                 {with("$XDSDocumentEntryAuthorPerson", "('%ETALON^_na')"), []facts.ExchangeInput{put}, 1},
		"another author":         {with("$XDSDocumentEntryAuthorPerson", "('ETALON%')"), []facts.ExchangeInput{put}, 0},
		"a level not followed":   {with("$MetadataLevel", "1"), []facts.ExchangeInput{put}, 0},
		"references":             {refs, []facts.ExchangeInput{put}, 0},
		"maybe replaced":         {with("$XDSDocumentEntryClassCode", "('10^^1.2.3')"), []facts.ExchangeInput{put, replaced}, 1}, // the replacement alone
		"removed":                {with("$XDSDocumentEntryClassCode", "('10^^1.2.3')"), []facts.ExchangeInput{put, told("x6", etalon.ITI62, list(""), accepted)}, 0},
		"relation":               {related(""), []facts.ExchangeInput{replaced}, 1},
		"relation, shown":        {related(`<r:Association id="` + b2 + `" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="` + b2 + `" targetObject="` + a1 + `"/>`), []facts.ExchangeInput{replaced}, 0},
		"relation to another":    {related(`<r:Association id="` + b2 + `" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="` + b2 + `" targetObject="` + b2 + `"/>`), []facts.ExchangeInput{replaced}, 1},
		"by its unique id alone": {told("x9", etalon.ITI18, ask("$XDSDocumentEntryUniqueId", "1.2.3"), shown("")), []facts.ExchangeInput{put}, 1},
	} {
		got := 0
		for _, k := range knownOf(t, c.x, append(c.others, c.x)...) {
			if strings.HasPrefix(k, "|") {
				got++
			}
		}
		if got != c.due {
			t.Errorf("%s: %d due, not %d", name, got, c.due)
		}
	}
}
