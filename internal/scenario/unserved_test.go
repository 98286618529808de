package scenario

import (
	"testing"

	"github.com/etalon-dmp/etalon"
)

func TestRefusedTransactionIsServedNowhere(t *testing.T) {
	refused := etalon.TransactionInfo{Name: "ITI-0", InDMP: true, Refused: etalon.Text{FR: "Étalon ne la sert pas", EN: "not served by Étalon"}}
	for _, inDMP := range []bool{true, false} {
		if why, is := unserved(refused, inDMP); !is || why != refused.Refused {
			t.Errorf("in the DMP %v: %v %v", inDMP, is, why)
		}
		if _, is := unserved(etalon.TransactionInfo{Name: "ITI-0", InDMP: true}, inDMP); is {
			t.Errorf("in the DMP %v: served, and said not to be", inDMP)
		}
	}
}
