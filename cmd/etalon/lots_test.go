package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// recorded is a simulated DMP of this process, with its dossier on disk.
type recorded struct {
	t      *testing.T
	dir    string
	config *tls.Config
	dmp    *dmp.DMP
	writer *dossier.Writer
	end    func() // stops, seals and closes
}

func record(t *testing.T) *recorded {
	t.Helper()
	return recordBy(t, func() time.Time { return recordedAt })
}

var recordedAt = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// recordBy is record by another clock.
func recordBy(t *testing.T, clock func() time.Time) *recorded {
	t.Helper()
	now := recordedAt
	set, err := pki.New(seed.Reader(1), now, []string{"127.0.0.1"})
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	dir := filepath.Join(t.TempDir(), "dossier")
	storage, err := disk.CreateDossier(dir)
	must(t, err)
	w, err := dossier.NewWriter(storage, clock, dossier.Session{Plan: json.RawMessage("{}")})
	must(t, err)
	d := dmp.New(dmp.Config{
		Listener: l, TLS: set.ServerTLS(), ClientCAs: set.ClientCAs(), Recorder: w, Clock: clock, Rand: seed.Reader(2),
		Environment: dmp.Environment{INSOID: "1.2.250.1.213.1.4.10", DMPOID: "1.2", RepositoryID: "1.2.3"},
	})
	d.Reset(etalon.Given{Patients: []etalon.Patient{known(t, "ACTIF")}})
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- d.Serve(ctx) }()
	r := &recorded{t: t, dir: dir, dmp: d, writer: w, config: &tls.Config{
		RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}, MaxVersion: tls.VersionTLS12, ServerName: "127.0.0.1", Time: func() time.Time { return now },
	}}
	r.end = func() {
		stop()
		must(t, <-served)
		must(t, w.Seal("completed"))
		must(t, storage.Close())
	}
	return r
}

func (r *recorded) dial() (*tls.Conn, error) {
	return tls.Dial("tcp", strings.TrimPrefix(r.dmp.BaseURL(), "https://"), r.config)
}

const lotBoundary = "uuid:frontiere"

// lotParts is an ITI-41 request without its document: what comes before and after.
func lotParts(patient etalon.Patient, n int, size int64) (before, after string) {
	slot := func(name, value string) string {
		return `<Slot name="` + name + `"><ValueList><Value>` + value + `</Value></ValueList></Slot>`
	}
	external := func(scheme, of, value string) string {
		return `<ExternalIdentifier id="e` + scheme + `" identificationScheme="urn:uuid:` + scheme + `" registryObject="` + of + `" value="` + value + `"><Name><LocalizedString value="x"/></Name></ExternalIdentifier>`
	}
	cx := strings.ReplaceAll(patient.CX(), "&", "&amp;")
	objects := `<RegistryObjectList xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><ExtrinsicObject id="D" mimeType="text/xml" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">` +
		slot("creationTime", "20261122100000") + external("58a6f841-87b3-4a3e-92fd-a8ffeff98427", "D", cx) + external("2e82c1f6-a085-4c72-9da3-8640a32e42ab", "D", fmt.Sprintf("2.25.1.%d", n)) + `</ExtrinsicObject>` +
		`<RegistryPackage id="S">` + slot("submissionTime", "20261122100000") + external("6b5aea1a-874d-4603-a4bc-96a0a7b38446", "S", cx) +
		external("554ac39e-e3fe-47fe-b233-965d2a147832", "S", "2.25.5") + external("96fdda7c-d067-4183-912e-bf5ee74998a8", "S", fmt.Sprintf("2.25.2.%d", n)) +
		`</RegistryPackage><Classification id="n" classifiedObject="S" classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"/>` +
		`<Association id="m" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="S" targetObject="D">` + slot("SubmissionSetStatus", "Original") + `</Association></RegistryObjectList>`
	body := soapRequest("urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b", n, `<x:ProvideAndRegisterDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007"><l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0">`+objects+
		`</l:SubmitObjectsRequest><x:Document id="D"><i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:d@x"/></x:Document></x:ProvideAndRegisterDocumentSetRequest>`)
	before = "--" + lotBoundary + "\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\nContent-ID: <root@x>\r\n\r\n" + body +
		"\r\n--" + lotBoundary + "\r\nContent-Type: text/xml\r\nContent-ID: <d@x>\r\n\r\n"
	after = "\r\n--" + lotBoundary + "--\r\n"
	head := "POST /si-dmp-server/v2/services/repository HTTP/1.1\r\nHost: dmp\r\nContent-Type: multipart/related; boundary=\"" + lotBoundary +
		"\"; type=\"application/xop+xml\"; start=\"<root@x>\"; start-info=\"application/soap+xml\"\r\n" +
		fmt.Sprintf("Content-Length: %d\r\n\r\n", int64(len(before)+len(after))+size)
	return head + before, after
}

func soapRequest(action string, n int, payload string) string {
	return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action>` + action +
		`</a:Action><a:MessageID>` + messageID(n) + `</a:MessageID></s:Header><s:Body>` + payload + `</s:Body></s:Envelope>`
}

func messageID(n int) string { return fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", n) }

// fetch is an ITI-43 request.
func fetch(n int) string {
	body := soapRequest("urn:ihe:iti:2007:RetrieveDocumentSet", n, `<x:RetrieveDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007"><x:DocumentRequest><x:RepositoryUniqueId>1.2.3</x:RepositoryUniqueId><x:DocumentUniqueId>`+
		fmt.Sprintf("2.25.1.%d", n)+`</x:DocumentUniqueId></x:DocumentRequest></x:RetrieveDocumentSetRequest>`)
	return "POST /si-dmp-server/v2/services/repository HTTP/1.1\r\nHost: dmp\r\nContent-Type: application/soap+xml\r\n" + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)) + body
}

// succeeded reads one answer and checks that it is a success about message n.
func succeeded(br *bufio.Reader, n int, body io.Writer) error {
	resp, err := http.ReadResponse(br, nil)
	if err != nil {
		return err
	}
	var head bytes.Buffer
	if _, err := io.Copy(&head, io.LimitReader(resp.Body, 4<<10)); err != nil {
		return err
	}
	if !bytes.Contains(head.Bytes(), []byte("RelatesTo>"+messageID(n)+"<")) || !bytes.Contains(head.Bytes(), []byte(":Success")) {
		return fmt.Errorf("message %d was answered %s: %s", n, resp.Status, head.Bytes())
	}
	if body == nil {
		body = io.Discard
	}
	if _, err := body.Write(head.Bytes()); err != nil {
		return err
	}
	_, err = io.Copy(body, resp.Body)
	return err
}
