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
