package client_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// params are what every case can be made with; a case takes those it needs.
var params = map[string]string{"target": entryA, "other": another.INS, "kilobytes": "300", "uniqueId": "2.25.101", "created": "20260301080000", "entry": entryA, "lid": entryA, "source": entryA}

// as sends as somebody else.
func (w *world) as(p etalon.Patient, t etalon.Transaction, name string, with map[string]string) etalon.Sent {
	w.t.Helper()
	sent, err := w.client.Send(w.t.Context(), etalon.Sending{Transaction: t, Case: name, Patient: p, Params: with})
	if err != nil || sent.Fields[etalon.FieldStatus] != "Success" {
		w.t.Fatalf("prepare: %s %s: %v %v", t, name, err, sent.Fields)
	}
	return sent
}

// folderOf registers a folder of a patient and gives its entryUUID and uniqueId.
func (w *world) folderOf(p etalon.Patient) (uuid, uid string) {
	f := w.as(p, etalon.ITI41, "folder", map[string]string{"ids": "uuid"}).Fields
	return f[etalon.FieldFolderUUIDs], f[etalon.FieldFolderUniqueIDs]
}

// prepare puts the server in the state that a case is about, and gives the
// parameters of the message.
func (w *world) prepare(c client.Case) map[string]string {
	p := map[string]string{}
	for base, at := c, true; at; base, at = caseOf(w.t, c.Transaction, base.Base) {
		for _, need := range base.Needs {
			p[need] = params[need]
		}
	}
	if slices.Contains(client.Params(c.Transaction), "other") {
		p["other"] = params["other"]
	}
	if _, needed := p["folder"]; needed {
		p["folder"], _ = w.folderOf(active)
	}
	switch string(c.Transaction) + " " + c.Name {
	case "ITI-41 deprecated-target", "ITI-41 append-deprecated", "ITI-41 transform-deprecated",
		"ITI-42 deprecated-target", "ITI-42 append-deprecated", "ITI-42 transform-deprecated":
		w.as(active, etalon.ITI41, "replace", map[string]string{"target": entryA})
	case "ITI-41 replace-patient-mismatch", "ITI-42 replace-patient-mismatch", "ITI-57 association-patient-mismatch":
		p["target"] = entryZ
	case "ITI-41 folder-patient-mismatch", "ITI-42 folder-patient-mismatch", "ITI-57 folder-association-patient-mismatch":
		p["folder"], _ = w.folderOf(another)
	case "ITI-41 set-unique-id-used", "ITI-42 set-unique-id-used":
		p["setUniqueId"] = w.as(active, etalon.ITI41, "nominal", nil).Fields[etalon.FieldSubmissionSet]
	case "ITI-42 non-identical-size", "ITI-42 same-document-again":
		f := w.as(active, etalon.ITI42, "nominal", nil).Fields
		p["uniqueId"], p["hash"], p["size"] = f[etalon.FieldUniqueIDs], f[etalon.FieldHash], f[etalon.FieldSize]
	case "ITI-41 same-document-again":
		p["uniqueId"] = w.as(active, etalon.ITI41, "nominal", map[string]string{"created": p["created"]}).Fields[etalon.FieldUniqueIDs]
	case "ITI-18 several-patients":
		p["uniqueId"] = "2.25.101 2.25.103"
	case "ITI-18 several-patients-of-sets":
		p["uuid"] = entryA + " " + entryZ
	case "ITI-18 several-patients-of-folders":
		_, mine := w.folderOf(active)
		_, theirs := w.folderOf(another)
		p["uniqueId"] = mine + " " + theirs
	case "ITI-57 not-the-latest":
		w.as(active, etalon.ITI57, "metadata", w.version("2.25.101"))
	case "ITI-57 status-of-a-set":
		p["target"] = w.as(active, etalon.ITI41, "nominal", map[string]string{"ids": "uuid"}).Fields[etalon.FieldSetUUIDs]
	case "ITI-57 association-deprecated-end":
		w.as(active, etalon.ITI57, "nominal", map[string]string{"entry": entryB})
		p["target"] = entryB
	case "ITI-57 association", "ITI-57 conflicting-propagation":
		p["target"] = entryB
	}
	if c.Transaction == etalon.ITI57 && (c.Name == "folder-metadata" || c.Base == "folder-metadata") {
		p["lid"], p["uniqueId"] = w.folderOf(active)
		p["target"] = p["lid"]
	} else if c.Transaction == etalon.ITI57 && p["lid"] != "" {
		maps.Copy(p, w.version(p["uniqueId"]))
	}
	if c.Transaction == etalon.ITI62 {
		p["uuid"] = w.removable(c.Name)
	}
	for _, key := range []string{"target", "other"} {
		if !slices.Contains(client.Params(c.Transaction), key) {
			delete(p, key)
		}
	}
	return p
}

