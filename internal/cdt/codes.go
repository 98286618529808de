package cdt

import (
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// testCode is the form of the codes of a test: "2.1-160", "1.5a-115", "PRE_ERR".
var testCode = regexp.MustCompile(`^(?:[0-9]{1,2}\.[0-9]{1,2}[a-z]?-[0-9]{2,4}|PRE_[A-Z]{2,8})$`)

// requirementCode is that of the codes of requirements: "EX_2.1-1190", "REC_GEN-1030".
var requirementCode = regexp.MustCompile(`^(?:EX|REC)_[A-Z0-9.]{1,8}[a-z]?-[0-9]{2,5}$`)

// Code gives the code that a cell holds, or "".
func Code(cell string) string {
	cell = strings.TrimSpace(cell)
	if testCode.MatchString(cell) || requirementCode.MatchString(cell) {
		return cell
	}
	return ""
}

// Of gives the codes among the requirements of a scenario, those of tests first.
func Of(requirements []string) []string {
	var out []string
	for _, r := range requirements {
		if Code(r) != "" && !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int {
		switch ta, tb := testCode.MatchString(a), testCode.MatchString(b); {
		case ta == tb:
			return strings.Compare(a, b)
		case ta:
			return -1
		}
		return 1
	})
	return out
}

// codesOf gives the codes that a scenario was judged on.
func codesOf(s etalon.ScenarioResult) []string {
	var all []string
	for _, c := range s.Checks {
		all = append(all, string(c.ID))
	}
	return Of(all)
}

// FolderName is the name of the folder of a scenario: its test code, where it has one,
// and its own name; no space, no accent.
func FolderName(s etalon.ScenarioResult) string {
	name := plain(string(s.ID))
	if codes := codesOf(s); len(codes) > 0 && testCode.MatchString(codes[0]) {
		return codes[0] + "_" + name
	}
	return name
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, s)
}
