package packdiff

import (
	"strconv"
	"strings"
)

// rounds are the ways in which two rules can be the same, the surest first.
// A round gives the key by which rules are known, "" for one it does not speak of.
var rounds = []func(Rule) string{
	named(func(r Rule) string { return key(string(r.ID), r.Pattern, r.Context, r.Test, r.Message) }),
	named(func(r Rule) string { return key(string(r.ID), r.Pattern) }),
	named(func(r Rule) string { return string(r.ID) }),
	unnamed(func(r Rule) string { return key(r.Pattern, r.Context, kind(r), r.Test, r.Message) }),
	unnamed(func(r Rule) string { return key(r.Pattern, r.Context, kind(r), r.Test) }),
	unnamed(func(r Rule) string { return key(r.Pattern, r.Context, kind(r), strconv.Itoa(position(r))) }),
	unnamed(func(r Rule) string { return key(r.Pattern, r.Context, kind(r)) }),
	unnamed(func(r Rule) string { return key(r.Pattern, kind(r), r.Test, r.Message) }),
	func(r Rule) string { return key(r.Pattern, r.Context, kind(r), r.Test) }, // an id given, changed or taken away
}

func named(by func(Rule) string) func(Rule) string {
	return func(r Rule) string {
		if position(r) >= 0 {
			return ""
		}
		return by(r)
	}
}

func unnamed(by func(Rule) string) func(Rule) string {
	return func(r Rule) string {
		if position(r) < 0 {
			return ""
		}
		return by(r)
	}
}

func kind(r Rule) string {
	if r.Report {
		return "report"
	}
	return "assert"
}

// key joins what makes a rule; white space between words does not matter.
func key(parts ...string) string {
	for i := range parts {
		parts[i] = oneLine(parts[i])
	}
	return strings.Join(parts, "\x00")
}

// pair finds for each rule of b its form in a, or -1. No rule of a is the form
// of two.
func pair(a, b []Rule) []int {
	partner := make([]int, len(b))
	taken := make([]bool, len(a))
	for j := range partner {
		partner[j] = -1
	}
	for _, by := range rounds {
		waiting := map[string][]int{}
		for i := range a {
			if k := by(a[i]); !taken[i] && k != "" {
				waiting[k] = append(waiting[k], i)
			}
		}
		if len(waiting) == 0 {
			continue
		}
		for j := range b {
			if partner[j] >= 0 {
				continue
			}
			if k := by(b[j]); k != "" && len(waiting[k]) > 0 {
				partner[j] = waiting[k][0]
				taken[partner[j]] = true
				waiting[k] = waiting[k][1:]
			}
		}
	}
	return partner
}
