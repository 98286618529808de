package facts

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

func TestEveryTransactionIsRecognised(t *testing.T) {
	for _, name := range etalon.Transactions() {
		x, _ := name.Info()
		for _, p := range x.Pairs {
			for _, action := range []string{p.Action, p.AnswerAction} {
				if x.Borrows && action == p.AnswerAction {
					continue
				}
				if actor, got := transactionOf(action, reason(x)); got != name || actor != x.Actor {
					t.Errorf("%s is taken for %s at %s, not %s at %s", action, got, actor, name, x.Actor)
				}
			}
			inside := ""
			if x.Amends {
				inside = `<x lid="urn:uuid:1" id="2"/>`
			}
			if r := reason(x); r != "" {
				inside = `<controlActProcess xmlns="urn:hl7-org:v3"><reasonCode code="` + r + `"/></controlActProcess>`
			}
			doc, err := xmldoc.Parse([]byte(`<p:`+p.Payload.Local+` xmlns:p="`+p.Payload.Space+`">`+inside+`</p:`+p.Payload.Local+`>`), xmldoc.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if actor, got := transactionOfBody(doc.Root()); got != name || actor != x.Actor {
				t.Errorf("%s is taken for %s at %s, not %s at %s", p.Payload.Local, got, actor, name, x.Actor)
			}
		}
	}
}

// reason is what tells a transaction from others with its message; "" for none.
func reason(x etalon.TransactionInfo) string {
	if len(x.Reasons) == 0 {
		return ""
	}
	return x.Reasons[0]
}

func TestAnswerThatSeveralHaveTellsNothing(t *testing.T) {
	doc, err := xmldoc.Parse([]byte(`<r:RegistryResponse xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"/>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if actor, got := transactionOfBody(doc.Root()); got != etalon.Unknown || actor != "" {
		t.Errorf("taken for %s at %q", got, actor)
	}
	if !isPayload(doc.Root()) {
		t.Error("it is a payload all the same")
	}
}
