package lps_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

var keys = sync.OnceValue(func() *pki.Set {
	s, err := pki.New(rand.Reader, now, []string{"127.0.0.1"})
	if err != nil {
		panic(err)
	}
	return s
})

// request is one request that the fake DMP received.
type request struct {
	method, path, contentType, peer string
	body                            []byte
	message                         mtom.Message
	doc                             *xmldoc.Doc
	soap                            soap.Envelope
}

func (r request) kind() string { return r.soap.Payload.Local() }

// fake is a DMP made of canned answers, one per kind of payload.
type fake struct {
	mu      sync.Mutex
	got     []request
	answers map[string]func(http.ResponseWriter, request)
	url     string
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{answers: map[string]func(http.ResponseWriter, request){
		"PRPA_IN201307UV02":                    say(found("active", "VALIDE", "")),
		"PRPA_IN201305UV02":                    say(found("active", "", "")),
		"setAuthorization":                     say(`<r:setAuthorizationResponse xmlns:r="urn:si-dmp-habilitations"><status>DMPOk</status><context>fait</context></r:setAuthorizationResponse>`),
		"AdhocQueryRequest":                    registry,
		"SubmitObjectsRequest":                 say(registryResponse("Success", "")),
		"ProvideAndRegisterDocumentSetRequest": say(registryResponse("Success", "")),
		"RetrieveDocumentSetRequest":           retrieved,
		"PRPA_IN201311UV02":                    say(registered("AA")),
		"PRPA_IN201314UV02":                    say(registered("AA")),
		"patientList":                          say(ownAnswer("urn:si-dmp-patients", "DMPOk")),
		"createPatientAccess":                  say(ownAnswer("urn:si-dmp-patients", "DMPOk")),
		"patientOTPUpdate":                     say(ownAnswer("urn:si-dmp-patients", "DMPOk")),
		"updatePatientAccess":                  say(ownAnswer("urn:si-dmp-patients", "DMPOk")),
		"listAuthorizationByPatient":           say(ownAnswer("urn:si-dmp-habilitations", "DMPOk")),
	}}
	s := httptest.NewUnstartedServer(http.HandlerFunc(f.serve))
	s.TLS = keys().ServerTLS()
	s.TLS.Time = func() time.Time { return now }
	s.Config.ErrorLog = nil
	s.StartTLS()
	t.Cleanup(s.Close)
	f.url = s.URL
	return f
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	got := request{method: r.Method, path: r.URL.Path, contentType: r.Header.Get("Content-Type"), body: body}
	if len(r.TLS.PeerCertificates) > 0 {
		got.peer = r.TLS.PeerCertificates[0].Subject.CommonName
	}
	got.message = mtom.Read(got.contentType, body, 0, mtom.Limits{})
	if root, ok := got.message.Root(); ok {
		if doc, err := xmldoc.Parse(root.Body, xmldoc.Limits{}); err == nil {
			got.doc, got.soap = doc, soap.Read(doc)
		}
	}
	f.mu.Lock()
	f.got = append(f.got, got)
	f.mu.Unlock()
	if a := f.answers[got.kind()]; a != nil {
		a(w, got)
		return
	}
	http.Error(w, "no answer for "+got.kind(), http.StatusNotFound)
}

// requests gives what was received, and forgets it.
func (f *fake) requests() []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	got := f.got
	f.got = nil
	return got
}

func kinds(rs []request) string {
	var out []string
	for _, r := range rs {
		out = append(out, r.kind())
	}
	return strings.Join(out, " ")
}

