package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// asking is a search or what goes on with one, as a product writes it: every value in
// it can be wrong.
type asking struct {
	action string // after urn:hl7-org:v3:
	id     string // of the message
	query  string // extension of queryId; "" for none
	list   string // in parameterList, or beside queryId where a search is gone on with
}

const searching = "PRPA_IN201305UV02"

func (q asking) envelope() string {
	message, event, mood := q.action, "PRPA_TE201305UV02", "EVN"
	inside := `<queryByParameter>%s<statusCode code="new"/><responseModalityCode code="R"/><responsePriorityCode code="I"/><parameterList>` + q.list + `</parameterList></queryByParameter>`
	acknowledged := ""
	if q.action != searching {
		message, event = "QUQI_IN000003UV01", "PRPA_TE000003UV01"
		inside = `<queryContinuation>%s` + q.list + `</queryContinuation>`
		acknowledged = `<acknowledgement><typeCode code="AA"/><targetMessage><id root="2.25.7" extension="aucune"/></targetMessage></acknowledgement>`
	}
	id := ""
	if q.query != "" {
		id = `<queryId root="2.25.1" extension="` + q.query + `"/>`
	}
	device := func(role, kind, oid string) string {
		return `<` + role + ` typeCode="` + kind + `"><device classCode="DEV" determinerCode="INSTANCE"><id root="` + oid + `"/></device></` + role + `>`
	}
	return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header>` +
		`<a:Action s:mustUnderstand="true">urn:hl7-org:v3:` + q.action + `</a:Action><a:MessageID>` + "urn:uuid:" + uuid() + `</a:MessageID><a:To>https://127.0.0.1/xds/patientsPDQ</a:To>` +
		`<a:ReplyTo s:mustUnderstand="true"><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>` +
		`<` + message + ` xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0"><id root="2.25.2" extension="` + q.id + `"/><creationTime value="` + time.Now().UTC().Format("20060102150405") + `"/>` +
		`<interactionId root="2.16.840.1.113883.1.6" extension="` + message + `"/><processingCode code="T"/><processingModeCode code="T"/><acceptAckCode code="AL"/>` +
		device("receiver", "RCV", "2.25.3") + device("sender", "SND", "2.25.4") + acknowledged +
		`<controlActProcess classCode="CACT" moodCode="` + mood + `"><code code="` + event + `" codeSystem="2.16.840.1.113883.1.6"/>` + fmt.Sprintf(inside, id) +
		`</controlActProcess></` + message + `></s:Body></s:Envelope>`
}

// uuid is a new one for each message.
func uuid() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func criterion(name, value, semantics string) string {
	return `<` + name + `>` + value + `<semanticsText>` + semantics + `</semanticsText></` + name + `>`
}

func family(name string) string {
	return criterion("livingSubjectName", `<value><family>`+name+`</family></value>`, "LivingSubject.name")
}

// families are names to search for, all different.
func families(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(family(fmt.Sprint("ETALON-", i)))
	}
	return b.String()
}

func bornOn(value string) string {
	return criterion("livingSubjectBirthTime", `<value value="`+value+`"/>`, "LivingSubject.birthTime")
}

