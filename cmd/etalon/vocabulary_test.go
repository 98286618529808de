package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// vocabularyPage says what every element and attribute of the evidence means.
const vocabularyPage = "../../docs/preuves.md"

// neverMet is what the page lists and the documents of this test do not hold,
// and why.
var neverMet = map[string]string{}

// vocabulary holds docs/preuves.md against the evidence documents of dossiers,
// and of messages that no session brings yet: vocabulary DOSSIER…
func vocabulary(ts *testscript.TestScript, _ bool, args []string) {
	page, err := os.ReadFile(vocabularyPage)
	ts.Check(err)
	listed, full := readVocabulary(ts, page)
	v := glossary{listed: listed, full: full, met: map[string]bool{}, unlisted: map[string]bool{}, empty: map[string]bool{}}
	for _, dir := range args {
		d, err := dossier.Read(disk.Folder(ts.MkAbs(dir)))
		ts.Check(err)
		v.take(ts, d)
	}
	v.take(ts, oddMessages(ts))
	for _, raw := range [][]byte{[]byte("<ClinicalDocument xmlns='urn:hl7-org:v3'/>"), oddRequest} {
		v.document(ts, facts.Document(raw))
	}
	v.document(ts, facts.Capture(facts.CaptureInput{Raw: []byte("<ClinicalDocument xmlns='urn:hl7-org:v3'/>"), Previous: []byte("<ClinicalDocument xmlns='urn:hl7-org:v3'/>")}))
	v.document(ts, facts.Capture(facts.CaptureInput{Raw: []byte("<ClinicalDocument xmlns='urn:hl7-org:v3'><code code='A' codeSystem='1.2.250.1.999.8' displayName='Un'/><code code='B' codeSystem='1.2.250.1.999.9'/></ClinicalDocument>"), Codes: oneCode{}}))
	for _, name := range slices.Sorted(maps.Keys(v.unlisted)) {
		ts.Logf("docs/preuves.md does not say what %s is", name)
	}
	for _, name := range slices.Sorted(maps.Keys(v.empty)) {
		ts.Logf("docs/preuves.md says that %s is never empty", name)
	}
	missing := 0
	for _, name := range slices.Sorted(maps.Keys(v.listed)) {
		if v.met[name] == (neverMet[name] != "") {
			ts.Logf("docs/preuves.md lists %s: met %v, excused %q", name, v.met[name], neverMet[name])
			missing++
		}
	}
	for name := range neverMet {
		if !v.listed[name] {
			ts.Logf("%s is excused, yet docs/preuves.md does not list it", name)
			missing++
		}
	}
	if len(v.unlisted) > 0 || len(v.empty) > 0 || missing > 0 {
		ts.Fatalf("%d words are not explained, %d are nowhere, %d are empty", len(v.unlisted), missing, len(v.empty))
	}
}

// oneCode is a terminology of one code, which no session of this test has.
type oneCode struct{}

func (oneCode) Whole(system string) bool { return system == "1.2.250.1.999.8" }
func (oneCode) Has(system, _ string) (known, withdrawn bool) {
	return system == "1.2.250.1.999.8", false
}
func (oneCode) Labels(string, string) []string { return []string{"Un"} }

// glossary holds elements, as the end of their path (ev:call/ev:soap), and their
// attributes (ev:call/ev:soap/@ins).
type glossary struct {
	listed, met, unlisted map[string]bool
	full, empty           map[string]bool // attributes said never to be empty; those that are
}

var (
	pageElement   = regexp.MustCompile("`(ev:[^`@]+)`")
	pageAttribute = regexp.MustCompile("`@([a-z0-9-]+)`")
)

// readVocabulary reads the headings of the page that name elements, and the
// cells of the tables below them: name, meaning, when it is empty.
func readVocabulary(ts *testscript.TestScript, page []byte) (listed, full map[string]bool) {
	listed, full = map[string]bool{}, map[string]bool{}
	var under []string
	for line := range bytes.Lines(page) {
		text := string(line)
		switch {
		case strings.HasPrefix(text, "#"):
			under = nil
			if !strings.HasPrefix(text, "###") {
				continue
			}
			for _, m := range pageElement.FindAllStringSubmatch(text, -1) {
				if listed[m[1]] {
					ts.Fatalf("docs/preuves.md explains %s twice", m[1])
				}
				under = append(under, m[1])
				listed[m[1]] = true
			}
		case strings.HasPrefix(text, "| `@"):
			cells := strings.Split(text, " |")
			for _, m := range pageAttribute.FindAllStringSubmatch(cells[0], -1) {
				for _, element := range under {
					listed[element+"/@"+m[1]] = true
					full[element+"/@"+m[1]] = strings.TrimSpace(cells[2]) == ""
				}
			}
		}
	}
	return listed, full
}

