package reports

import (
	"cmp"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Group is what one rule said, at all its places, with one effect.
type Group struct {
	Rule     etalon.RuleID
	Findings []int // indices into Result.Findings, in its order
}

// Groups sorts findings by what they do to a verdict, and by rule: a reader
// mends one rule at a time, however often it failed.
type Groups struct {
	Broken       []Group // the harness broke
	Failed       []Group // the product does not conform
	Inconclusive []Group // could not be established
	Remarks      []Group // warnings and information: never a verdict
}

// Sort builds the groups. Inside each, rules come in the order of their ids.
func Sort(findings []etalon.Finding) Groups {
	var g Groups
	g.Broken = collect(findings, func(f etalon.Finding) bool { return f.Verdict() == etalon.Broken })
	g.Failed = collect(findings, func(f etalon.Finding) bool { return f.Verdict() == etalon.Fail })
	g.Inconclusive = collect(findings, func(f etalon.Finding) bool { return f.Verdict() == etalon.Inconclusive })
	g.Remarks = collect(findings, func(f etalon.Finding) bool { return f.Verdict() == etalon.Pass })
	return g
}

// Total is how many findings some groups hold together.
func Total(groups []Group) int {
	n := 0
	for _, g := range groups {
		n += len(g.Findings)
	}
	return n
}

func collect(findings []etalon.Finding, keep func(etalon.Finding) bool) []Group {
	at := map[etalon.RuleID]int{}
	var out []Group
	for i, f := range findings {
		if !keep(f) {
			continue
		}
		k, seen := at[f.Rule]
		if !seen {
			k = len(out)
			at[f.Rule] = k
			out = append(out, Group{Rule: f.Rule})
		}
		out[k].Findings = append(out[k].Findings, i)
	}
	slices.SortStableFunc(out, func(a, b Group) int { return cmp.Compare(a.Rule, b.Rule) })
	return out
}
