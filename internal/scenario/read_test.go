package scenario_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// good is a scenario without fault that uses every kind of step.
const good = `id: td2.1-demo
title: {fr: Démonstration, en: Demonstration}
profile: alimentation
role: lps
modes: [INDIRECTE]
requirements: [errors, DMP-T01]
labels: [td2.1, lot:alimentation]
given:
  patients: [ACTIF]
  documents: [LETTRE]
steps:
  - reply: soap-fault
    to: ITI-41
    code: Sender
  - ask: feed
    patient: ACTIF
    documents: [{id: DOC-A, title: Document A, body: pdf, typeCode: 11490-0}]
    prompt: {fr: "Envoyez ${patient}.", en: "Send ${patient}."}
    within: 60s
  - expect: ITI-41
    id: sent
    at: repository
    within: 30s
  - capture: lot
    from: sent
    field: submissionSetUniqueId
  - ask: delete
    patient: ACTIF
    params: {uniqueId: "${LETTRE.uniqueId}", lot: "${lot}"}
    prompt: {fr: Supprimez., en: Delete.}
  - attest: {question: {fr: "Vu ?", en: "Seen?"}, expect: error}
cleanup:
  - ask: list-documents
    patient: ACTIF
    prompt: {fr: Listez., en: List.}
`

// mistake is one edit of the good scenario, and what must be said of it.
type mistake struct {
	name, old, new string
	want           string // line:col: what — hint, in English; "" when another test says it
}

// shapes are mistakes of shape: the JSON Schema refuses them too.
var shapes = []mistake{
	{"unknown key", "role: lps", "role: lps\nrolle: lps", `5:1: unknown key "rolle" — did you mean "role"?`},
	{"missing key", "profile: alimentation\n", "", `1:1: "profile" is missing`},
	{"missing language", "{fr: Démonstration, en: Demonstration}", "{fr: Démonstration}", `2:8: "en" is missing`},
	{"number for text", "role: lps", "role: 12", `4:7: text is expected, here 12 — put it in quotes: "12"`},
	{"list for text", "role: lps", "role: [lps]", `4:7: text is expected here, not a list`},
	{"text for list", "modes: [INDIRECTE]", "modes: INDIRECTE", `5:8: a list is expected here, not text`},
	{"mode", "[INDIRECTE]", "[INDIRECT]", `5:9: “INDIRECT” is not an authentication mode — did you mean "INDIRECTE"?`},
	{"label with a slash", "lot:alimentation", "lot/alimentation", `7:17: "lot/alimentation" does not have the form expected — letters, digits, - _ . and one colon between key and value`},
	{"behaviour", "reply: soap-fault", "reply: soap-fold", `12:12: “soap-fold” is not a behaviour — did you mean "soap-fault"?`},
	{"fault without code", "    code: Sender\n", "", `12:5: "code" is missing`},
	{"action", "ask: feed", "ask: feedd", `15:10: “feedd” is not an action — did you mean "feed"?`},
	{"document body", "body: pdf", "body: doc", `17:54: “doc” is not a document body`},
	{"transaction", "expect: ITI-41", "expect: ITI-48", `20:13: “ITI-48” is not a transaction — did you mean "ITI-47"?`},
	{"actor", "at: repository", "at: repositry", `22:9: “repositry” is not an actor — did you mean "repository"?`},
	{"duration", "within: 60s", "within: a while", `19:13: "a while" is not a duration — write 30s or 2m, for example`},
	{"attest without question", "attest: {question: {fr: \"Vu ?\", en: \"Seen?\"}, expect: error}", "attest: {expect: error}", `31:13: "question" is missing`},
	{"attested reaction", "expect: error}", "expect: erreur}", `31:59: “erreur” is not a reaction — did you mean "error"?`},
	{"two kinds", "  - capture: lot", "  - capture: lot\n    ask: feed", `24:5: step is both ask and capture — make two steps of it`},
	{"no kind", "    within: 30s\n", "    within: 30s\n  - id: nothing\n", `24:5: step without a kind — begin it with one of these keys: ask, expect, send, reply, capture, attest`},
	{"capture name", "capture: lot", "capture: le lot", ""},
	{"blank prompt", "fr: Supprimez.", `fr: " "`, `30:18: blank text`},
}

