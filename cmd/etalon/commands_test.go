package main

import (
	"encoding/json"
	"errors"
	"net"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/etalon-dmp/etalon"
)

// exits runs a command and holds it to one exit code: exits CODE program args…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE[,CODE] program args…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if !slices.Contains(strings.Split(args[0], ","), strconv.Itoa(got)) {
		ts.Fatalf("exit code %d, want %s", got, args[0])
	}
}

// verdictIs looks into a verdict.json: verdict FILE VERDICT [rule that failed…]
// With PASS, no finding at all is allowed.
func verdictIs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: verdict FILE VERDICT [RULE…]")
	}
	r := readVerdict(ts, args[0])
	if got := r.Verdict.String(); got != args[1] {
		ts.Fatalf("%s says %s, want %s; findings: %v", args[0], got, args[1], failed(r))
	}
	if r.Verdict == etalon.Pass && len(r.Findings) > 0 {
		ts.Fatalf("%s: PASS, yet with findings: %+v", args[0], r.Findings)
	}
	for _, rule := range args[2:] {
		if !slices.Contains(failed(r), etalon.RuleID(rule)) {
			ts.Fatalf("%s: rule %s did not fail, these did: %v", args[0], rule, failed(r))
		}
	}
}

func readVerdict(ts *testscript.TestScript, file string) etalon.Result {
	var r etalon.Result
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &r))
	return r
}

func failed(r etalon.Result) []etalon.RuleID {
	var ids []etalon.RuleID
	for _, f := range r.Findings {
		if f.Verdict() == etalon.Fail {
			ids = append(ids, f.Rule)
		}
	}
	return ids
}

// sameVerdict compares what two sessions established, not the identifiers that
// the product happened to draw: the verdict of every profile, requirement and
// scenario, and which rule failed in which scenario.
func sameVerdict(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: same-verdict FILE FILE")
	}
	if diff := cmp.Diff(established(readVerdict(ts, args[0])), established(readVerdict(ts, args[1]))); diff != "" {
		ts.Fatalf("%s and %s establish different things:\n%s", args[0], args[1], diff)
	}
}

func established(r etalon.Result) []string {
	say := []string{r.Verdict.String()}
	for _, p := range r.Profiles {
		say = append(say, string(p.ID)+" "+p.Verdict.String())
		for _, q := range p.Requirements {
			say = append(say, string(p.ID)+" "+string(q.ID)+" "+q.Verdict.String()+" "+strconv.Itoa(q.Matched))
		}
	}
	for _, s := range r.Scenarios {
		say = append(say, string(s.ID)+" "+s.Verdict.String()+" "+s.Reason.FR)
	}
	for _, f := range r.Findings {
		say = append(say, string(f.Scenario)+" "+string(f.Rule)+" "+f.Location.XPath)
	}
	return say
}

// selftested reads the table of selftest --format json on the last output, in the
// form promised to its readers, unknown fields refused: selftested MUTANT…
func selftested(ts *testscript.TestScript, neg bool, args []string) {
	var table struct {
		Conforming struct {
			Verdict  etalon.Verdict `json:"verdict"`
			Findings *int           `json:"findings"`
		} `json:"conforming"`
		Mutants []struct {
			Name     string          `json:"name"`
			Expected etalon.RuleID   `json:"expected"`
			Fired    []etalon.RuleID `json:"fired"`
			Verdict  etalon.Verdict  `json:"verdict"`
			Killed   bool            `json:"killed"`
		} `json:"mutants"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &table))
	if table.Conforming.Verdict != etalon.Pass || table.Conforming.Findings == nil || *table.Conforming.Findings != 0 {
		ts.Fatalf("conforming product: %+v", table.Conforming)
	}
	var names []string
	for _, m := range table.Mutants {
		names = append(names, m.Name)
		if m.Expected == "" || m.Verdict != etalon.Fail || !m.Killed || len(m.Fired) == 0 {
			ts.Fatalf("mutant %+v", m)
		}
	}
	if diff := cmp.Diff(args, names); diff != "" {
		ts.Fatalf("mutants: %s", diff)
	}
}

// busy listens on a free port until the script ends: busy ENV
func busy(ts *testscript.TestScript, neg bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], l.Addr().String())
}