// version gives what a new version of a document must repeat.
func (w *world) version(uid string) map[string]string {
	f := w.as(active, etalon.ITI18, "nominal", map[string]string{"query": "GetDocuments", "uniqueId": uid}).Fields
	return map[string]string{"lid": f[etalon.FieldLogicalIDs], "uniqueId": uid, "hash": f[etalon.FieldHash], "size": f[etalon.FieldSize], "version": f[etalon.FieldVersions], "repository": repository}
}

// removable registers a document and names what of it is to be removed.
func (w *world) removable(name string) string {
	f := w.as(active, etalon.ITI42, "nominal", map[string]string{"ids": "uuid"}).Fields
	switch name {
	case "still-referenced":
		return f[etalon.FieldEntryUUIDs]
	case "leaves-an-orphan":
		return f[etalon.FieldSetUUIDs] + " " + f[etalon.FieldAssociationUUIDs]
	}
	return f[etalon.FieldSetUUIDs] + " " + f[etalon.FieldEntryUUIDs] + " " + f[etalon.FieldAssociationUUIDs]
}

func caseOf(t *testing.T, transaction etalon.Transaction, name string) (client.Case, bool) {
	t.Helper()
	for _, c := range client.Cases() {
		if c.Transaction == transaction && c.Name == name {
			return c, true
		}
	}
	return client.Case{}, false
}

// pending are the cases, by name, that our own servers do not answer as they
// should yet, and why.
var pending = map[string]string{
	"no-type":         "the reader of multipart is lenient: an anomaly, no refusal",
	"unknown-start":   "the reader of multipart is lenient: an anomaly, no refusal",
	"cut-multipart":   "the reader of multipart is lenient: an anomaly, no refusal",
	"bare-content-id": "the reader of multipart is lenient: an anomaly, no refusal",
}

// got words an answer as a Want.
func got(f etalon.Fields) etalon.Want {
	status := map[string]string{"Success": etalon.WantSuccess, "PartialSuccess": etalon.WantPartial, "Failure": etalon.WantFailure, "Fault": etalon.WantFault}[f[etalon.FieldStatus]]
	return etalon.Want{Status: status, Codes: strings.Fields(f[etalon.FieldCodes])}
}

func satisfied(want, got etalon.Want) bool {
	if want.Status != got.Status {
		return false
	}
	return len(want.Codes) == 0 || slices.ContainsFunc(got.Codes, func(c string) bool { return slices.Contains(want.Codes, c) })
}

func TestOurServersAnswerEachCaseAsTheSourceSays(t *testing.T) {
	for _, c := range client.Cases() {
		key := string(c.Transaction) + " " + c.Name
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			w := begin(t, false)
			sent := w.send(c.Transaction, c.Name, w.prepare(c))
			answer := got(sent.Fields)
			why, isPending := pending[c.Name]
			switch ok := satisfied(c.Answer, answer); {
			case ok && isPending:
				t.Logf("answered as it should: no longer pending (%s)", why)
			case !ok && !isPending:
				t.Errorf("got %+v, want %+v\n%s", answer, c.Answer, w.record.answers[len(w.record.answers)-1].Raw)
			}
		})
	}
}
