package reports

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Tally counts the requirements of a profile by verdict, in the order of Verdicts.
func Tally(rs []etalon.RequirementResult) []int {
	order := Verdicts()
	counts := make([]int, len(order))
	for _, r := range rs {
		if i := slices.Index(order, r.Verdict); i >= 0 {
			counts[i]++
		}
	}
	return counts
}

// Counted says so many requirements with one verdict: "2 non conformes".
func Counted(n int, v etalon.Verdict, lang string) string {
	var fr, en string
	switch v {
	case etalon.Pass:
		fr, en = "conforme", "passed"
	case etalon.Fail:
		fr, en = "non conforme", "failed"
	case etalon.Inconclusive:
		fr, en = "non établie", "inconclusive"
	case etalon.NotApplicable:
		return Plural(n, lang, Word(v).In(lang), Word(v).In(lang))
	default:
		fr, en = "en erreur", "in error"
	}
	if lang == "en" {
		return Plural(n, lang, en, en)
	}
	if v == etalon.Broken {
		return Plural(n, lang, fr, fr)
	}
	return Plural(n, lang, fr, fr+"s")
}

// ProfileTally is the TallyText of a profile; empty when a filter left nothing
// of it, for then "no requirement" would speak of the filter, not of the profile.
func ProfileTally(p etalon.ProfileResult, lang string) string {
	if p.Partial() && len(p.Requirements) == 0 {
		return ""
	}
	return TallyText(p.Requirements, lang)
}

// TallyText says the tally of a profile in a phrase, worst first, leaving out
// what does not occur: "2 non conformes, 1 conforme".
func TallyText(rs []etalon.RequirementResult, lang string) string {
	var parts []string
	for i, n := range Tally(rs) {
		if n > 0 {
			parts = append(parts, Counted(n, Verdicts()[i], lang))
		}
	}
	if len(parts) == 0 {
		return etalon.Text{FR: "aucune exigence", EN: "no requirement"}.In(lang)
	}
	told := strings.Join(parts, ", ")
	if n := Attested(rs); n > 0 {
		told += etalon.Text{FR: ", dont ", EN: ", of these "}.In(lang) +
			Plural(n, lang, etalon.Text{FR: "attestée", EN: "attested"}.In(lang), etalon.Text{FR: "attestées", EN: "attested"}.In(lang))
	}
	return told
}

// Attested counts the requirements that pass on somebody's word alone.
func Attested(rs []etalon.RequirementResult) int {
	n := 0
	for _, r := range rs {
		if r.Attested && r.Verdict == etalon.Pass {
			n++
		}
	}
	return n
}
