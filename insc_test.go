package etalon_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
)

// The first was published with code by somebody else; the others were worked out with
// Python's hashlib.
func TestINSC(t *testing.T) {
	for want, p := range map[string]etalon.Patient{
		"1541187387477485562488": {Given: "Jean", Birth: "19500801", INS: "150081505104018"},
		"0973386782093944567440": {Given: "Marie-Noëlle", Birth: "19300804", INS: "230089999975580"},
	} {
		if got := p.INSC(); got != want {
			t.Errorf("%s: %s, not %s", p.Given, got, want)
		}
	}
	p := etalon.Patient{INS: "1541187387477485562488", OID: etalon.CalculatedOID}
	if got := p.CX(); got != "1541187387477485562488^^^&1.2.250.1.213.1.4.2&ISO^INS-C" {
		t.Error(got)
	}
}
