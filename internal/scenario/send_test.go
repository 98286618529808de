package scenario_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

const sending = `id: refused
title: {fr: Refus, en: Refusal}
profile: alimentation
role: document-registry
requirements: [DMP-T01]
given:
  patients: [ACTIF]
steps:
  - send: ITI-42
    id: put
    case: unknown-patient
    patient: ACTIF
    documents: [{id: DOC-A, title: Document A, body: pdf, typeCode: 11490-0}]
    answer: {status: failure, codes: [XDSUnknownPatientId]}
    within: 10s
  - capture: doc
    from: put
    field: uniqueIds
  - send: ITI-18
    to: registry
    patient: ACTIF
    params: {query: GetDocuments, uniqueId: "${doc}"}
`

func TestSendSteps(t *testing.T) {
	cat, _ := load(t)
	s, problems := scenario.Read("x.yaml", []byte(sending), cat)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	put, query := s.Steps[0], s.Steps[2]
	want := etalon.Sending{
		Transaction: etalon.ITI42, To: etalon.Registry, Case: "unknown-patient", Patient: s.Given.Patients[0],
		Documents: []etalon.Document{{ID: "DOC-A", Patient: "ACTIF", Title: "Document A", Body: "pdf", TypeCode: "11490-0"}},
		Answer:    etalon.Want{Status: etalon.WantFailure, Codes: []string{"XDSUnknownPatientId"}},
	}
	if diff := cmp.Diff(want, *put.Send); diff != "" || put.Within != 10*time.Second {
		t.Errorf("within %s: %s", put.Within, diff)
	}
	if query.Send.Answer.Status != etalon.WantSuccess || query.Send.Case != etalon.CaseNominal || query.Within != scenario.DefaultSend {
		t.Errorf("what is not written: %+v within %s", query.Send, query.Within)
	}
	if err := editor(t)([]byte(sending)); err != nil {
		t.Error(err)
	}
}

func TestSendRefuses(t *testing.T) {
	cat, _ := load(t)
	for _, c := range []struct{ old, new, want string }{
		{"send: ITI-42", "send: TD0.3", `9:11: “TD0.3” is not a transaction that client actors play — one of: ITI-1, ITI-18, ITI-19, ITI-20, ITI-41, ITI-42, ITI-43, ITI-47, ITI-57, ITI-62`},
		{"to: registry", "to: repository", `20:9: ITI-18 is not sent to repository — write to: registry`},
		{"role: document-registry", "role: lps", `9:5: a product of role lps is no server: it receives nothing — role: one of document-registry, document-repository, patient-demographics-supplier, time-server, audit-repository, secure-node-server`},
		{"status: failure, codes: [XDSUnknownPatientId]", "status: failure", `14:13: a refusal must carry the right code — add codes: [XDS…]`},
		{"status: failure,", "status: success,", `14:38: a success has no code — remove codes`},
		{"status: failure,", "status: failed,", `14:22: “failed” is not a status of an answer`},
		{"field: uniqueIds", "field: nothing", `16:5: an exchange has no field "nothing"`},
	} {
		src := strings.Replace(sending, c.old, c.new, 1)
		_, problems := scenario.Read("x.yaml", []byte(src), cat)
		var said []string
		for _, p := range problems {
			said = append(said, p.In("en"))
		}
		if all := strings.Join(said, "\n"); src == sending || !strings.Contains(all, "x.yaml:"+c.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", c.new, all, c.want)
		}
	}
}

// Who knows the client actors says which messages there are.
func TestSendNamesAMessageThatCanBeMade(t *testing.T) {
	cat, _ := load(t)
	cat.Cases = []scenario.Case{{etalon.ITI42, "unknown-patient", nil}, {etalon.ITI18, "nominal", []string{"query"}}}
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"case: unknown-patient", "case: unknown-patent", `11:11: ITI-42 has no message "unknown-patent" — did you mean "unknown-patient"?`},
		{"{query: GetDocuments, ", "{", `19:5: message nominal needs parameter query — add params: {query: …}`},
	} {
		_, problems := scenario.Read("x.yaml", []byte(strings.Replace(sending, c.old, c.new, 1)), cat)
		var said []string
		for _, p := range problems {
			said = append(said, p.In("en"))
		}
		if all := strings.Join(said, "\n"); !strings.Contains(all, c.want) || (c.want == "") != (all == "") {
			t.Errorf("%s: got\n%s\nwant\n%s", c.new, all, c.want)
		}
	}
}
