package dmp_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// What is held is a copy of one moment: the patients' records and every version of
// their entries.
func TestHeld(t *testing.T) {
	w := begin(t, chronicle())
	h := w.dmp.Held()
	if len(h.Patients) != len(everybody().Patients) || len(h.Documents) != 6 || h.Cut || h.Scenario != "" {
		t.Fatalf("%d patients, %d documents, cut %v", len(h.Patients), len(h.Documents), h.Cut)
	}
	statuses := map[string]int{}
	for _, d := range h.Documents {
		if !strings.HasPrefix(d.Entry, `<rim:ExtrinsicObject xmlns:rim=`) || !d.Latest {
			t.Errorf("%+v", d)
		}
		_, after, _ := strings.Cut(d.Entry, `status="`)
		status, _, _ := strings.Cut(after, `"`)
		statuses[status[strings.LastIndexByte(status, ':')+1:]]++
	}
	if statuses["Approved"] == 0 || statuses["Deprecated"] == 0 {
		t.Errorf("%v", statuses)
	}
	for _, p := range h.Patients {
		if p.ID == "ACTIF" && (p.INS != activeINS || p.DMP != etalon.DMPActive || p.Authorisation != "VALIDE") {
			t.Errorf("%+v", p)
		}
	}
	w.dmp.Reset(etalon.Given{})
	if again := w.dmp.Held(); len(again.Patients)+len(again.Documents) != 0 || len(h.Documents) != 6 {
		t.Errorf("after a reset: %+v", again)
	}
}
