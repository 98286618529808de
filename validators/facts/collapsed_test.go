package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/validators/facts"
)

// Blanks around an anyURI are none of its value, wherever it stands; blanks in a
// string are shown as they are.
func TestBlanksAroundAnyURI(t *testing.T) {
	body := strings.NewReplacer(
		`<r:AdhocQuery id="urn:uuid:14d4debf`, `<r:AdhocQuery home="&#32; urn:oid:1.2.3	" id=" urn:uuid:14d4debf`,
		`<r:Slot name="$XDSDocumentEntryStatus">`, `<r:Slot name=" $XDSDocumentEntryStatus ">`,
	).Replace(query)
	taken := facts.Take(simple(post("/registry", "application/soap+xml", body)))
	if s := taken.Summary(); s.Query != "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d" {
		t.Errorf("query %q", s.Query)
	}
	text := string(taken.Evidence().Text)
	parse(t, taken.Evidence())
	for _, want := range []string{` id="urn:uuid:14d4debf-`, `name=" $XDSDocumentEntryStatus "`, `urn:oid:1.2.3"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the evidence does not hold %s", want)
		}
	}
}