// take walks the evidence documents of a dossier.
func (v glossary) take(ts *testscript.TestScript, d *dossier.Dossier) {
	for e, err := range judge.Evidence(d) {
		ts.Check(err)
		v.document(ts, e)
	}
}

func (v glossary) document(ts *testscript.TestScript, e *facts.Evidence) {
	doc, err := e.Doc()
	ts.Check(err)
	v.element(doc.Root(), "")
}

// element walks what Étalon wrote: not what stands in ev:xml.
func (v glossary) element(n xmldoc.Node, above string) {
	path := strings.TrimPrefix(above+"/ev:"+n.Local(), "/")
	name := path
	for !v.listed[name] { // the longest end of the path that is explained
		_, rest, more := strings.Cut(name, "/")
		if !more {
			v.unlisted[path] = true
			return
		}
		name = rest
	}
	v.met[name] = true
	for a := range n.Attrs() {
		if word := name + "/@" + a.Local(); v.listed[word] {
			v.met[word] = true
			if v.full[word] && a.Value() == "" {
				v.empty[word] = true
			}
		} else {
			v.unlisted[word] = true
		}
	}
	if n.Local() == "xml" {
		return
	}
	for c := range n.Children() {
		if c.Space() == facts.Namespace {
			v.element(c, path)
		}
	}
}

var oddRequest = []byte("POST / HTTP/1.1\r\nContent-Type: text/plain; a=b\r\nContent-Length: 9\r\n\r\nx")

// oddEvent is an AuditEvent without most of what each has.
const oddEvent = `{"resourceType":"AuditEvent","agent":[{"requestor":true}],"entity":[{"detail":[{"type":"QueryEncoding","valueString":"UTF-8"}]}]}                `

// oddMessages is a dossier of one message of every protocol.
func oddMessages(ts *testscript.TestScript) *dossier.Dossier {
	m := &dossier.Memory{}
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	raw, err := json.Marshal(plan.Plan{Schema: plan.Schema, SUT: etalon.SUT{ClockPeriod: 3600}})
	ts.Check(err)
	w, err := dossier.NewWriter(m, func() time.Time { return at }, dossier.Session{Plan: raw})
	ts.Check(err)
	instance := dicom.Write(dicom.Dataset{
		dicom.Texts("SOPInstanceUID", "1.2"),
		dicom.Sequence("CurrentRequestedProcedureEvidenceSequence", dicom.Dataset{dicom.Texts("StudyInstanceUID", "1.3")}),
	}, dicom.ExplicitLittle)
	hello := []byte("\x16\x03\x01\x00\x3e\x01\x00\x00\x3a\x03\x03" + strings.Repeat("r", 32) + "\x00\x00\x02\xc0\x2f\x01\x00" +
		"\x00\x0f\x00\x2b\x00\x03\x02\x03\x04\x00\x10\x00\x04\x00\x02\x01h" + "\x15\x03\x03\x00\x02\x02\x28")
	for _, x := range []struct {
		protocol etalon.Protocol
		request  []byte
		response string
		of       etalon.Transaction
	}{
		{etalon.ProtocolSOAP, oddRequest, "", etalon.Unknown},
		{etalon.ProtocolHTTP, []byte("GET /d?a=b HTTP/1.1\r\nAccept: a/b;c=d, e\r\n\r\n"), "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<a/>", etalon.Unknown},
		{etalon.ProtocolSyslog, []byte("<85>1 - - - - - [a b=\"c\"] text"), "", etalon.Unknown},
		{etalon.ProtocolSyslog, []byte("<85>1 2026-11-22T10:00:00Z - - - - - <AuditMessage><ActiveParticipant/><ParticipantObjectIdentification/></AuditMessage>"), "", etalon.ITI20},
		{etalon.ProtocolHTTP, []byte("POST /audit/AuditEvent HTTP/1.1\r\nContent-Length: 145\r\n\r\n" + oddEvent), "", etalon.ITI20FHIR},
		{etalon.ProtocolDatagram, []byte{0x23}, "\x24", etalon.ITI1},
		{etalon.ProtocolHandshake, hello, "\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03" + strings.Repeat("r", 32) + "\x00\xc0\x2f\x00", etalon.Unknown},
		{etalon.ProtocolObject, instance, "", etalon.Unknown},
	} {
		id, err := w.Request(etalon.Arrival{Protocol: x.protocol, Transaction: x.of, Received: at, Raw: x.request})
		ts.Check(err)
		ts.Check(w.Response(id, etalon.Answer{Answered: at, Raw: []byte(x.response)}))
	}
	ts.Check(w.Seal("completed"))
	d, err := dossier.Read(m)
	ts.Check(err)
	return d
}
