package judge_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/schemas"
)

// provenBook has rules about steps: one that always meets something, one that
// reads what a person said, one that meets nothing here.
func provenBook(t *testing.T, requirements string) *judge.Book {
	t.Helper()
	rule := func(id, context, requirements, attested string) string {
		return `<sch:pattern id="P-` + id + `"><sch:rule context="` + context + `"><sch:assert id="` + id + `" e:requirements="` + requirements + `" e:confidence="A"` + attested + ` test="true()">x</sch:assert></sch:rule></sch:pattern>`
	}
	p, err := schemas.Open(fstest.MapFS{
		"pack.yaml":         {Data: []byte("name: p\nversion: \"1\"\nentries:\n  - {name: session, file: x.sch, over: session}\n")},
		"requirements.yaml": {Data: []byte(requirements)},
		"x.sch": {Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:e="urn:etalon:rule:1" queryBinding="xslt2"><sch:ns prefix="ev" uri="urn:etalon:evidence:1"/>` +
			rule("A.met", "ev:scenario", "R", "") + rule("A.said", "ev:step", "R Q", ` e:attested="true"`) + rule("A.never", "ev:call", "R", "") + `</sch:schema>`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile([]*schemas.Pack{p})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const provable = "requirements:\n  - {id: R, level: must, source: s, clause: c, confidence: A, text: {fr: un, en: one}%s}\n" +
	"  - {id: Q, level: must, source: s, clause: c, confidence: A, text: {fr: un, en: one}}\n"

func proven(t *testing.T, proof string) etalon.Result {
	t.Helper()
	b := provenBook(t, strings.Replace(provable, "%s", proof, 1))
	return judgedBy(t, b, []etalon.RequirementID{"R", "Q"}, func(w *dossier.Writer) {
		ended(t, w, outcome.Received)
		must(t, w.Seal(outcome.Completed))
	})
}

// One rule that met something does not make a requirement conforming: all of its
// proof must have, and the verdict names what did not.
func TestARequirementIsEstablishedByItsProof(t *testing.T) {
	for proof, want := range map[string]etalon.Verdict{
		"": etalon.Pass, ", proof: [A.met]": etalon.Pass, ", proof: [A.met, A.said]": etalon.Pass,
		`, proof: ["A.never|A.met"]`: etalon.Pass, ", proof: [A.met, A.never]": etalon.Inconclusive, `, proof: ["A.never|A.none"]`: etalon.Inconclusive,
	} {
		r := proven(t, proof)
		q, s := r.Profiles[0].Requirements[0], r.Scenarios[0]
		if q.Verdict != want || r.Verdict != want {
			t.Errorf("%q: %s, in all %s", proof, q.Verdict, r.Verdict)
		}
		named := slices.ContainsFunc(q.Missing, func(p etalon.Proof) bool { return strings.HasPrefix(string(p), "A.never") })
		if open := want == etalon.Inconclusive; named != open || strings.Contains(s.Reason.EN, "A.never") != open {
			t.Errorf("%q: missing %v, reason %q", proof, q.Missing, s.Reason.EN)
		}
	}
}

// What only somebody said is told apart from what a message shows.
func TestWhatIsOnlySaidIsAttested(t *testing.T) {
	r := proven(t, "")
	for i, want := range []bool{false, true} { // a rule met the scenario itself; a step alone
		if q := r.Profiles[0].Requirements[i]; q.Attested != want || r.Scenarios[0].Checks[i].Attested != want {
			t.Errorf("%s: attested %v", q.ID, q.Attested)
		}
	}
	b := provenBook(t, strings.Replace(provable, "%s", "", 1))
	if got := b.Witnessed(); len(got) != 2 || len(got[0].Rules) != 3 || len(got[1].Rules) != 1 || got[1].Rules[0] != "A.said" {
		t.Errorf("%+v", got)
	}
}

// An exchange shows what was held when it began, an ask step what was held before
// it and at the end of what it set in motion.
func TestWhatWasHeld(t *testing.T) {
	m := &dossier.Memory{}
	held := func(step etalon.StepID, authorisation string) etalon.Held {
		return etalon.Held{Scenario: "s", Step: step, Patients: []etalon.HeldPatient{{ID: "P", INS: "1", Authorisation: authorisation}}}
	}
	ask := func(id etalon.StepID) etalon.StepRecord {
		return etalon.StepRecord{Scenario: "s", Step: id, Kind: "ask", Outcome: outcome.Done, Action: &etalon.Action{Name: etalon.ActDeclareAccess}}
	}
	w, err := dossier.NewWriter(m, func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }, dossier.Session{Plan: []byte(`{}`)})
	must(t, err, w.Begin("s"), w.Held(held("", "NON_EXISTE")))
	_, err = w.Connection(etalon.Connection{})
	must(t, err)
	_, err = w.Request(etalon.Arrival{Transaction: etalon.TD03, Received: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)})
	must(t, err, w.Step(ask("s1")), w.Step(etalon.StepRecord{Scenario: "s", Step: "s2", Kind: "expect", Outcome: outcome.Received}),
		w.Held(held("s2", "VALIDE")), w.Step(ask("s3")), w.End("s", outcome.Completed, ""), w.Seal(outcome.Completed))
	d, err := dossier.Read(m)
	must(t, err)
	var texts []string
	for e, err := range judge.Evidence(d) {
		must(t, err)
		texts = append(texts, string(e.Text))
	}
	if len(texts) != 2 || !strings.Contains(texts[0], `<ev:held when="before" cut="false">`) || !strings.Contains(texts[0], `authorisation="NON_EXISTE"`) {
		t.Errorf("the exchange: %s", texts)
	}
	session := texts[len(texts)-1]
	for _, want := range []string{`when="before"`, `authorisation="NON_EXISTE"`, `when="after"`, `authorisation="VALIDE"`, `when="before"`, `authorisation="VALIDE"`, `when="after"`, `authorisation="VALIDE"`} {
		_, rest, found := strings.Cut(session, want)
		if !found {
			t.Fatalf("%s is not where it should be in %s", want, texts[len(texts)-1])
		}
		session = rest
	}
}
