package campaign_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// No role of a vendor decides, no role that keeps accounts reads a dossier, and nobody
// does two of the three steps of a decision.
func TestRolesAreApart(t *testing.T) {
	for _, r := range append(campaign.Roles(), campaign.Public) {
		steps := 0
		for _, d := range []campaign.Deed{campaign.Propose, campaign.Confirm, campaign.Sign} {
			if r.May(d) {
				steps++
			}
		}
		if steps > 1 || r.Vendor() && steps > 0 {
			t.Errorf("%s does %d steps of a decision", r, steps)
		}
		if r.May(campaign.Accounts) && r.May(campaign.ReadDossiers) {
			t.Errorf("%s keeps accounts and reads dossiers", r)
		}
		if !r.May(campaign.ReadRegister) {
			t.Errorf("%s does not read what is public", r)
		}
	}
	for _, d := range campaign.Deeds() {
		if campaign.Public.May(d) && d != campaign.ReadRegister {
			t.Errorf("anybody may %s", d)
		}
		done := false
		for _, r := range campaign.Roles() {
			done = done || r.May(d)
		}
		if !done {
			t.Errorf("nobody may %s", d)
		}
	}
}

func TestADecisionTakesThreePersons(t *testing.T) {
	officer := campaign.Person{ID: 1, Role: campaign.Officer}
	second := campaign.Person{ID: 2, Role: campaign.SecondOfficer}
	head := campaign.Person{ID: 3, Role: campaign.Head}
	d := campaign.Decision{Proposer: officer.ID, Step: campaign.Proposed}
	if err := d.Sign(head); !errors.Is(err, campaign.ErrState) {
		t.Errorf("signed before it is confirmed: %v", err)
	}
	if err := d.Confirm(officer); !errors.Is(err, campaign.ErrForbidden) {
		t.Errorf("confirmed by an officer: %v", err)
	}
	if err := d.Confirm(campaign.Person{ID: 1, Role: campaign.SecondOfficer}); !errors.Is(err, campaign.ErrSame) {
		t.Errorf("confirmed by who proposed: %v", err)
	}
	if err := d.Confirm(second); err != nil || d.Step != campaign.Confirmed || d.Confirmer != second.ID {
		t.Fatalf("%v: %+v", err, d)
	}
	if err := d.Confirm(second); !errors.Is(err, campaign.ErrState) {
		t.Errorf("confirmed twice: %v", err)
	}
	if err := d.Sign(campaign.Person{ID: 2, Role: campaign.Head}); !errors.Is(err, campaign.ErrSame) {
		t.Errorf("signed by who confirmed: %v", err)
	}
	if err := d.Sign(head); err != nil || d.Step != campaign.Signed {
		t.Errorf("%v: %+v", err, d)
	}
}

func TestASessionOfSomethingElseIsRefused(t *testing.T) {
	known := []etalon.ProfileID{"acces", "alimentation"}
	scope, err := campaign.NewScope(1, []etalon.ProfileID{"acces"}, known, []etalon.AuthMode{etalon.ModeDirect})
	if err != nil {
		t.Fatal(err)
	}
	v := campaign.Version{ID: 1, Label: "2.0", Product: campaign.Product{Name: "LPS"}, Scope: &scope}
	right := etalon.SUTInfo{Name: "LPS", Version: "2.0"}
	if err := v.Check(right, scope.Profiles, etalon.ModeDirect); err != nil {
		t.Error(err)
	}
	for name, err := range map[string]error{
		"another product":     v.Check(etalon.SUTInfo{Name: "Autre", Version: "2.0"}, scope.Profiles, ""),
		"another version":     v.Check(etalon.SUTInfo{Name: "LPS", Version: "2.1"}, scope.Profiles, ""),
		"a seeded defect":     v.Check(etalon.SUTInfo{Name: "LPS", Version: "2.0", Mutant: "m"}, scope.Profiles, ""),
		"a former generation": v.Check(etalon.SUTInfo{Name: "LPS", Version: "2.0", Generation: "dmp1"}, scope.Profiles, ""),
		"another profile":     v.Check(right, known, ""),
		"another mode":        v.Check(right, scope.Profiles, etalon.ModeIndirect),
		"no scope":            campaign.Version{Label: "2.0", Product: v.Product}.Check(right, scope.Profiles, ""),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	other, _ := campaign.NewScope(2, []etalon.ProfileID{"acces"}, known, nil)
	if other.Digest == scope.Digest {
		t.Error("the scopes of two versions have one digest")
	}
	if bare, _ := campaign.NewScope(1, []etalon.ProfileID{"acces"}, known, nil); bare.Digest == scope.Digest {
		t.Error("a scope with a mode and one without have one digest")
	}
	if _, err := campaign.NewScope(1, scope.Profiles, known, []etalon.AuthMode{"CARTE"}); !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("a mode that there is not: %v", err)
	}
	for _, profiles := range [][]etalon.ProfileID{nil, {"nothing"}} {
		if _, err := campaign.NewScope(1, profiles, known, nil); !errors.Is(err, campaign.ErrInvalid) {
			t.Errorf("%v: %v", profiles, err)
		}
	}
}

