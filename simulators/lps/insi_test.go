package lps_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

const staleFault = `<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">Trop ancienne</s:Text></s:Reason>` +
	`<s:Detail><e:Erreur xmlns:e="urn:siram" code="ETALON-REFUS" severite="erreur">Trop ancienne</e:Erreur></s:Detail></s:Fault>`

// identity answers a search for an identity: who is found has a history.
func identity(code string) string {
	r := insi.Result{Code: code, Label: insi.Label(code)}
	if code == insi.OK {
		r.Person = &insi.Person{
			Active:  insi.Identifier{Number: insi.Number{ID: "2800299999001", Key: "34"}, OID: insi.NIR},
			History: []insi.Identifier{{Number: insi.Number{ID: "1520999999002", Key: "15"}, OID: insi.NIA}},
			Family:  "ETALON-ACTIF", Names: "CAMILLE", Sex: "F", Birth: "1980-02-14",
		}
	}
	return r.XML()
}

// qualifying makes the fake answer searches as the defect needs it.
func qualifying(f *fake, m lps.Mutant) {
	answer := say(identity(insi.OK))
	switch {
	case m.Behaviour == etalon.BehaveRegistryError:
		answer = say(staleFault)
	case m.Behaviour != "":
		answer = say("<nothing/>")
	case m.Name == "insi-unqualified-used":
		answer = say(identity(insi.Several))
	}
	f.answers["RECSANSVITALE"], f.answers["RECVITALE"] = answer, answer
}

// qualify are the actions around a search by traits: the search, the same with the
// place of birth, and what is then done.
func qualify(a etalon.Action) []etalon.Action {
	a.Patient.Place = "99999"
	again, then := a, a
	again.Params = map[string]string{"with": "place"}
	then.Name = etalon.ActExistenceTest
	return []etalon.Action{a, again, then}
}

// What is said of a patient decides what is done with the number; an assertion serves
// for 20 minutes and no longer.
func TestIdentityIsQualifiedBeforeItIsUsed(t *testing.T) {
	f := newFake(t)
	now := clock()
	l := newLPS(t, f, func(c *lps.Config) { c.Clock = func() time.Time { return now } })
	ask := func(name etalon.ActionName, payload, want string) string {
		t.Helper()
		f.answers["RECSANSVITALE"] = say(payload)
		a := action(name)
		r := l.Do(context.Background(), a)
		if r.Status != want {
			t.Fatalf("%s: %+v", name, r)
		}
		return traffic(f.requests())
	}
	id := func(text string) string {
		_, after, _ := strings.Cut(text, `Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="`)
		before, _, _ := strings.Cut(after, `"`)
		return before
	}
	for _, code := range []string{insi.Nobody, insi.Several} {
		ask(etalon.ActQualify, identity(code), etalon.ReactRefused)
		if sent := ask(etalon.ActExistenceTest, "", etalon.ReactRefused); sent != "" {
			t.Fatalf("%s: sent %s", code, sent)
		}
	}
	first := ask(etalon.ActQualify, identity(insi.OK), etalon.ReactDone)
	if sent := ask(etalon.ActExistenceTest, "", etalon.ReactDone); !strings.Contains(sent, "280029999900134^^^&amp;1.2.250.1.213.1.4.10") {
		t.Errorf("the number is not used under the test authority: %s", sent)
	}
	now = now.Add(10 * time.Minute)
	if second := ask(etalon.ActQualify, identity(insi.OK), etalon.ReactDone); id(first) == "" || id(second) != id(first) {
		t.Error("an assertion in force is not used again")
	}
	now = now.Add(11 * time.Minute)
	third := ask(etalon.ActQualify, staleFault, etalon.ReactError)
	fourth := ask(etalon.ActQualify, identity(insi.OK), etalon.ReactDone)
	if id(third) == id(first) || id(fourth) == id(third) {
		t.Error("an assertion that is too old, or refused, is used again")
	}
}