// meanings are mistakes that only the reader can know.
var meanings = []mistake{
	{"unknown profile", "profile: alimentation", "profile: alimentations", `3:10: “alimentations” is not a profile — did you mean "alimentation"?`},
	{"unknown requirement", "DMP-T01", "DMP-T99", `6:24: “DMP-T99” is not a requirement or a group of requirements`},
	{"unknown patient", "patients: [ACTIF]", "patients: [ACTIFF]", `9:14: unknown patient "ACTIFF" — did you mean "ACTIF"?`},
	{"unknown document", "documents: [LETTRE]", "documents: [LETRE]", `10:15: unknown document "LETRE" — did you mean "LETTRE"?`},
	{"document of nobody", "patients: [ACTIF]", "patients: [FERME]", `10:15: patient "ACTIF" of document "LETTRE" is not in given — add it to given.patients`},
	{"patient not given", "patient: ACTIF", "patient: FERME", `16:14: patient "FERME" is not in given — one of: ACTIF`},
	{"deadline too long", "within: 60s", "within: 2h", `19:13: duration out of range: 2h — between 1s and 30m0s`},
	{"wrong actor", "at: repository", "at: registry", `22:9: ITI-41 is not sent to registry — write at: repository`},
	{"useless key", "    code: Sender\n", "    code: Sender\n    hold: 6s\n", `15:11: this key means nothing with soap-fault — remove it`},
	{"useless seed", "    code: Sender\n", "    code: Sender\n    seed: 6\n", `15:11: this key means nothing with soap-fault — remove it`},
	{"other behaviour's transaction", "reply: soap-fault\n    to: ITI-41\n    code: Sender", "reply: wrong-document\n    to: ITI-41", `12:12: wrong-document means nothing for ITI-41 — did you mean "ITI-43"?`},
	{"seed of zero", "reply: soap-fault\n    to: ITI-41\n    code: Sender", "reply: awkward\n    to: ITI-41\n    seed: 0", `14:11: number out of range: 0 — between 1 and 2147483647`},
	{"seed in quotes", "reply: soap-fault\n    to: ITI-41\n    code: Sender", "reply: awkward\n    to: ITI-41\n    seed: \"7\"", `14:11: a whole number is expected here, not text`},
	{"for ever", "reply: soap-fault\n    to: ITI-41\n    code: Sender", "reply: http-503\n    to: ITI-41\n    for: ever", `14:10: “ever” is not a time — one of: scenario`},
	{"severity", "    code: Sender\n", "    code: Sender\n    severity: Error\n", `15:15: this key means nothing with soap-fault — remove it`},
	{"registry error as a fault code", "code: Sender", "code: XDSError", `14:11: “XDSError” is not a SOAP 1.2 fault code`},
	{"dead capture", `, lot: "${lot}"`, "", `24:5: capture "lot" is never used — use ${lot} in a later step, or remove it`},
	{"capture never defined", "${lot}", "${lots}", `27:5: nothing defines ${lots} here — did you mean "lot"?`},
	{"hole not closed", "${lot}", "${lot} ${", `27:5: “${” without “}”`},
	{"unknown in a prompt", "fr: Supprimez.", `fr: "${lit}"`, `27:5: nothing defines ${lit} here`},
	{"capture from nowhere", "from: sent", "from: nowhere", `24:5: no step "nowhere" before this one`},
	{"capture from a reply", "from: sent", "from: s01", `24:5: step "s01" (reply) carries no value — capture from an ask, a send or an expect`},
	{"field", "field: submissionSetUniqueId", "field: uniqueId", `24:5: an exchange has no field "uniqueId" — did you mean "uniqueIds"?`},
	{"step id twice", "  - capture: lot\n", "  - capture: lot\n    id: sent\n", `24:5: step "sent" is already defined — choose another id`},
	{"action without its parameter", `uniqueId: "${LETTRE.uniqueId}", `, "", `27:5: action delete needs parameter uniqueId — add params: {uniqueId: …}`},
	{"feed without documents", "    documents: [{id: DOC-A, title: Document A, body: pdf, typeCode: 11490-0}]\n", "", `15:5: action feed has 1 to 20 documents, here 0`},
	{"reply that nothing awaits", "to: ITI-41", "to: ITI-43", `12:5: no later step awaits ITI-43: this reply will not be used — put it before the ask, and add expect: ITI-43 after that`},
	{"expect before ask", "steps:\n", "steps:\n  - expect: ITI-18\n", `12:5: nothing causes this exchange: no ask or send comes before it — add before it the ask or send step that causes it`},
	{"attest before ask", "steps:\n", "steps:\n  - attest: {question: {fr: \"?\", en: \"?\"}, expect: done}\n", `12:5: a question about nothing: no ask comes before it`},
	{"reply after its ask", "    within: 60s\n", "    within: 60s\n  - reply: cut\n    to: ITI-41\n", `20:5: reply prepared too late: the step that causes ITI-41 comes before it — put it before that step`},
	{"key twice", "role: lps", "role: lps\nrole: lps", `5:1: key "role" is written twice — keep one`},
	{"anchor", "role: lps", "role: &r lps", `4:7: YAML anchor, alias, tag or merge key — write the value out`},
	{"reserved capture", "capture: lot", "capture: patient", `24:14: "patient" is a reserved name — choose another name`},
}

