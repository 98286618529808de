package dmp_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/audit"
	"github.com/etalon-dmp/etalon/simulators/clock"
	"github.com/etalon-dmp/etalon/simulators/imaging"
	"github.com/etalon-dmp/etalon/simulators/insi"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/registry"
	"github.com/etalon-dmp/etalon/simulators/repository"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

// played are the actors that are composed, without their state.
func played() []actor.Actor {
	directory, index := patients.New(""), registry.New(registry.Config{})
	return []actor.Actor{directory.Actor(), rights.Actor(directory), insi.New().Actor(), index.Actor(), repository.New("", index).Actor(nil), imaging.New("").Actor(nil), audit.New().Actor(), audit.New().Feed(), clock.New().Actor()}
}

// Each transaction of the table is served by its actor, once, or the table says
// why it is not; and no actor serves what the table does not hold.
func TestEveryTransactionIsServedOrRefused(t *testing.T) {
	served := map[etalon.Transaction]etalon.Actor{}
	for _, a := range played() {
		if !slices.Contains(etalon.Actors(), a.Name()) {
			t.Errorf("%s is no actor", a.Name())
		}
		for _, o := range a.Operations() {
			known, ok := o.Transaction.Info()
			switch {
			case !ok:
				t.Errorf("%s serves %s, which the table does not hold", a.Name(), o.Transaction)
			case known.Actor != a.Name() || served[o.Transaction] != "":
				t.Errorf("%s is served by %s and %q, of the table by %s", o.Transaction, a.Name(), served[o.Transaction], known.Actor)
			case o.Answer == nil || o.Failure == nil:
				t.Errorf("%s has no answer or no failure", o.Transaction)
			}
			served[o.Transaction] = a.Name()
		}
	}
	for _, name := range etalon.Transactions() {
		known, _ := name.Info()
		if !slices.Contains(known.Senders, etalon.SentBySUT) {
			continue // nobody asks it of étalon
		}
		if refused := known.Refused != (etalon.Text{}); refused == (served[name] != "") {
			t.Errorf("%s: served by %q, refused %v", name, served[name], refused)
		}
	}
}

// Over the wire: whatever the table holds is named in the record and answered
// by its service, or refused as an action that is not supported.
func TestEveryTransactionIsAnswered(t *testing.T) {
	for _, plain := range []bool{false, true} {
		w := beginAs(t, everybody(), plain)
		for _, name := range etalon.Transactions() {
			known, _ := name.Info()
			if known.Protocol != etalon.ProtocolSOAP {
				continue
			}
			for _, pair := range known.Pairs {
				inside := ""
				if len(known.Reasons) > 0 {
					inside = `<controlActProcess xmlns="urn:hl7-org:v3"><reasonCode code="` + known.Reasons[0] + `"/></controlActProcess>`
				}
				payload := `<p:` + pair.Payload.Local + ` xmlns:p="` + pair.Payload.Space + `">` + inside + `</p:` + pair.Payload.Local + `>`
				a, err := w.send(w.client, known.Service, soapType, strings.NewReader(envelope(pair.Action, payload)))
				if err != nil {
					t.Fatal(err)
				}
				if got := w.arrived(); got.Transaction != name || got.Actor != known.Actor {
					t.Errorf("%s is on record as %s at %s", pair.Action, got.Transaction, got.Actor)
				}
				here := known.Refused == (etalon.Text{}) && (plain || known.InDMP)
				if got := !bytes.Contains(a.body, []byte("ActionNotSupported")); got != here {
					t.Errorf("plain %v, %s: supported %v: %.300s", plain, pair.Action, got, a.body)
				}
			}
		}
	}
}

func TestEveryBehaviourIsKnown(t *testing.T) {
	w := begin(t, everybody())
	for _, b := range etalon.Behaviours() {
		if slices.Contains([]etalon.BehaviourName{etalon.BehaveTimeout, etalon.BehaveDelay}, b.Name) {
			continue // they wait
		}
		on := etalon.ITI18
		if len(b.On) > 0 {
			on = b.On[0]
		}
		known, _ := on.Info()
		if known.Protocol != etalon.ProtocolSOAP || b.Name.Flaw() != "" {
			continue // the tests of its own front
		}
		w.dmp.Arm(etalon.Reply{Transaction: on, Behaviour: b.Name, Code: "XDSRegistryError"})
		pair := known.Pairs[0]
		payload := `<p:` + pair.Payload.Local + ` xmlns:p="` + pair.Payload.Space + `"/>`
		if r, err := w.client.Post(w.dmp.BaseURL()+"/xds/"+known.Service, soapType, strings.NewReader(envelope(pair.Action, payload))); err == nil {
			_ = r.Body.Close()
		}
		_ = w.arrived()
		if _, answer := w.record.last(); strings.Contains(answer.Note, "unknown behaviour") {
			t.Errorf("nothing implements %s: %s", b.Name, answer.Note)
		}
	}
}
