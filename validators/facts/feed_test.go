package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

func fed(t *testing.T, body string) string {
	t.Helper()
	x := facts.ExchangeInput{Request: []byte("POST /xds/audit/AuditEvent HTTP/1.1\r\nHost: h\r\nContent-Type: application/fhir+json\r\n\r\n" + body)}
	x.Exchange = etalon.Exchange{ID: "x1", Protocol: etalon.ProtocolHTTP, Actor: etalon.AuditRepository, Transaction: etalon.ITI20FHIR}
	doc, err := facts.Exchange(x).Doc()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Document().Descendants() {
		if name := n.Local(); name == "feed" || name == "audit" || name == "participant" || name == "participant-object" {
			b.WriteString(name)
			for _, a := range []string{"format", "resource", "entries", "other-entries", "error", "event", "event-system", "types", "missing", "user-id", "requestor", "roles", "id", "kind", "repository", "query-encoding"} {
				if v := n.Attr("", a); v != "" {
					b.WriteString(" " + a + "=" + v)
				}
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// An AuditEvent is shown as the audit message that it stands for.
func TestAnAuditEventIsShownAsAnAuditMessage(t *testing.T) {
	const whole = `{"resourceType":"AuditEvent","type":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110106"},
"subtype":[{"system":"urn:ihe:event-type-code","code":"ITI-41"}],"action":"R","recorded":"2026-11-28T10:00:00.000Z","outcome":"0",
"agent":[{"who":{"identifier":{"value":"logiciel"}},"requestor":true,"role":[{"coding":[{"code":"110153"}]}]}],
"source":{"observer":{"display":"source"}},
"entity":[{"what":{"identifier":{"system":"urn:oid:1.2.250.1.213.1.4.10","value":"299099999999917","type":{"coding":[{"code":"2"}]}}},"role":{"code":"1"}},
{"what":{"reference":"DocumentReference/1"},"role":{"code":"3"},"detail":[{"type":"Repository Unique Id","valueBase64Binary":"MS4y"},{"type":"QueryEncoding","valueString":"UTF-8"}]}]}`
	const want = `feed format=json resource=AuditEvent entries=0 other-entries=0
audit event=110106 event-system=DCM types=ITI-41
participant user-id=logiciel requestor=true roles=110153
participant-object id=299099999999917^^^&1.2.250.1.213.1.4.10&ISO kind=2
participant-object id=DocumentReference/1 repository=1.2 query-encoding=UTF-8
`
	if got := fed(t, whole); got != want {
		t.Errorf("%s", got)
	}
}

// What lacks, what is none and what cannot be read are told, each.
func TestWhatAFeedLacks(t *testing.T) {
	for body, want := range map[string]string{
		`{"resourceType":"AuditEvent"}`:                          "missing=type recorded agent source\n",
		`{"resourceType":"AuditEvent","agent":[{}],"source":{}}`: "missing=type recorded agent.requestor source.observer\n",
		`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"AuditEvent"}},{"resource":{"resourceType":"Patient"}},{}]}`: "entries=3 other-entries=2\n",
		`{"resourceType":"Patient"}`:  "resource=Patient entries=0 other-entries=0\n",
		`{"resourceType":"AuditEvent`: "error=",
		"":                            "error=",
	} {
		if got := fed(t, body); !strings.Contains(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
}
