package facts_test

import (
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// given is one whole terminology of two codes, and one code of another.
type given struct{}

func (given) Whole(system string) bool { return system == "1.2.250.1.999.8" }

func (given) Has(system, code string) (known, withdrawn bool) {
	return system == "1.2.250.1.999.8" && (code == "A" || code == "B") || system == "1.2.250.1.999.7" && code == "X", code == "B"
}

func (given) Labels(_, code string) []string {
	if code == "A" {
		return []string{"L’été – un"}
	}
	return nil
}

func TestCodesAreLookedUp(t *testing.T) {
	const cda = `<ClinicalDocument xmlns="urn:hl7-org:v3">` +
		`<code code=" A " codeSystem="1.2.250.1.999.8" displayName="l'ÉTÉ  - un"/><code code="A" codeSystem="1.2.250.1.999.8" displayName="Hiver"/>` +
		`<value code="B" codeSystem="1.2.250.1.999.8"/><value code="C" codeSystem="1.2.250.1.999.8"/><value code="C" codeSystem="1.2.250.1.999.8"/>` +
		`<code code="X" codeSystem="1.2.250.1.999.7"/><code code="Y" codeSystem="1.2.250.1.999.7"/><code code="Z" codeSystem="1.2.250.1.999.9"/><code code="no system"/></ClinicalDocument>`
	taken := facts.Capture(facts.CaptureInput{Raw: []byte(cda), Codes: given{}})
	doc := parse(t, taken)
	var got [][]string
	for n := range only(t, doc, "codes").Children() {
		if n.Local() == "code" {
			got = append(got, []string{n.Attr("", "element"), n.Attr("", "code"), n.Attr("", "whole"), n.Attr("", "known"), n.Attr("", "withdrawn"), n.Attr("", "same-label")})
		}
	}
	want := [][]string{
		{"code", "A", "true", "true", "false", "true"},
		{"code", "A", "true", "true", "false", "false"},
		{"value", "B", "true", "true", "true", "true"},
		{"value", "C", "true", "false", "false", "true"},
		{"code", "X", "false", "true", "false", "true"},
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("codes %q", got)
	}
	if !slices.Equal(taken.Unlooked, []string{"1.2.250.1.999.7", "1.2.250.1.999.9"}) {
		t.Errorf("not looked up: %q", taken.Unlooked)
	}
	if facts.Document([]byte(cda)).Unlooked != nil {
		t.Error("without terminologies, codes are told all the same")
	}
}
