package reports

import (
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Scope counts how far a verdict reaches: the requirements of all profiles by
// what became of them, a requirement of two profiles twice, and the scenarios
// that a filter left out.
type Scope struct {
	Profiles      int
	Passed        int // judged, and they hold
	Failed        int // judged, and they do not
	Attested      int // said by a person, of those that hold; 0 while results do not tell them apart
	Unproven      int // could not be established
	Broken        int // the harness broke
	NotApplicable int // do not concern the product
	Ran, LeftOut  int // scenarios
	Short         int // departures from the catalogue
}

// ScopeOf counts the scope of a result.
func ScopeOf(r etalon.Result) Scope {
	s := Scope{Profiles: len(r.Profiles)}
	s.Ran, s.LeftOut = scenarios(r)
	s.Short = shorts(r)
	for _, p := range r.Profiles {
		for _, q := range p.Requirements {
			switch q.Verdict {
			case etalon.Pass:
				s.Passed++
			case etalon.Fail:
				s.Failed++
			case etalon.Inconclusive:
				s.Unproven++
			case etalon.NotApplicable:
				s.NotApplicable++
			default:
				s.Broken++
			}
		}
	}
	return s
}

// Judged is how many requirements were decided.
func (s Scope) Judged() int { return s.Passed + s.Failed }

// ScopeLine is one line of a scope: what, and how much of it.
type ScopeLine struct {
	Label, Text etalon.Text
	Verdict     etalon.Verdict // of what it counts
}

// Lines says the scope in the order in which a reader asks: what was judged,
// what a person said, what stays unproven, what was not looked at. What was
// judged and what stays unproven are always told, even when they are none.
func (s Scope) Lines() []ScopeLine {
	var out []ScopeLine
	add := func(v etalon.Verdict, fr, en string, say func(lang string) string) {
		out = append(out, ScopeLine{etalon.Text{FR: fr, EN: en}, etalon.Text{FR: say("fr"), EN: say("en")}, v})
	}
	asked := func(n int, lang string) string {
		return Plural(n, lang, etalon.Text{FR: "exigence", EN: "requirement"}.In(lang), etalon.Text{FR: "exigences", EN: "requirements"}.In(lang))
	}
	v := etalon.Pass
	if s.Failed > 0 {
		v = etalon.Fail
	}
	if s.Judged() == 0 {
		v = etalon.Inconclusive
	}
	add(v, "Jugé", "Judged", func(lang string) string {
		t := asked(s.Judged(), lang)
		if s.Profiles > 1 {
			t += etalon.Text{FR: " de ", EN: " of "}.In(lang) + Plural(s.Profiles, lang, etalon.Text{FR: "profil", EN: "profile"}.In(lang), etalon.Text{FR: "profils", EN: "profiles"}.In(lang))
		}
		var parts []string
		if s.Failed > 0 {
			parts = append(parts, Counted(s.Failed, etalon.Fail, lang))
		}
		if s.Passed > 0 {
			parts = append(parts, Counted(s.Passed, etalon.Pass, lang))
		}
		if len(parts) > 0 {
			t += Colon(lang) + strings.Join(parts, ", ")
		}
		return t
	})
	if s.Attested > 0 {
		add(etalon.Pass, "Attesté", "Attested", func(lang string) string {
			return asked(s.Attested, lang) + etalon.Text{FR: ", sur la parole d’une personne", EN: ", on the word of a person"}.In(lang)
		})
	}
	v = etalon.NotApplicable // none: a tick beside "unproven" would be misread
	if s.Unproven > 0 || s.Judged() == 0 {
		v = etalon.Inconclusive
	}
	add(v, "Non établi", "Unproven", func(lang string) string { return asked(s.Unproven, lang) })
	if s.Broken > 0 {
		add(etalon.Broken, "En erreur", "In error", func(lang string) string { return asked(s.Broken, lang) })
	}
	if s.NotApplicable > 0 {
		add(etalon.NotApplicable, "Sans objet", "Not applicable", func(lang string) string { return asked(s.NotApplicable, lang) })
	}
	if cut := and(part(s.Ran, s.LeftOut), short(s.Short)); cut != (etalon.Text{}) {
		add(etalon.Inconclusive, "En partie", "In part", cut.In)
	}
	return out
}
