package judge_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

// titled is a tree with the shape of the published one: documents have a title, and
// those of the volet with template …1.37 a code.
func titled(t *testing.T) *ans.Tree {
	t.Helper()
	schema := func(test string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(`<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="h" uri="urn:hl7-org:v3"/>` +
			`<pattern id="P"><rule context="h:ClinicalDocument"><assert id="OFF.` + strings.TrimPrefix(test, "h:") + `" test="` + test + `">absent</assert></rule></pattern></schema>`)}
	}
	tree, err := ans.Open(fstest.MapFS{"schematrons/profils/IHE.sch": schema("h:title"), "schematrons/CI-SIS_VAC_2023.01.sch": schema("h:code")})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// clinical is a document of the CI-SIS that claims one more template.
func clinical(template, more string) string {
	return `<ClinicalDocument xmlns="urn:hl7-org:v3"><realmCode code="FR"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>` +
		`<templateId root="1.2.250.1.213.1.1.1.1"/><templateId root="` + template + `"/><id root="1.2.3"/>` + "\n" + more + `</ClinicalDocument>`
}

// feeding is the ITI-41 that carries a document.
func feeding(document string) []byte {
	body := "--b\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\nContent-ID: <r@x>\r\n\r\n" +
		`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><x:ProvideAndRegisterDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007">` +
		`<x:Document id="D"><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:d@x"/></x:Document></x:ProvideAndRegisterDocumentSetRequest></s:Body></s:Envelope>` +
		"\r\n--b\r\nContent-Type: text/xml\r\nContent-ID: <d@x>\r\n\r\n" + document + "\r\n--b--\r\n"
	return fmt.Appendf(nil, "POST /x HTTP/1.1\r\nContent-Type: multipart/related; boundary=b; type=\"application/xop+xml\"; start=\"<r@x>\"; start-info=\"application/soap+xml\"\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// published judges the documents of a session by a small tree, or without.
func published(t *testing.T, tree *ans.Tree, documents ...string) (etalon.Result, etalon.RequirementResult, []etalon.Finding) {
	t.Helper()
	b := book(t)
	if tree != nil {
		b.Documents = judge.NewDocuments(tree, nil, nil)
	}
	r := judgedBy(t, b, []etalon.RequirementID{"EX_2.1-1071"}, func(w *dossier.Writer) {
		must(t, w.Begin("s"))
		c, err := w.Connection(etalon.Connection{TLS: etalon.TLS{Version: "1.2", Certificates: [][]byte{{1}}}})
		must(t, err)
		for _, d := range documents {
			x, err := w.Request(etalon.Arrival{Connection: c, Transaction: etalon.ITI41, Raw: feeding(d)})
			must(t, err, w.Response(x, etalon.Answer{Raw: []byte("HTTP/1.1 200 OK\r\n\r\n")}))
		}
		must(t, w.Step(etalon.StepRecord{Scenario: "s", Step: "s1", Kind: "expect", Outcome: outcome.Received}),
			w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
	})
	var of []etalon.Finding
	for _, f := range r.Findings {
		if strings.HasPrefix(string(f.Rule), "OFF.") || f.Rule == "ANS.volet" {
			of = append(of, f)
		}
	}
	return r, r.Profiles[0].Requirements[0], of
}

// The rules that the session names judge each document that the product sends, and
// their findings speak of the message, for the requirement.
func TestPublishedRulesJudgeEachDocument(t *testing.T) {
	tree := titled(t)
	good := clinical("1.2.250.1.213.1.1.1.37", "<code code='1'/><title>t</title>")
	for name, c := range map[string]struct {
		document string
		want     []etalon.RuleID
		verdict  etalon.Verdict
	}{
		"sound":             {good, nil, etalon.Pass},
		"of the header":     {clinical("1.2.250.1.213.1.1.1.37", "<code code='1'/>"), []etalon.RuleID{"OFF.title"}, etalon.Fail},
		"of the volet":      {clinical("1.2.250.1.213.1.1.1.37", "<title>t</title>"), []etalon.RuleID{"OFF.code"}, etalon.Fail},
		"no volet":          {clinical("1.3.6.1.4.1.19376.1.2.20", "<title>t</title>"), nil, etalon.Pass},
		"unknown volet":     {clinical("1.2.250.1.213.1.1.1.999", "<title>t</title>"), []etalon.RuleID{"ANS.volet"}, etalon.Inconclusive},
		"not of the CI-SIS": {strings.NewReplacer(`code="FR"`, `code="US"`, "1.2.250.1.213", "1.2.3").Replace(good), []etalon.RuleID{"ANS.volet"}, etalon.Inconclusive},
		"self-presenting":   {`<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform">` + clinical("1.2.250.1.213.1.1.1.37", "<code code='1'/>") + `</x:stylesheet>`, []etalon.RuleID{"OFF.title"}, etalon.Fail},
	} {
		r, q, found := published(t, tree, c.document)
		var rules []etalon.RuleID
		for _, f := range found {
			rules = append(rules, f.Rule)
			if !slices.Contains(f.Requirements, "EX_2.1-1071") || f.Scenario != "s" || f.Exchange == "" || f.Location.Direction != "request" || f.Location.Part == 0 {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if !slices.Equal(rules, c.want) || q.Verdict != c.verdict || q.Open != (etalon.Text{}) {
			t.Errorf("%s: %v, %s, open %q", name, rules, q.Verdict, q.Open.EN)
		}
		if last := r.Packs[len(r.Packs)-1]; last.Name != "TestContenuCDA" || last.Digest != tree.Digest || r.StandsOn.Packs[len(r.StandsOn.Packs)-1] != last {
			t.Errorf("%s: the verdict names %+v", name, last)
		}
	}
}

// A finding is at the place in the message, not in the document alone.
func TestAPublishedRuleSpeaksOfTheMessage(t *testing.T) {
	document := `<?xml version="1.0"?>` + "\n" + clinical("1.2.250.1.213.1.1.1.37", "<code code='1'/>")
	_, _, found := published(t, titled(t), document)
	if len(found) != 1 {
		t.Fatalf("%+v", found)
	}
	at := found[0].Location
	raw := string(feeding(document))
	if want := int64(strings.Index(raw, "<ClinicalDocument")); at.Offset != want || at.XPath != "/ClinicalDocument" {
		t.Errorf("%+v, want offset %d", at, want)
	}
}

// Without the tree the requirement is open, says how it is settled, and is beside the
// verdict of the scenario and the profile; the same document sent twice is judged in
// both messages.
func TestWithoutPublishedRulesTheRequirementIsOpen(t *testing.T) {
	r, q, found := published(t, nil, clinical("1.2.250.1.213.1.1.1.37", ""))
	if q.Verdict != etalon.Inconclusive || !strings.Contains(q.Open.EN, "documents:") || len(found) > 0 {
		t.Errorf("%s, %q, %v", q.Verdict, q.Open.EN, found)
	}
	if len(r.Packs) != len(r.StandsOn.Packs) || r.Packs[len(r.Packs)-1].Name == "TestContenuCDA" {
		t.Errorf("the verdict names %v", r.Packs)
	}
	bad := clinical("1.2.250.1.213.1.1.1.37", "<title>t</title>")
	if _, _, found := published(t, titled(t), bad, bad); len(found) != 2 || found[0].Exchange == found[1].Exchange {
		t.Errorf("%v", found)
	}
}
