package standing

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
)

// Difference is one thing that two verdicts do not have in common.
type Difference struct {
	What     string // in French
	From, To string // "" where it was not there
}

// String is the difference in one line.
func (d Difference) String() string { return d.What + " " + shown(d.From) + " → " + shown(d.To) }

// Differences tells what the later of two verdicts stands on that the earlier did
// not, in the order of the block. What the earlier does not say is no difference.
func Differences(from, to etalon.StandsOn) []Difference {
	var out []Difference
	add := func(what, a, b string) {
		if a != b {
			out = append(out, Difference{what, a, b})
		}
	}
	add("version", from.Build.Version, to.Build.Version)
	add("source", revision(from.Build), revision(to.Build))
	add("programme", short(from.Build.Executable), short(to.Build.Executable))
	add("go", from.Build.Go, to.Build.Go)
	add("modules", short(from.Build.Modules), short(to.Build.Modules))
	pairs(from.Build.Engines, to.Build.Engines, func(e etalon.Engine) (string, string) { return "moteur " + e.Name, e.Version }, add)
	pairs(from.Packs, to.Packs, func(p etalon.PackInfo) (string, string) {
		return "référentiel " + p.Name, p.Version + "@" + short(p.Digest)
	}, add)
	add("schémas XML", short(from.Schemas.Digest), short(to.Schemas.Digest))
	pairs(from.Schemas.Used, to.Schemas.Used, func(s etalon.SchemaInfo) (string, string) {
		return string(s.Rule), s.File + "@" + short(s.Digest)
	}, add)
	add("exigences", short(from.Requirements), short(to.Requirements))
	add("scénarios", short(from.Scenarios.Planned), short(to.Scenarios.Planned))
	add("scénarios des profils", short(from.Scenarios.Whole), short(to.Scenarios.Whole))
	return out
}

// Changes tells what two results of one dossier say otherwise: the verdict, then
// profiles, requirements, and findings that came or went.
func Changes(from, to etalon.Result) []Difference {
	var out []Difference
	add := func(what, a, b string) {
		if a != b {
			out = append(out, Difference{what, a, b})
		}
	}
	add("verdict", from.Verdict.String(), to.Verdict.String())
	pairs(from.Profiles, to.Profiles, func(p etalon.ProfileResult) (string, string) {
		return "profil " + string(p.ID), p.Verdict.String()
	}, add)
	pairs(requirements(from), requirements(to), func(r etalon.RequirementResult) (string, string) {
		return "exigence " + string(r.ID), r.Verdict.String()
	}, add)
	pairs(tally(from), tally(to), func(t told) (string, string) {
		return "constats " + string(t.rule), fmt.Sprint(t.times)
	}, add)
	return out
}

// requirements are those of all profiles, each by the worst said of it.
func requirements(r etalon.Result) []etalon.RequirementResult {
	var out []etalon.RequirementResult
	for _, p := range r.Profiles {
		for _, q := range p.Requirements {
			if i := slices.IndexFunc(out, func(o etalon.RequirementResult) bool { return o.ID == q.ID }); i >= 0 {
				out[i].Verdict = out[i].Verdict.Join(q.Verdict)
				continue
			}
			out = append(out, q)
		}
	}
	return out
}

// told counts the findings of one rule.
type told struct {
	rule  etalon.RuleID
	times int
}

func tally(r etalon.Result) []told {
	var out []told
	for _, f := range r.Findings {
		i := slices.IndexFunc(out, func(t told) bool { return t.rule == f.Rule })
		if i < 0 {
			i = len(out)
			out = append(out, told{rule: f.Rule})
		}
		out[i].times++
	}
	slices.SortFunc(out, func(a, b told) int { return cmp.Compare(a.rule, b.rule) })
	return out
}

// pairs compares two lists of named things: those of the first in order, then
// those that only the second has.
func pairs[T any](from, to []T, say func(T) (name, value string), add func(what, a, b string)) {
	value := func(list []T, name string) string {
		for _, x := range list {
			if n, v := say(x); n == name {
				return v
			}
		}
		return ""
	}
	for _, x := range from {
		name, v := say(x)
		add(name, v, value(to, name))
	}
	for _, x := range to {
		if name, v := say(x); value(from, name) == "" {
			add(name, "", v)
		}
	}
}

func revision(b etalon.Build) string {
	r := short(b.Revision)
	if b.Modified {
		r += "+"
	}
	return r
}

// short is the head of a digest, for a line that people read.
func short(digest string) string { return digest[:min(len(digest), 12)] }

func shown(v string) string {
	if v == "" {
		return "–"
	}
	return v
}
