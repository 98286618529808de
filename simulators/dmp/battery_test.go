package dmp_test

import (
	"context"
	"crypto/tls"
	"math/rand"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
	"github.com/etalon-dmp/etalon/simulators/dmp"
	"github.com/etalon-dmp/etalon/simulators/manage"
)

// TestBattery sends every message of the client actors, right and wrong, to the
// plain registry and repository. What a right server answers is written with
// each message, by others than those who wrote the server.
func TestBattery(t *testing.T) {
	c := allCertificates(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	answers := &record{answers: map[etalon.ExchangeID]etalon.Answer{}, connected: make(chan etalon.Connection, 10_000)}
	clock := func() time.Time { return now }
	w := &world{t: t, ca: c.ca, record: answers}
	w.dmp = dmp.New(dmp.Config{
		Listener: l, TLS: &tls.Config{Certificates: []tls.Certificate{c.server}}, ClientCAs: c.ca.pool(), Recorder: answers, Clock: clock, Rand: rand.New(rand.NewSource(1)), BodyLimit: 1 << 20,
		Environment: dmp.Environment{
			INSOID: testOID, DMPOID: "1.2.250.1.213.4.1.1.1", RepositoryID: "1.2.250.1.213.4.1.1.1.2", Plain: true,
			Coded: func(_, code, scheme string) bool {
				return code != "ETALON-INEXISTANT" && scheme != "2.25.5" && code != "application/x-etalon"
			},
		},
	})
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- w.dmp.Serve(ctx) }()
	defer func() { stop(); <-served }()
	sender, err := client.New(client.Config{
		Registry: w.dmp.BaseURL() + "/xds/registry", Repository: w.dmp.BaseURL() + "/xds/repository", TLS: w.config(c.good),
		Recorder: &record{answers: map[etalon.ExchangeID]etalon.Answer{}, connected: make(chan etalon.Connection, 10_000)},
		Clock:    clock, Rand: rand.New(rand.NewSource(2)), RepositoryID: "1.2.250.1.213.4.1.1.1.2", Timeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, m := range client.Cases() {
		if strings.HasPrefix(m.Name, "xua-") { // of a provider of identity assertions, which this is not
			continue
		}
		w.dmp.Reset(library())
		s := etalon.Sending{Transaction: m.Transaction, Case: m.Name, Patient: library().Patients[0], Params: w.params(m)}
		if at := m.Transaction.Actor(); at != etalon.Registry && at != etalon.Repository || slices.Contains(tolerated, m.Name) {
			continue // the registry and the repository have this battery
		}
		if first, needed := before[string(m.Transaction)+" "+m.Name]; needed {
			first.Patient = s.Patient
			if got, err := sender.Send(t.Context(), first); err != nil || got.Fields[etalon.FieldStatus] != "Success" {
				t.Errorf("before %s %s: %v %v", m.Transaction, m.Name, got.Fields, err)
			}
		}
		got, err := sender.Send(t.Context(), s)
		if err != nil {
			t.Errorf("%s %s: %v", m.Transaction, m.Name, err)
			continue
		}
		sent++
		status := strings.TrimSuffix(strings.ToLower(got.Fields[etalon.FieldStatus]), "success")
		if status == "" {
			status = etalon.WantSuccess
		}
		codes := strings.Fields(got.Fields[etalon.FieldCodes])
		right := len(m.Answer.Codes) == 0 || slices.ContainsFunc(codes, func(c string) bool { return slices.Contains(m.Answer.Codes, c) })
		if status != m.Answer.Status || !right {
			_, said := answers.last()
			t.Errorf("%s %s: %s %q, want %+v; %s %s", m.Transaction, m.Name, status, codes, m.Answer, got.Detail, said.Raw)
		}
	}
	if sent < 200 {
		t.Errorf("only %d messages were sent", sent)
	}
}

// The registered objects that messages name.
const (
	docA     = "urn:uuid:00000000-0000-4000-8000-0000000000a1" // approved, in a folder
	docB     = "urn:uuid:00000000-0000-4000-8000-0000000000b1" // approved
	docOld   = "urn:uuid:00000000-0000-4000-8000-0000000000c1" // replaced
	docOther = "urn:uuid:00000000-0000-4000-8000-0000000000d1" // another's, in a folder
)

// library is what is registered before each message.
func library() etalon.Given {
	other := patient("AUTRE", "152099999900215")
	document := func(id, patient, uid, entry, folder, replaces string) etalon.Document {
		return etalon.Document{ID: id, Patient: patient, Title: id, Body: "pdf", TypeCode: "11490-0", UniqueID: uid, EntryID: entry, Created: "20260302081500", Folder: folder, Replaces: replaces}
	}
	return etalon.Given{
		Patients: []etalon.Patient{patient("ACTIF", activeINS), other},
		Documents: []etalon.Document{
			document("A", "ACTIF", "2.25.901", docA, "EPISODE", ""), document("B", "ACTIF", "2.25.902", docB, "", ""),
			document("C", "ACTIF", "2.25.903", docOld, "", ""), document("C2", "ACTIF", "2.25.904", "urn:uuid:00000000-0000-4000-8000-0000000000c2", "", "C"),
			document("Z", "AUTRE", "2.25.905", docOther, "EPISODE", ""),
		},
	}
}

// params are the parameters that a message needs here.
func (w *world) params(m client.Case) map[string]string {
	view := w.dmp.World()
	mine, _ := view.Patient("ACTIF")
	theirs, _ := view.Patient("AUTRE")
	a := view.Documents("2.25.901")[0]
	all := map[string]string{
		"target": docA, "folder": mine.Folders[0].EntryUUID, "entry": docA, "lid": docA, "source": docB, "other": "152099999900215", "kilobytes": "64",
		"setUniqueId": mine.SubmissionSets[0].UniqueID, "uniqueId": "2.25.901", "created": "20260302081500", "hash": a.Hash, "size": a.Size, "version": "1",
		"repository": "1.2.250.1.213.4.1.1.1.2",
	}
	for k, v := range special(m, mine, theirs) {
		all[k] = v
	}
	needed := map[string]string{}
	for _, k := range needs(m) {
		needed[k] = all[k]
	}
	for k, v := range special(m, mine, theirs) {
		needed[k] = v
	}
	return needed
}

// needs are the parameters of a message and of what it varies.
func needs(m client.Case) []string {
	for _, base := range client.Cases() {
		if base.Transaction == m.Transaction && base.Name == m.Base {
			return append(needs(base), m.Needs...)
		}
	}
	return m.Needs
}

// special are the parameters of messages that are wrong, or right, by what is
// registered only.
func special(m client.Case, mine, theirs manage.Patient) map[string]string {
	set := mine.SubmissionSets[1] // of document B
	folders := map[string]string{"lid": mine.Folders[0].EntryUUID, "uniqueId": mine.Folders[0].UniqueID}
	if m.Base == "folder-metadata" || m.Base == "folder-metadata-and-status" || m.Name == "folder-metadata" {
		return folders
	}
	switch string(m.Transaction) + " " + m.Name {
	case "ITI-41 deprecated-target", "ITI-41 append-deprecated", "ITI-41 transform-deprecated",
		"ITI-42 deprecated-target", "ITI-42 append-deprecated", "ITI-42 transform-deprecated", "ITI-57 association-deprecated-end":
		return map[string]string{"target": docOld}
	case "ITI-41 replace-patient-mismatch", "ITI-42 replace-patient-mismatch", "ITI-57 association-patient-mismatch":
		return map[string]string{"target": docOther}
	case "ITI-41 folder-patient-mismatch", "ITI-42 folder-patient-mismatch", "ITI-57 folder-association-patient-mismatch":
		return map[string]string{"folder": theirs.Folders[0].EntryUUID}
	case "ITI-41 same-document-again":
		return map[string]string{"uniqueId": "2.25.777"}
	case "ITI-18 several-patients":
		return map[string]string{"uniqueId": "2.25.901 2.25.905"}
	case "ITI-18 several-patients-of-sets":
		return map[string]string{"uuid": docA + " " + docOther}
	case "ITI-18 several-patients-of-folders":
		return map[string]string{"uniqueId": mine.Folders[0].UniqueID + " " + theirs.Folders[0].UniqueID}
	case "ITI-57 status-of-a-set":
		return map[string]string{"target": set.EntryUUID}
	case "ITI-57 folder-association":
		return map[string]string{"target": docB}
	case "ITI-62 still-referenced":
		return map[string]string{"uuid": docB}
	}
	if m.Transaction != etalon.ITI62 {
		return nil
	}
	link := ""
	for _, d := range mine.Documents {
		if d.EntryUUID == docB {
			link = d.Associations[0].ID
		}
	}
	if m.Name == "leaves-an-orphan" { // the set of document B
		return map[string]string{"uuid": docB + " " + link}
	}
	return map[string]string{"uuid": docB + " " + link + " " + set.EntryUUID}
}

// before are the messages that must have been sent first.
var before = map[string]etalon.Sending{
	"ITI-41 same-document-again": {Transaction: etalon.ITI41, Case: etalon.CaseNominal, Params: map[string]string{"uniqueId": "2.25.777", "created": "20260302081500"}},
	"ITI-57 not-the-latest":      {Transaction: etalon.ITI57, Case: "metadata", Params: map[string]string{"lid": docA, "uniqueId": "2.25.901"}},
}

// tolerated are oddities of packaging and addressing that the endpoint reads all
// the same: they are anomalies on record, which the rules judge.
var tolerated = []string{
	"unknown-start", "no-type", "cut-multipart", "bare-content-id",
}