func TestReaderRefuses(t *testing.T) {
	cat, _ := load(t)
	if _, problems := scenario.Read("good.yaml", []byte(good), cat); len(problems) > 0 {
		t.Fatalf("the good scenario has problems: %v", problems)
	}
	for _, c := range append(append([]mistake{}, shapes...), meanings...) {
		t.Run(c.name, func(t *testing.T) {
			src := strings.Replace(good, c.old, c.new, 1)
			if src == good {
				t.Fatal("nothing replaced")
			}
			_, problems := scenario.Read("x.yaml", []byte(src), cat)
			var said []string
			for _, p := range problems {
				if p.What.FR == "" || p.What.EN == "" || (p.Hint.FR == "") != (p.Hint.EN == "") {
					t.Errorf("not in both languages: %+v", p)
				}
				said = append(said, p.In("en"))
			}
			all := strings.Join(said, "\n")
			if all == "" || !strings.Contains(all, "x.yaml:"+c.want) {
				t.Errorf("got\n%s\nwant\nx.yaml:%s", all, c.want)
			}
		})
	}
}

func TestAllProblemsComeAtOnce(t *testing.T) {
	cat, _ := load(t)
	src := strings.NewReplacer("role: lps", "role: pharmacie", "DMP-T01", "DMP-T99", "to: ITI-41", "to: ITI-99", "expect: error}", "expect: rien}").Replace(good)
	_, problems := scenario.Read("x.yaml", []byte(src), cat)
	lines := []int{}
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	if diff := cmp.Diff([]int{4, 6, 13, 31}, lines); diff != "" {
		t.Errorf("lines (-want +got):\n%s\n%v", diff, problems)
	}
}