// Whatever a product sends about patients, the simulated supplier answers as the
// standard asks, a finding names what is wrong where something is, and neither exploring
// nor judging again ends in an error of the harness.
func TestBadInputAboutPatients(t *testing.T) {
	t.Parallel()
	dir, declaration := vendor(t)
	b, err := os.ReadFile(declaration)
	must(t, err)
	must(t, os.WriteFile(declaration, regexp.MustCompile(`(?m)^profiles:.*$`).ReplaceAll(b, []byte("profiles: [pdq-consumer]")), 0o600))
	out := filepath.Join(dir, "out")
	c := open(t, "simulate", "--sut", declaration, "--out", out)
	base := reached(c.await(c.out, "https://"))
	client := caller(t, declaration, pki.StructureAuth)
	const continuing = "QUQI_IN000003UV01_Continue"
	scope := criterion("otherIDsScopingOrganization", `<value root="2.25.777"/>`, "OtherIDs.scopingOrganization.id")
	cases := []struct {
		name    string
		asked   asking
		spoil   func(string) string
		answer  string // in the answer
		verdict string // of the exchange
		finding string // of the exchange; "" for none
	}{
		{name: "a right query", asked: asking{searching, "m1", "q1", family("ETALON-ACTIF")}, answer: `queryResponseCode code="OK"`, verdict: "PASS"},
		{name: "no parameters", asked: asking{searching, "m2", "q2", ""}, answer: `queryResponseCode code="QE"`, verdict: "FAIL", finding: "PQ01.criterion"},
		{name: "10,000 parameters", asked: asking{searching, "m3", "q3", families(10_000)}, answer: `plus de 200 valeurs`, verdict: "PASS"},
		{name: "a wildcard", asked: asking{searching, "m4", "q4", family("ETALON-*")}, answer: `queryResponseCode code="NF"`, verdict: "PASS", finding: "PQ03.name"},
		{name: "30 February", asked: asking{searching, "m5", "q5", family("ETALON-ACTIF") + bornOn("19800230")}, answer: `queryResponseCode code="QE"`, verdict: "FAIL", finding: "PQ03.birth"},
		{name: "20261399999999", asked: asking{searching, "m6", "q6", family("ETALON-ACTIF") + bornOn("20261399999999")}, answer: `date de naissance impossible`, verdict: "FAIL", finding: "PQ03.birth"},
		{name: "a domain that nobody knows", asked: asking{searching, "m7", "q7", family("ETALON-ACTIF") + scope}, answer: `code code="204"`, verdict: "PASS"},
		{name: "an OID that is none", asked: asking{searching, "m8", "q8", family("ETALON-ACTIF") + strings.Replace(scope, "2.25.777", "2.25.0777", 1)}, answer: `queryResponseCode code="QE"`, verdict: "FAIL", finding: "PQ03.scope"},
		{name: "a name in NFC", asked: asking{searching, "m9", "q9", family("ETALON-PERSONN\u00c9")}, answer: `queryResponseCode code="NF"`, verdict: "PASS"},
		{name: "a name in NFD", asked: asking{searching, "m10", "q10", family("ETALON-PERSONNE\u0301")}, answer: `queryResponseCode code="NF"`, verdict: "PASS"},
		{
			name: "Latin-1 under UTF-8", asked: asking{searching, "m11", "q11", family("ETALON-PERSONNE\u0301")},
			spoil: func(s string) string { return strings.Replace(s, "E\u0301", "\xc9", 1) }, answer: "Fault", verdict: "FAIL", finding: "T03.",
		},
		{name: "a queryId of 1 MB", asked: asking{searching, "m12", strings.Repeat("q", 1<<20), family("ETALON-ACTIF")}, answer: `queryResponseCode code="QE"`, verdict: "PASS"},
		{name: "ids used again", asked: asking{searching, "m1", "q1", family("ETALON-ACTIF")}, answer: `queryResponseCode code="OK"`, verdict: "PASS"},
		{
			name: "more of what is over", asked: asking{continuing, "m13", "q-d-hier", `<statusCode code="waitContinuedQueryResponse"/>`},
			answer: `code code="204"`, verdict: "PASS",
		},
	}
	for _, one := range cases {
		text := one.asked.envelope()
		if one.spoil != nil {
			text = one.spoil(text)
		}
		r, err := client.Post(base+"/xds/patientsPDQ", `application/soap+xml; charset=UTF-8; action="urn:hl7-org:v3:`+one.asked.action+`"`, strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", one.name, err)
		}
		got, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil || !strings.Contains(string(got), one.answer) || r.StatusCode >= http.StatusInternalServerError && one.answer != "Fault" {
			t.Errorf("%s: %s %v %.1500s", one.name, r.Status, err, got)
		}
		if line := c.await(c.out, "(rules)"); !strings.Contains(line, " "+one.verdict+" ") {
			t.Errorf("%s: %s", one.name, line)
		}
		if one.finding != "" {
			c.await(c.out, one.finding)
		}
	}
	must(t, c.cmd.Process.Signal(syscall.SIGINT))
	c.leaves(etalon.ExitPass)
	if said := c.rest(); t.Failed() {
		t.Logf("%.5000s", said)
	}
	// What takes a session to see is seen when it is judged as one.
	again := filepath.Join(dir, "again")
	command(t, etalon.ExitFail, nil, "judge", filepath.Join(out, "dossier"), "--out", again)
	found := map[etalon.RuleID]bool{}
	for _, f := range result(t, again).Findings {
		found[f.Rule] = true
	}
	for _, want := range []etalon.RuleID{"PS01.message", "PS01.query", "PS01.continues"} {
		if !found[want] {
			t.Errorf("judged as a session, %s is silent: %v", want, found)
		}
	}
}
