package client

import (
	"testing"

	"github.com/etalon-dmp/etalon"
)

// What the table says that étalon sends, the client actors can send.
func TestEveryTransactionThatIsSentHasItsMessages(t *testing.T) {
	for _, name := range etalon.SentBy(etalon.SentByEtalon) {
		known, _ := name.Info()
		if len(casesOf(name)) == 0 {
			t.Errorf("%s has no message", name)
		}
		if known.Protocol != etalon.ProtocolSOAP {
			continue // without an envelope
		}
		if _, ok := find(name, etalon.CaseNominal); !ok {
			t.Errorf("%s has no nominal message", name)
		}
		if len(Params(name)) == 0 {
			t.Errorf("%s takes no parameter", name)
		}
		if p, ok := plays(name); !ok || p.compose == nil || p.write == nil {
			t.Errorf("nothing composes %s", name)
		}
	}
}