func TestWhatAPersonWritesIsBounded(t *testing.T) {
	for _, s := range []string{"", "  ", "a\x1b[2J", "a\x00", strings.Repeat("é", 4001)} {
		if _, err := campaign.Text("motif", s); !errors.Is(err, campaign.ErrInvalid) {
			t.Errorf("%.10q: %v", s, err)
		}
	}
	if s, err := campaign.Text("motif", " <b>=1+1</b>\nligne "); err != nil || s != "<b>=1+1</b>\nligne" {
		t.Errorf("%q %v", s, err)
	}
}

func TestAnAlteredLogIsNoticed(t *testing.T) {
	var log []campaign.Act
	previous := campaign.Genesis()
	for i := range 3 {
		a := campaign.Act{Seq: int64(i + 1), At: time.Unix(int64(i), 0), Who: "a", What: campaign.Comment, Previous: previous}
		a.Hash = a.Sum()
		previous = a.Hash
		log = append(log, a)
	}
	if err := campaign.Broken(log); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func([]campaign.Act) []campaign.Act{
		"who":     func(l []campaign.Act) []campaign.Act { l[1].Who = "b"; return l },
		"when":    func(l []campaign.Act) []campaign.Act { l[1].At = l[1].At.Add(time.Second); return l },
		"removed": func(l []campaign.Act) []campaign.Act { return append(l[:1:1], l[2:]...) },
		"redone":  func(l []campaign.Act) []campaign.Act { l[1].Who = "b"; l[1].Hash = l[1].Sum(); return l },
	} {
		if err := campaign.Broken(change(append([]campaign.Act(nil), log...))); err == nil {
			t.Errorf("%s: nobody noticed", name)
		}
	}
}

// Evidence is of what was judged, whatever the order it is given in.
func TestEvidenceIsOfWhatWasJudged(t *testing.T) {
	a := campaign.Session{ID: 1, Head: "a", State: campaign.Judged, Verdict: etalon.Pass, Digest: "x"}
	b := campaign.Session{ID: 2, Head: "b", State: campaign.Judged, Verdict: etalon.Fail, Digest: "y"}
	all := campaign.Evidence([]campaign.Session{a, b}, nil)
	if all != campaign.Evidence([]campaign.Session{b, a, {ID: 3, Head: "c", State: campaign.Received}}, []campaign.Waiver{{ID: 1, Rule: "V05", Ended: time.Unix(1, 0)}}) {
		t.Error("it depends on the order, or on what waits")
	}
	other := a
	other.Digest = "z"
	for name, sessions := range map[string][]campaign.Session{"one less": {a}, "judged otherwise": {other, b}, "none": nil} {
		if campaign.Evidence(sessions, nil) == all {
			t.Errorf("%s: the same", name)
		}
	}
	if campaign.Evidence([]campaign.Session{a, b}, []campaign.Waiver{{ID: 1, Rule: "V05"}}) == all {
		t.Error("a waiver that stands: the same")
	}
}

// A waiver has a rule, a reason, somebody who answers for it, and an end to come.
func TestAWaiverIsWhole(t *testing.T) {
	now := time.Date(2026, 11, 28, 23, 0, 0, 0, time.UTC)
	whole := campaign.Waiver{Rule: "V05.role", Reason: "motif", Owner: "N. Om", Until: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)}
	w := whole
	if err := w.Check(now); err != nil {
		t.Errorf("whole: %v", err)
	}
	for name, change := range map[string]func(*campaign.Waiver){
		"no rule":     func(w *campaign.Waiver) { w.Rule = "" },
		"markup":      func(w *campaign.Waiver) { w.Rule = "<b>" },
		"no scenario": func(w *campaign.Waiver) { w.Scenario = "a b" },
		"no reason":   func(w *campaign.Waiver) { w.Reason = " " },
		"no owner":    func(w *campaign.Waiver) { w.Owner = "" },
		"no end":      func(w *campaign.Waiver) { w.Until = time.Time{} },
		"yesterday":   func(w *campaign.Waiver) { w.Until = w.Until.AddDate(0, 0, -1) },
	} {
		w := whole
		if change(&w); !errors.Is(w.Check(now), campaign.ErrInvalid) {
			t.Errorf("%s: taken", name)
		}
	}
}

// A decision holds through its last day, and not beyond.
func TestADecisionExpires(t *testing.T) {
	day := time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)
	d := campaign.Decision{Step: campaign.Signed, Until: day}
	if d.Expired(day.Add(23*time.Hour)) || !d.Expired(day.AddDate(0, 0, 1)) {
		t.Error("not at the end of its last day")
	}
	if (campaign.Decision{Step: campaign.Signed}).Expired(day) {
		t.Error("without an end it ended")
	}
}
