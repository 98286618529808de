package community_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/community"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

func TestMutantsAreWellDescribed(t *testing.T) {
	rule := regexp.MustCompile(`^[A-Z]{1,3}[0-9]{2}(\.[a-z0-9-]+)?$`)
	seen := map[string]bool{}
	for _, m := range community.Mutants() {
		if seen[m.Name] || !strings.HasPrefix(m.Name, "srv-") || m.Summary.FR == "" || m.Summary.EN == "" || !rule.MatchString(string(m.Kills)) || m.Shows == nil {
			t.Errorf("%+v", m)
		}
		seen[m.Name] = true
	}
	if len(seen) < 50 {
		t.Errorf("%d mutants", len(seen))
	}
	if _, err := community.New(community.Config{Mutant: "nope"}); err == nil {
		t.Error("an unknown mutant is taken")
	}
}

// server starts one and gives what posts a text to its registry.
func server(t *testing.T, mutant string) func(contentType, body string) (int, string) {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
	set, err := pki.New(rand.Reader, now(), []string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := community.New(community.Config{
		Listener: listener, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Clock: now, Rand: rand.Reader,
		Patients: []etalon.Patient{{ID: "ACTIF", INS: "280029999900134", OID: "1.2.250.1.213.1.4.10", DMP: etalon.DMPActive}},
		INSOID:   "1.2.250.1.213.1.4.10", Plain: true, Mutant: mutant,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{
		RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}, Time: now,
	}}}
	return func(contentType, body string) (int, string) {
		resp, err := client.Post(s.Endpoints()[etalon.Registry], contentType, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(b)
	}
}

const (
	soapType = `application/soap+xml; charset=UTF-8; action="urn:ihe:iti:2007:RegistryStoredQuery"`
	query    = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>` +
		`<a:Action s:mustUnderstand="true">urn:ihe:iti:2007:RegistryStoredQuery</a:Action><a:MessageID>urn:uuid:6ae6783f-4fbd-491b-aeb8-8b73a48ed247</a:MessageID>` +
		`<a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>` +
		`<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><q:ResponseOption returnComposedObjects="true" returnType="LeafClass"/>` +
		`<rim:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"><rim:Slot name="$XDSDocumentEntryPatientId"><rim:ValueList><rim:Value>'280029999900134^^^&amp;1.2.250.1.213.1.4.10&amp;ISO'</rim:Value></rim:ValueList></rim:Slot>` +
		`<rim:Slot name="$XDSDocumentEntryStatus"><rim:ValueList><rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value></rim:ValueList></rim:Slot></rim:AdhocQuery></q:AdhocQueryRequest></s:Body></s:Envelope>`
)

func TestTheSoundServerAnswersAndRefuses(t *testing.T) {
	post := server(t, "")
	if status, got := post(soapType, query); status != 200 || !strings.Contains(got, "ResponseStatusType:Success") || !strings.Contains(got, "RelatesTo>urn:uuid:6ae6783f") {
		t.Errorf("query: %d %s", status, got)
	}
	if status, got := post("text/plain", query); status == 200 || !strings.Contains(got, "Sender") {
		t.Errorf("text/plain: %d %s", status, got)
	}
	nameless := regexp.MustCompile(`<a:MessageID>.*</a:MessageID>`).ReplaceAllString(query, "")
	if status, got := post(soapType, nameless); status == 200 || !strings.Contains(got, "MessageAddressingHeaderRequired") {
		t.Errorf("no MessageID: %d %s", status, got)
	}
	if _, got := post(soapType, strings.Replace(query, "14d4debf", "00000000", 1)); !strings.Contains(got, "XDSUnknownStoredQuery") {
		t.Errorf("unknown query: %s", got)
	}
}

// A defect shows in the answer, or in what is answered.
func TestADefectiveServer(t *testing.T) {
	_, got := server(t, "srv-object-list-missing")(soapType, query)
	if strings.Contains(got, "RegistryObjectList") || !strings.Contains(got, "Success") {
		t.Errorf("spoilt answer: %s", got)
	}
	unstated := strings.Replace(query, "$XDSDocumentEntryStatus", "$XDSDocumentEntryAbsent", 1)
	post := server(t, "srv-status-supposed")
	if _, got := post(soapType, unstated); strings.Contains(got, "XDSStoredQueryMissingParam") {
		t.Errorf("the status is still asked for: %s", got)
	}
}
