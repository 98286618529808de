package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

func feeding() *etalon.Action {
	return &etalon.Action{
		ID: "s/s01", Name: etalon.ActFeed,
		Patient: etalon.Patient{
			ID: "ACTIF", INS: "279035121518989", OID: "1.2.3", Family: "NOM <I>", Given: "Aline", Birth: "19790301",
			Gender: "F", City: "Lyon", PostalCode: "69001", DMP: etalon.DMPActive, Authorisation: "VALIDE",
		},
		Documents: []etalon.Document{{ID: "LETTRE", Title: "Lettre", Body: "pdf", TypeCode: "11490-0", UniqueID: "1.2.3.4", Replaces: "1.2.3.5"}},
		Params:    map[string]string{"b": "2", "a": "1"},
	}
}

// What was asked stands in the document of the exchange and of the session, and
// is the same in both.
func TestWhatAStepAsked(t *testing.T) {
	in := simple(post("/r", "application/soap+xml", query))
	in.Asked = facts.Asked{Step: "s01", Action: feeding()}
	doc := parse(t, facts.Exchange(in))
	asked := only(t, doc, "asked")
	want(t, asked, "step", "s01", "action", "feed", "cut", "false")
	want(t, asked.Child(ev, "patient"), "id", "ACTIF", "ins", "279035121518989", "oid", "1.2.3", "family", "NOM <I>", "given", "Aline",
		"birth", "19790301", "gender", "F", "city", "Lyon", "postal-code", "69001", "dmp", "active", "authorisation", "VALIDE", "closed-why", "")
	want(t, asked.Child(ev, "document"), "id", "LETTRE", "title", "Lettre", "body", "pdf", "type-code", "11490-0", "unique-id", "1.2.3.4", "replaces", "1.2.3.5")
	want(t, asked.Child(ev, "param"), "name", "a", "value", "1")
	session := string(facts.Session(facts.SessionInput{Scenarios: []facts.ScenarioInput{{ID: "s", Steps: []facts.StepInput{
		{Record: etalon.StepRecord{Step: "s01", Kind: "ask", Action: feeding()}},
		{Record: etalon.StepRecord{Step: "s02", Kind: "expect"}},
	}}}}).Text)
	text := string(doc.Source())
	same := text[strings.Index(text, "<ev:asked"):strings.Index(text, "</ev:asked>")]
	if !strings.Contains(session, same) || strings.Count(session, "<ev:asked") != 1 {
		t.Errorf("the session tells something else:\n%s\n%s", same, session)
	}
}

func TestNobodyAskedForIt(t *testing.T) {
	if n := len(all(parse(t, facts.Exchange(simple(nil))), "asked")); n != 0 {
		t.Error("ev:asked without a step that asked")
	}
}

func TestAnEndlessActionIsCut(t *testing.T) {
	in := simple(nil)
	in.Asked = facts.Asked{Step: "s01", Action: &etalon.Action{Documents: make([]etalon.Document, 5000)}}
	doc := parse(t, facts.Exchange(in))
	want(t, only(t, doc, "asked"), "cut", "true")
	if n := len(all(doc, "document")); n != 1000 {
		t.Errorf("%d documents", n)
	}
}