func say(payload string) func(http.ResponseWriter, request) {
	return func(w http.ResponseWriter, _ request) {
		w.Header().Set("Content-Type", "application/soap+xml; charset=UTF-8")
		_, _ = io.WriteString(w, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>`+payload+`</s:Body></s:Envelope>`)
	}
}

// sayRelated is say with a wsa:RelatesTo.
func sayRelated(to, payload string) func(http.ResponseWriter, request) {
	return func(w http.ResponseWriter, _ request) {
		w.Header().Set("Content-Type", "application/soap+xml; charset=UTF-8")
		_, _ = io.WriteString(w, `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><a:RelatesTo xmlns:a="http://www.w3.org/2005/08/addressing">`+
			to+`</a:RelatesTo></s:Header><s:Body>`+payload+`</s:Body></s:Envelope>`)
	}
}

// truncated is retrieved without its closing delimiter.
func truncated(w http.ResponseWriter, r request) {
	whole := httptest.NewRecorder()
	retrieved(whole, r)
	w.Header().Set("Content-Type", whole.Header().Get("Content-Type"))
	_, _ = w.Write(bytes.TrimSuffix(whole.Body.Bytes(), []byte("\r\n--b--\r\n")))
}

func fault(multipart bool) func(http.ResponseWriter, request) {
	const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value>` +
		`<s:Subcode><s:Value>DMPInvalidCertificate</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Not a valid signature certificate</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`
	return func(w http.ResponseWriter, _ request) {
		if !multipart {
			w.Header().Set("Content-Type", "application/soap+xml")
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = io.WriteString(w, envelope)
			return
		}
		w.Header().Set("Content-Type", `multipart/related; boundary="b"; type="application/xop+xml"; start="<r@x>"; start-info="application/soap+xml"`)
		_, _ = io.WriteString(w, "--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <r@x>\r\n\r\n"+envelope+"\r\n--b--\r\n")
	}
}

func found(status, authorisation, why string) string {
	subject := ""
	response := "NF"
	if status != "" {
		response = "OK"
		subject = `<subject><registrationEvent><subject1><patient><id root="1.2.250.1.213.1.4.10" extension="280029999900134"/><statusCode code="` + status + `"/>` +
			`<patientPerson><name><family>ETALON-ACTIF</family><given>Camille</given></name></patientPerson>` +
			`<subjectOf><detectedIssueEvent><code code="FERMETURE_DEMANDE_PATIENT"/><text>` + why + `</text></detectedIssueEvent></subjectOf>` +
			`</patient></subject1></registrationEvent></subject>`
	}
	return `<PRPA_IN201308UV02 xmlns="urn:hl7-org:v3"><acknowledgement><typeCode code="AA"/></acknowledgement>` +
		`<attentionLine><keyWordText>AUTORISATION</keyWordText><value code="` + authorisation + `"/></attentionLine>` +
		`<controlActProcess>` + subject + `<queryAck><queryResponseCode code="` + response + `"/></queryAck></controlActProcess></PRPA_IN201308UV02>`
}

// registered is the answer to a registration, in the DMP's wrapper.
func registered(ack string) string {
	detail, name := "", "PRPA_IN201315UV02"
	if ack != "AA" {
		detail, name = `<acknowledgementDetail><code code="DMPAccessDeniedByRightsService"/><text>Refusé</text></acknowledgementDetail>`, "PRPA_IN201316UV02"
	}
	return `<g:PRPA_IN201314UV02_Response xmlns:g="asip:ci-sis:gdp:2010"><` + name + ` xmlns="urn:hl7-org:v3"><acknowledgement><typeCode code="` + ack + `"/>` +
		detail + `</acknowledgement></` + name + `></g:PRPA_IN201314UV02_Response>`
}

// ownAnswer is an answer of one of the DMP's own services.
func ownAnswer(space, status string) string {
	return `<o:answer xmlns:o="` + space + `"><o:status>` + status + `</o:status><o:context>Texte</o:context></o:answer>`
}

const rs = ` xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"`

func registryResponse(status, code string) string {
	errors := ""
	if code != "" {
		errors = `<rs:RegistryErrorList><rs:RegistryError errorCode="` + code + `" codeContext="Patient inconnu" severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"/></rs:RegistryErrorList>`
	}
	return `<rs:RegistryResponse` + rs + ` status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:` + status + `">` + errors + `</rs:RegistryResponse>`
}

// registry answers any stored query with what it asks for.
func registry(w http.ResponseWriter, r request) {
	q := r.soap.Payload.Child("urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0", "AdhocQuery")
	objects := map[string]string{
		"urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d": knownEntry,
		"urn:uuid:f26abbcb-ac74-4422-8a30-edb644bbc1a9": `<rim:RegistryPackage id="urn:uuid:set1"/>`,
		"urn:uuid:a7ae438b-4bc2-4642-93e9-be891f7bb155": `<rim:Association id="urn:uuid:a1" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="urn:uuid:set1" targetObject="urn:uuid:entry1"/>` +
			`<rim:Association id="urn:uuid:a2" associationType="urn:ihe:iti:2007:AssociationType:RPLC" sourceObject="urn:uuid:entry1" targetObject="urn:uuid:entry0"/>`,
		"urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4": knownEntry,
	}[q.Attr("", "id")]
	if strings.Contains(string(r.body), `returnType="ObjectRef"`) {
		objects = `<rim:ObjectRef id="urn:uuid:entry1"/>`
	}
	say(`<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" `+
		`status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"><rim:RegistryObjectList>`+objects+`</rim:RegistryObjectList></q:AdhocQueryResponse>`)(w, r)
}

const knownEntry = `<rim:ExtrinsicObject id="urn:uuid:entry1" lid="urn:uuid:lid1" status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">` +
	`<rim:Slot name="size"><rim:ValueList><rim:Value>7</rim:Value></rim:ValueList></rim:Slot>` +
	`<rim:Name><rim:LocalizedString value="Lettre connue"/></rim:Name><rim:VersionInfo versionName="3"/>` +
	`<rim:Classification id="c" classificationScheme="urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f" classifiedObject="urn:uuid:entry1" nodeRepresentation="N"/>` +
	`<rim:ExternalIdentifier id="e" registryObject="urn:uuid:entry1" identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="2.25.77"><rim:Name><rim:LocalizedString value="XDSDocumentEntry.uniqueId"/></rim:Name></rim:ExternalIdentifier></rim:ExtrinsicObject>`

func retrieved(w http.ResponseWriter, r request) {
	spoiltParts(func(parts []mtom.OutPart) []mtom.OutPart { return parts })(w, r)
}

// spoiltParts is an answer to ITI-43 whose parts were changed.
func spoiltParts(change func([]mtom.OutPart) []mtom.OutPart) func(http.ResponseWriter, request) {
	return func(w http.ResponseWriter, _ request) { writeParts(w, change) }
}

func writeParts(w http.ResponseWriter, change func([]mtom.OutPart) []mtom.OutPart) {
	w.Header().Set("Content-Type", mtom.ContentType("b", "r@x", ""))
	payload := `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><x:RetrieveDocumentSetResponse xmlns:x="urn:ihe:iti:xds-b:2007">` +
		registryResponse("Success", "") + `<x:DocumentResponse><x:RepositoryUniqueId>1.2.250.1.213.4.1.1.1.2</x:RepositoryUniqueId><x:DocumentUniqueId>2.25.77</x:DocumentUniqueId><x:Document><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:d@x"/></x:Document></x:DocumentResponse></x:RetrieveDocumentSetResponse></s:Body></s:Envelope>`
	_, _ = w.Write(mtom.Outgoing{Boundary: "b", Parts: change([]mtom.OutPart{
		mtom.RootPart("r@x", []byte(payload)), mtom.BinaryPart("d@x", "text/xml", []byte("<doc/>")),
	})}.Bytes())
}

var active = etalon.Patient{
	ID: "ACTIF", INS: "280029999900134", OID: "1.2.250.1.213.1.4.10", Family: "ETALON-ACTIF",
	Given: "Camille", Birth: "19800214", Gender: "F", City: "VILLE", PostalCode: "99999",
}

func action(name etalon.ActionName) etalon.Action {
	return etalon.Action{
		ID: "t", Name: name, Patient: active,
		Documents: []etalon.Document{{ID: "DOC-A", Title: "Document A", Body: "pdf", TypeCode: "11490-0"}},
		Params:    map[string]string{"uniqueId": "2.25.77", "replaces": "2.25.77", "since": "20260101000000"},
	}
}

func newLPS(t *testing.T, f *fake, change func(*lps.Config)) *lps.LPS {
	t.Helper()
	c := lps.Config{
		BaseURL: f.url, Auth: keys().TLS(pki.StructureAuth), Sign: keys().TLS(pki.StructureSign), Roots: keys().Roots(),
		Clock: func() time.Time { return now }, Rand: mathrand.NewChaCha8([32]byte{1}), Timeout: 2 * time.Second,
	}
	if change != nil {
		change(&c)
	}
	l, err := lps.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func do(t *testing.T, l *lps.LPS, a etalon.Action, want string) etalon.Reaction {
	t.Helper()
	r := l.Do(context.Background(), a)
	if r.Status != want {
		t.Fatalf("%s: %s (%s), want %s", a.Name, r.Status, r.Shown, want)
	}
	return r
}

// traffic is everything the DMP saw, as text, for comparison.
func traffic(rs []request) string {
	var b bytes.Buffer
	for _, r := range rs {
		fmt.Fprintf(&b, "%s %s %s %s\n%s\n", r.method, r.path, r.contentType, r.peer, r.body)
	}
	return b.String()
}
