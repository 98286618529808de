package squash_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/squash"
)

type read struct {
	Suite struct {
		Status string `json:"status"`
	} `json:"automated_test_suite"`
	Tests []struct {
		Reference string   `json:"reference"`
		Status    string   `json:"status"`
		Details   []string `json:"failure_details"`
	} `json:"tests"`
}

func written(t *testing.T, of etalon.Result) read {
	t.Helper()
	var b bytes.Buffer
	if err := squash.Write(&b, reports.Input{Result: of, Lang: "fr"}); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	var r read
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

// Each scenario has its status, and only what was established and holds is a success.
func TestEachScenarioHasItsStatus(t *testing.T) {
	of := sample.Result()
	r := written(t, of)
	want := map[etalon.Verdict]string{etalon.Pass: "SUCCESS", etalon.Fail: "FAILURE", etalon.Inconclusive: "BLOCKED", etalon.Broken: "BLOCKED", etalon.NotApplicable: "SKIPPED"}
	if len(r.Tests) != len(of.Scenarios) || r.Suite.Status != want[of.Verdict] {
		t.Fatalf("%+v", r)
	}
	seen := map[string]bool{}
	for i, s := range of.Scenarios {
		got := r.Tests[i]
		if got.Reference != string(s.Profile)+"."+string(s.ID) || got.Status != want[s.Verdict] || seen[got.Reference] {
			t.Errorf("%+v of %s", got, s.ID)
		}
		if told := len(got.Details) > 0; told != (got.Status == "FAILURE" || got.Status == "BLOCKED") {
			t.Errorf("%s, %s: %q", s.ID, got.Status, got.Details)
		}
		seen[got.Reference] = true
	}
}

// A part of a profile is no success as a whole.
func TestAPartIsNoSuccess(t *testing.T) {
	whole := etalon.Result{Verdict: etalon.Pass, Profiles: []etalon.ProfileResult{{ID: "acces", Verdict: etalon.Pass, Ran: 2}}}
	part := whole
	part.Profiles = []etalon.ProfileResult{{ID: "acces", Verdict: etalon.Pass, Ran: 2, LeftOut: 5}}
	if w, p := written(t, whole).Suite.Status, written(t, part).Suite.Status; w != "SUCCESS" || p != "BLOCKED" {
		t.Errorf("whole %s, part %s", w, p)
	}
}

// Whatever a product puts in its messages stays a text of bounded length.
func FuzzWrite(f *testing.F) {
	f.Add(sample.Hostile)
	f.Add(sample.Unspeakable)
	f.Fuzz(func(t *testing.T, evil string) {
		r := written(t, sample.Poisoned("x"+evil))
		if len(r.Tests) != len(sample.Result().Scenarios) {
			t.Errorf("%d tests", len(r.Tests))
		}
		for _, one := range r.Tests {
			for _, d := range one.Details {
				if len(d) > 4*2100 {
					t.Errorf("%d bytes", len(d))
				}
			}
		}
	})
}
