package judge_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// soapRule is a book of one rule over the x elements of messages.
func soapRule(t *testing.T, test string) *judge.Book {
	t.Helper()
	p, err := schemas.Open(fstest.MapFS{
		"pack.yaml": {Data: []byte("name: p\nversion: \"1\"\nentries:\n  - {name: soap, file: soap.sch, over: soap}\n")},
		"soap.sch": {Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">` +
			`<sch:ns prefix="ev" uri="urn:etalon:evidence:1"/><sch:pattern id="P"><sch:rule context="x">` +
			`<sch:assert id="R" role="error" test="` + strings.ReplaceAll(test, ">", "&gt;") + `" diagnostics="R.observed">faux</sch:assert></sch:rule></sch:pattern>` +
			`<sch:diagnostics><sch:diagnostic id="R.observed"><sch:value-of select="ancestor::ev:exchange"/></sch:diagnostic></sch:diagnostics></sch:schema>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile([]*schemas.Pack{p})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// alone judges one request of this body.
func alone(t *testing.T, b *judge.Book, body string) judge.Heard {
	t.Helper()
	h, err := b.Exchange(t.Context(), facts.ExchangeInput{
		Exchange: etalon.Exchange{ID: "x1", Actor: etalon.Registry, Transaction: etalon.ITI18},
		Request:  fmt.Appendf(nil, "POST /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\nContent-Length: %d\r\n\r\n%s", len(body), body),
	}, judge.Schemas{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A message that breaks a rule in each of its nodes, with values as long as itself,
// fails as any other, and what is said of it is no longer than people can read.
func TestWhatIsSaidOfOneMessageIsBounded(t *testing.T) {
	const nodes = 5000
	h := alone(t, soapRule(t, "false()"), "<r>"+strings.Repeat("<x>texte</x>", nodes)+"</r>")
	bytes, more := 0, ""
	for _, f := range h.Findings {
		bytes += len(f.Observed)
		if f.Rule == "LIMIT.findings" {
			more = f.Observed
		}
	}
	if h.Verdict() != etalon.Fail || len(h.Findings) > 1001 || more != fmt.Sprint(nodes) || bytes > 40<<20 {
		t.Errorf("%s, %d findings of %d bytes, %q in all", h.Verdict(), len(h.Findings), bytes, more)
	}
}

// A rule that would look at everything for everything is given up, and says so: that
// is neither a pass nor a failure.
func TestARuleThatWouldTakeTooMuchWorkStaysOpen(t *testing.T) {
	var b strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&b, "<x>%d</x>", i)
	}
	body := "<r>" + b.String() + "</r>"
	if h := alone(t, soapRule(t, "not(preceding-sibling::x[. = current()])"), body); h.Verdict() != etalon.Pass || len(h.Findings) > 0 {
		t.Errorf("what can be looked up: %s, %d findings", h.Verdict(), len(h.Findings))
	}
	h := alone(t, soapRule(t, "not(preceding-sibling::x[number(.) > number(current())])"), body)
	if h.Verdict() != etalon.Inconclusive || len(h.Findings) == 0 {
		t.Fatalf("%s, %d findings", h.Verdict(), len(h.Findings))
	}
	if f := h.Findings[0]; f.Outcome != etalon.OutcomeInconclusive || !strings.Contains(f.Observed, "more work than one message may cost") || !strings.Contains(f.Hint.FR, "répétitif") {
		t.Errorf("%+v", f)
	}
}
