package facts_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// A session tells the logon that an assertion claims.
func TestSummaryTellsTheLogon(t *testing.T) {
	s := facts.Summarise(posted(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><a:Assertion xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a"><a:AuthnStatement AuthnInstant=" 2026-11-22T09:00:00Z "/></a:Assertion></s:Header><s:Body/></s:Envelope>`))
	if s.LoggedOn != "2026-11-22T09:00:00Z" || s.Series != nil {
		t.Errorf("logon %q, series %v", s.LoggedOn, s.Series)
	}
}

// And the versions of documents that a request sends; one that lacks its setId, or
// whose values would not stand in a list of words, is left to the rules on the header.
func TestSummaryTellsTheSeriesOfDocuments(t *testing.T) {
	part := func(name, content string) string {
		return "--B\r\nContent-Type: text/xml\r\nContent-ID: <" + name + ">\r\n\r\n" + content + "\r\n"
	}
	document := func(id, rest string) string {
		return `<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="` + id + `"/>` + rest + `</ClinicalDocument>`
	}
	include := func(id string) string {
		return `<d:Document id="` + id + `"><i:Include href="cid:` + id + `"/></d:Document>`
	}
	body := "--B\r\nContent-Type: application/xop+xml; type=\"application/soap+xml\"\r\nContent-ID: <root>\r\n\r\n" +
		`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="urn:ihe:iti:xds-b:2007" xmlns:i="http://www.w3.org/2004/08/xop/include"><s:Body><d:ProvideAndRegisterDocumentSetRequest>` +
		include("a") + include("b") + include("c") + include("e") + `</d:ProvideAndRegisterDocumentSetRequest></s:Body></s:Envelope>` + "\r\n" +
		part("a", document("1.2.3", `<setId root="1.2" extension="s"/><versionNumber value="2"/>`)) +
		part("b", document("1.2.4", `<versionNumber value="1"/>`)) +
		part("c", `<Contenu>`+document("1.2.5", `<setId root="1.5"/><versionNumber value="1"/>`)+`</Contenu>`) +
		part("e", document("1.2.6", `<setId root="1.6 |x"/><versionNumber value="1"/>`)) + "--B--\r\n"
	s := facts.Summarise(facts.ExchangeInput{
		Exchange: etalon.Exchange{ID: "x1", Actor: etalon.Repository, Transaction: etalon.ITI41},
		Request: fmt.Appendf(nil, "POST /x HTTP/1.1\r\nContent-Type: multipart/related; boundary=B; type=\"application/xop+xml\"; start=\"<root>\"; start-info=\"application/soap+xml\"\r\nContent-Length: %d\r\n\r\n%s",
			len(body), body),
	})
	if diff := cmp.Diff("1.2^s|2|1.2.3 1.5|1|1.2.5", strings.Join(s.Series, " ")); diff != "" {
		t.Errorf("series (-want +got): %s", diff)
	}
}
