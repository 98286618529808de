package run_test

import (
	"context"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// What the actors hold is recorded as a scenario begins and when it has changed.
func TestWhatIsHeldIsRecordedWhenItChanges(t *testing.T) {
	st, j := newStage(), &journal{}
	now := etalon.Held{Patients: []etalon.HeldPatient{{ID: "P", Authorisation: "NON_EXISTE"}}}
	st.held = func() etalon.Held { return now }
	asked := 0
	d := &driver{name: "http", do: func(ctx context.Context, a etalon.Action) (etalon.Reaction, error) {
		if asked++; asked == 2 {
			now.Patients = []etalon.HeldPatient{{ID: "P", Authorisation: "VALIDE"}}
		}
		return done(ctx, a)
	}}
	if err := walk(t, t.Context(), st, d, j, nil, ask("s1", nil), ask("s2", nil), ask("s3", nil)); err != nil {
		t.Fatal(err)
	}
	if len(j.held) != 2 || j.held[0].Step != "" || j.held[1].Step != "s2" || j.held[1].Patients[0].Authorisation != "VALIDE" || j.held[1].Scenario != "s" {
		t.Errorf("%+v", j.held)
	}
}