func TestProblemSpeaksFrench(t *testing.T) {
	cat, _ := load(t)
	_, problems := scenario.Read("x.yaml", []byte(strings.Replace(good, "role: lps", "rôle: lps", 1)), cat)
	want := []string{`x.yaml:1:1: il manque « role »`, `x.yaml:4:1: clé inconnue « rôle » — vouliez-vous « role » ?`}
	got := []string{}
	for _, p := range problems {
		got = append(got, p.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	cat, _ := load(t)
	s, _ := scenario.Read("good.yaml", []byte(good), cat)
	if s.ID != "td2.1-demo" || s.Profile != "alimentation" || s.Title.EN != "Demonstration" || s.Line != 1 {
		t.Errorf("head: %+v", s)
	}
	reply := etalon.Reply{Actor: etalon.Repository, Transaction: etalon.ITI41, Behaviour: etalon.BehaveSOAPFault, Code: "Sender"}
	if diff := cmp.Diff(&reply, s.Steps[0].Reply); diff != "" {
		t.Error(diff)
	}
	ask := s.Steps[1]
	if ask.ID != "s02" || ask.Kind != scenario.Ask || ask.Line != 15 || ask.Within != time.Minute ||
		ask.Ask.Patient.Family != "ETALON-ACTIF" || ask.Ask.Documents[0].Patient != "ACTIF" {
		t.Errorf("ask: %+v", ask)
	}
	if e := s.Steps[2]; e.ID != "sent" || e.Within != 30*time.Second || *e.Expect != (scenario.Expected{Actor: etalon.Repository, Transaction: etalon.ITI41}) {
		t.Errorf("expect: %+v", e)
	}
	if c := s.Cleanup[0]; c.ID != "c01" || c.Within != scenario.DefaultAsk {
		t.Errorf("clean-up: %+v", c)
	}
}

// Every key of a reply step reaches the simulator.
func TestReplyStep(t *testing.T) {
	cat, _ := load(t)
	for text, want := range map[string]etalon.Reply{
		"reply: registry-error\n    to: ITI-41\n    code: XDSExtraMetadataNotSaved\n    severity: Warning\n    text: contexte\n    location: ici\n    delay: 2s": {
			Behaviour: etalon.BehaveRegistryError, Code: "XDSExtraMetadataNotSaved", Severity: "Warning", Text: "contexte", Location: "ici", Delay: 2 * time.Second,
		},
		"reply: awkward\n    to: ITI-41\n    seed: 7\n    for: scenario": {Behaviour: etalon.BehaveAwkward, Seed: 7, Lasting: true},
		"reply: delay\n    to: ITI-41\n    delay: 5s":                    {Behaviour: etalon.BehaveDelay, Delay: 5 * time.Second},
		"reply: cut-in-body\n    to: ITI-41":                             {Behaviour: etalon.BehaveCutInBody},
	} {
		want.Actor, want.Transaction = etalon.Repository, etalon.ITI41
		s, problems := scenario.Read("x.yaml", []byte(strings.Replace(good, "reply: soap-fault\n    to: ITI-41\n    code: Sender", text, 1)), cat)
		if len(problems) != 0 {
			t.Errorf("%s: %v", text, problems)
			continue
		}
		if diff := cmp.Diff(&want, s.Steps[0].Reply); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestGivenTakesObjectsInPlace(t *testing.T) {
	cat, _ := load(t)
	src := strings.NewReplacer(
		"patients: [ACTIF]", `patients: [ACTIF, {id: VOISIN, ins: "180029999900101", oid: 1.2.250.1.213.1.4.10, family: ETALON-VOISIN, given: Luc, birth: "19800214", gender: M, dmp: absent}]`,
		"documents: [LETTRE]", `documents: [LETTRE, {id: NOTE, patient: VOISIN, title: Note, body: pdf, typeCode: 11490-0, uniqueId: 2.25.7, entryId: "urn:uuid:00000000-0000-4000-8000-000000000007", created: "20260101000000"}]`,
	).Replace(good)
	s, problems := scenario.Read("x.yaml", []byte(src), cat)
	var said []string
	for _, p := range problems {
		said = append(said, p.In("en"))
	}
	if diff := cmp.Diff([]string{"x.yaml:9:39: the key of the INS is wrong — it must be 84"}, said); diff != "" {
		t.Error(diff)
	}
	if len(s.Given.Patients) != 2 || s.Given.Patients[1].Family != "ETALON-VOISIN" || len(s.Given.Documents) != 2 || s.Given.Documents[1].UniqueID != "2.25.7" {
		t.Errorf("given: %+v", s.Given)
	}
}

func TestLoadDir(t *testing.T) {
	cat, _ := load(t)
	file := &fstest.MapFile{Data: []byte(good)}
	_, problems, err := scenario.LoadDir(fstest.MapFS{"a/one.yaml": file, "b/two.yaml": file}, ".", cat)
	if err != nil || len(problems) != 1 || problems[0].In("en") != `b/two.yaml:1:1: scenario "td2.1-demo" is already in a/one.yaml — give it another id` {
		t.Errorf("twin ids: %v %v", err, problems)
	}
	if _, _, err := scenario.LoadDir(fstest.MapFS{"a/readme.md": file}, ".", cat); err == nil {
		t.Error("a folder without scenarios is accepted")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("steps: [{ask: feed, documents: [{}]}, {reply: timeout}, {capture: x}]\ngiven: {patients: [{}], documents: [{}]}"))
	f.Fuzz(func(t *testing.T, src []byte) {
		_, problems := scenario.Read("x.yaml", src, &scenario.Catalogue{})
		if len(problems) == 0 {
			t.Error("a scenario of an empty catalogue cannot be right")
		}
	})
}
