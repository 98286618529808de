package html

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// shortDigest is how many characters of a digest stand in the first screen:
// enough to compare by eye; the whole is in its section.
const shortDigest = len("sha256:") + 12

// next is one thing to do, with a link to the rule that asks for it.
type next struct {
	Rule, Link string
	Text       etalon.Text
}

// scopeLine is one line of the scope, with the shape of what it counts.
type scopeLine struct {
	Label, Text etalon.Text
	Class       string
}

// ground is one thing the verdict stands on.
type ground struct {
	Label         etalon.Text
	Value         string
	Digest, Short string
}

func nextSteps(r etalon.Result, secs []section) []next {
	var out []next
	for _, n := range reports.NextSteps(r) {
		out = append(out, next{Rule: reports.Visible(string(n.Rule), 80), Link: groupNamed(n.Rule, secs), Text: n.Text})
	}
	return out
}

// groupNamed is the anchor of the first group of a rule: sections come worst first.
func groupNamed(rule etalon.RuleID, secs []section) string {
	for _, s := range secs {
		for _, g := range s.Groups {
			if g.id == rule && rule != "" {
				return g.Anchor
			}
		}
	}
	return ""
}

func scope(r etalon.Result) []scopeLine {
	var out []scopeLine
	for _, l := range reports.ScopeOf(r).Lines() {
		out = append(out, scopeLine{l.Label, l.Text, show(l.Verdict).Class})
	}
	return out
}

// firstGrounds is how many of the grounds stand in the first screen.
const firstGrounds = 3

// pinned gives the grounds for the first screen, those that a digest pins
// down; all of them stand in their section.
func pinned(all []ground) []ground {
	var out []ground
	for _, g := range all {
		if g.Short != "" && len(out) < firstGrounds {
			out = append(out, g)
		}
	}
	return out
}

func grounds(in Input) []ground {
	var out []ground
	for _, g := range reports.Grounds(in) {
		one := ground{Label: g.Label, Value: reports.Visible(g.Value, 200), Digest: reports.Visible(g.Digest, 200)}
		if len(one.Digest) > shortDigest {
			one.Short = one.Digest[:shortDigest] + "…"
		} else {
			one.Short = one.Digest
		}
		out = append(out, one)
	}
	return out
}
