package fhir_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/fhir"
)

const inJSON = `{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"AuditEvent","action":"R","agent":[{"requestor":true},{"requestor":false}]}}]}`

const inXML = `<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"><type value="batch"/><entry><resource><AuditEvent><action value="R"/><agent><requestor value="true"/></agent><agent><requestor value="false"/></agent></AuditEvent></resource></entry></Bundle>`

// Both formats give one tree.
func TestBothFormatsGiveOneTree(t *testing.T) {
	for format, text := range map[string]string{fhir.JSON: inJSON, fhir.XML: inXML} {
		n, is, err := fhir.Read([]byte(text))
		if err != nil || is != format {
			t.Fatal(format, is, err)
		}
		event := n.One("entry", "resource")
		if n.Type != "Bundle" || n.Text("type") != "batch" || event == nil || event.Type != "AuditEvent" || event.Text("action") != "R" {
			t.Errorf("%s: %+v", format, n)
		}
		if agents := event.All("agent"); len(agents) != 2 || agents[0].Text("requestor") != "true" || agents[1].Text("requestor") != "false" {
			t.Errorf("%s: agents %v", format, agents)
		}
	}
}

// What is no resource, or more than one can be, is told; what came before it stays.
func TestWhatCannotBeRead(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100)
	wide := `{"a":[` + strings.Repeat("1,", 300_000) + "1]}"
	for name, text := range map[string]string{
		"nothing": "", "no end": `{"resourceType":"AuditEvent"`, "two": `{} {}`, "deep": deep, "wide": wide, "not FHIR": "<AuditMessage/>",
		"no XML": "<AuditEvent", "a DTD": `<!DOCTYPE AuditEvent SYSTEM "file:///etc/passwd"><AuditEvent xmlns="http://hl7.org/fhir"/>`, "a word": "bonjour",
	} {
		if _, _, err := fhir.Read([]byte(text)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	n, _, err := fhir.Read([]byte(`{"resourceType":"AuditEvent","action":`))
	if err == nil || n.Type != "AuditEvent" {
		t.Errorf("%v, %v", n, err)
	}
	var nobody *fhir.Node
	if nobody.Text("a", "b") != "" || nobody.Has("a") || nobody.One("a") != nil {
		t.Error("nothing has something")
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{inJSON, inXML, "", "[[[[", `{"a":{"a":[{}]}}`, "\xEF\xBB\xBF{}", "<a"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		n, format, err := fhir.Read(raw)
		if n == nil || format == "" {
			t.Fatalf("%q: %v %q %v", raw, n, format, err)
		}
		n.Text("entry", "resource", "action")
	})
}
