package judge_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// refusing finds every document invalid.
type refusing struct{}

func (refusing) Name() string { return "refusing" }
func (refusing) Close() error { return nil }
func (refusing) Validate(context.Context, xsd.SchemaRef, []byte) (xsd.Verdict, error) {
	return xsd.Verdict{Violations: []xsd.Violation{{Message: "no"}}}, nil
}

// What the schema refuses is the product's when the product wrote it, and the
// harness's own trouble when étalon did.
func TestTheSchemaSpeaksOfWhoWroteTheMessage(t *testing.T) {
	const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><x/></s:Body></s:Envelope>`
	message := func(first string) []byte {
		return []byte(first + "\r\nContent-Type: application/soap+xml\r\n\r\n" + envelope)
	}
	sides := func(sent bool, behaviour string) map[string]etalon.Severity {
		heard, err := book(t).Exchange(t.Context(), facts.ExchangeInput{
			Exchange: etalon.Exchange{ID: "x1", Transaction: etalon.ITI18, Sent: sent, Behaviour: behaviour, Received: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)},
			Request:  message("POST /r HTTP/1.1"), Response: message("HTTP/1.1 200 OK"),
		}, judge.Schemas{Engine: refusing{}})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]etalon.Severity{}
		for _, f := range heard.Findings {
			if f.Rule == "XSD.message" {
				got[f.Location.Direction] = f.Severity
			}
		}
		return got
	}
	for _, c := range []struct {
		sent      bool
		behaviour string
		want      map[string]etalon.Severity
	}{
		{false, "", map[string]etalon.Severity{"request": etalon.SeverityError, "response": etalon.SeverityHarness}},
		{true, "", map[string]etalon.Severity{"request": etalon.SeverityHarness, "response": etalon.SeverityError}},
		{false, "empty-body", map[string]etalon.Severity{"request": etalon.SeverityError}}, // what étalon spoils on purpose
		{true, "no-author", map[string]etalon.Severity{"response": etalon.SeverityError}},
	} {
		if got := sides(c.sent, c.behaviour); !maps.Equal(got, c.want) {
			t.Errorf("sent %v %s: %v", c.sent, c.behaviour, got)
		}
	}
}

// To name SOAP 1.1 in a comment is no way round the schema.
func TestOnlyAnEnvelopeOfSOAP11IsSpared(t *testing.T) {
	const inner = `<s:Envelope xmlns:s="%s"><s:Body><x/></s:Body><!-- http://schemas.xmlsoap.org/soap/envelope/ --></s:Envelope>`
	for ns, spared := range map[string]bool{"http://schemas.xmlsoap.org/soap/envelope/": true, "http://www.w3.org/2003/05/soap-envelope": false} {
		heard, err := book(t).Exchange(t.Context(), facts.ExchangeInput{
			Exchange: etalon.Exchange{ID: "x1", Transaction: etalon.ITI18, Sent: true, Behaviour: "soap-1.1", Received: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)},
			Request:  []byte("POST /r HTTP/1.1\r\n\r\n"), Response: []byte("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n" + fmt.Sprintf(inner, ns)),
		}, judge.Schemas{Engine: refusing{}})
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(heard.Findings, func(f etalon.Finding) bool { return f.Rule == "XSD.message" })
		if found == spared {
			t.Errorf("%s: schema asked %v", ns, found)
		}
	}
}

// dated refuses what holds a bad date, wherever it stands.
type dated struct{ refusing }

func (dated) Validate(_ context.Context, _ xsd.SchemaRef, raw []byte) (xsd.Verdict, error) {
	var v xsd.Verdict
	for _, date := range []string{"20261340", "20261341"} {
		if bytes.Contains(raw, []byte(date)) {
			v.Violations = append(v.Violations, xsd.Violation{Message: "not a date: " + date, Observed: date})
		}
	}
	return v, nil
}

// A bad date of the product that étalon gives back is the product's; one that étalon
// makes up is its own.
func TestWhatIsEchoedIsTheProducts(t *testing.T) {
	const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><x>%s</x></s:Body></s:Envelope>`
	for answered, want := range map[string]etalon.Severity{"20261340": etalon.SeverityInfo, "20261341": etalon.SeverityHarness} {
		heard, err := book(t).Exchange(t.Context(), facts.ExchangeInput{
			Exchange: etalon.Exchange{ID: "x1", Transaction: etalon.ITI18, Received: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)},
			Request:  []byte("POST /r HTTP/1.1\r\nContent-Type: application/soap+xml\r\n\r\n" + fmt.Sprintf(envelope, "20261340")),
			Response: []byte("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n" + fmt.Sprintf(envelope, answered)),
		}, judge.Schemas{Engine: dated{}})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]etalon.Severity{}
		for _, f := range heard.Findings {
			if f.Rule == "XSD.message" {
				got[f.Location.Direction] = f.Severity
			}
		}
		if got["request"] != etalon.SeverityError || got["response"] != want {
			t.Errorf("%s: %v", answered, got)
		}
	}
}
