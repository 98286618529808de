package etalon_test

import (
	"encoding/xml"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

func TestTransactionsAreWhole(t *testing.T) {
	actions := map[string]etalon.Transaction{}
	for _, name := range etalon.Transactions() {
		x, ok := name.Info()
		if !ok || x.Name != name || x.Title.FR == "" || x.Title.EN == "" || x.Protocol == "" || len(x.Senders) == 0 || x.Evidence == "" {
			t.Errorf("%s is not whole: %+v", name, x)
		}
		if !slices.Contains(etalon.Actors(), x.Actor) {
			t.Errorf("%s is sent to %q, which is no actor", name, x.Actor)
		}
		if x.Protocol != etalon.ProtocolSOAP {
			continue
		}
		if len(x.Pairs) == 0 || x.Packaging == "" || x.Service == "" {
			t.Errorf("%s is SOAP, without messages, packaging or service", name)
		}
		for _, p := range x.Pairs {
			if p.Action == "" || p.AnswerAction == "" || p.Payload == (etalon.QName{}) || p.Answer == (etalon.QName{}) {
				t.Errorf("%s: %+v is not whole", name, p)
			}
			for _, reason := range append(slices.Clone(x.Reasons), "") {
				if reason == "" && len(x.Reasons) > 0 {
					continue
				}
				key := p.Action + " " + reason
				if other, taken := actions[key]; taken && other != name {
					t.Errorf("the action %s names two transactions, %s and %s", key, other, name)
				}
				actions[key] = name
				if told, _, ok := etalon.Told(p.Action, reason); !ok || told.Name != name {
					t.Errorf("%s with reason %q is taken for %s, not %s", p.Action, reason, told.Name, name)
				}
			}
			if told, _, ok := etalon.Told(p.Action, "NOBODY"); !ok || len(told.Reasons) > 0 {
				t.Errorf("%s with an unknown reason is taken for %q", p.Action, told.Name)
			}
			if found, ok := x.Pair(p.Action, func(q etalon.QName) bool { return q == p.Payload }); !ok || found != p {
				t.Errorf("%s: the action %s and its payload name another pair, %+v", name, p.Action, found)
			}
		}
	}
}

func TestTransactionsWithOnePayloadAreToldApart(t *testing.T) {
	for _, name := range etalon.Transactions() {
		x, _ := name.Info()
		for _, p := range x.Pairs {
			same := etalon.Carrying(func(n etalon.QName) bool { return n == p.Payload })
			if i := slices.IndexFunc(same, func(o etalon.TransactionInfo) bool {
				return o.Name != name && o.Amends == x.Amends && slices.Equal(o.Reasons, x.Reasons)
			}); i >= 0 {
				t.Errorf("%s and %s both carry %s and nothing tells them apart", name, same[i].Name, p.Payload.Local)
			}
		}
	}
}

func TestUnknownTransactionHasNoActor(t *testing.T) {
	for _, name := range []etalon.Transaction{"", etalon.Unknown, "ITI-999"} {
		if _, ok := name.Info(); ok || name.Actor() != "" {
			t.Errorf("%q is known, of actor %q", name, name.Actor())
		}
	}
	if _, _, ok := etalon.Named(""); ok {
		t.Error("no action names a transaction")
	}
}

// An action is done with a transaction that a product may send.
func TestActionsAreDoneWithTransactions(t *testing.T) {
	seen := map[etalon.ActionName]bool{}
	for _, name := range etalon.ActionNames() {
		a, ok := name.Info()
		if !ok || seen[name] || a.Least > a.Most || !slices.Contains(etalon.SentBy(etalon.SentBySUT), a.Transaction) {
			t.Errorf("%s: %+v", name, a)
		}
		seen[name] = true
	}
	if _, ok := etalon.ActionName("fly").Info(); ok {
		t.Error("fly is an action")
	}
}

// actionCode is one code of the value set that rules about actions read.
type actionCode struct {
	Code        string `xml:"code,attr"`
	Message     string `xml:"message,attr"`
	Service     string `xml:"service,attr"`
	Transaction string `xml:"transaction,attr"`
	Response    string `xml:"response,attr"`
}

func TestValueSetOfActionsIsTheTable(t *testing.T) {
	var set struct {
		Codes []actionCode `xml:"code"`
	}
	err := fs.WalkDir(os.DirFS("schemas"), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Base(name) != "actions.xml" {
			return err
		}
		text, err := os.ReadFile(path.Join("schemas", name))
		if err != nil {
			return err
		}
		return xml.Unmarshal(text, &set)
	})
	if err != nil || len(set.Codes) == 0 {
		t.Fatalf("%d actions are in the value set: %v", len(set.Codes), err)
	}
	told := map[string]bool{}
	for _, c := range set.Codes {
		x, p, ok := etalon.Named(c.Code)
		for message := range strings.FieldsSeq(c.Message) {
			told[c.Code+message] = true
			if p, _ := x.Pair(c.Code, func(q etalon.QName) bool { return q.Local == message }); p.Payload.Local != message {
				t.Errorf("%s carries %s in the value set, %s in the table", c.Code, message, p.Payload.Local)
			}
		}
		switch {
		case !ok || p.Action != c.Code:
			t.Errorf("the value set has %s, the table of transactions has not", c.Code)
		case c.Service != x.Service:
			t.Errorf("%s: service %s in the value set, %s in the table", c.Code, c.Service, x.Service)
		case c.Transaction != "" && (c.Transaction != string(x.Name) || c.Response != p.AnswerAction):
			t.Errorf("%s: %s, %s in the value set; %s, %s in the table", c.Code, c.Transaction, c.Response, x.Name, p.AnswerAction)
		}
	}
	for _, name := range etalon.Transactions() {
		x, _ := name.Info()
		if x.Actor == etalon.INSi { // whose rules are over exchanges of their own: IN01.action has them
			continue
		}
		for _, p := range x.Pairs {
			if !told[p.Action+p.Payload.Local] {
				t.Errorf("the value set of actions lacks %s of %s", p.Action, name)
			}
		}
	}
}
