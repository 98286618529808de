package reports

import "github.com/etalon-dmp/etalon"

// Part says which part of a profile its verdict speaks of, after a label filter
// left scenarios out: "1 scénario sur 8, 7 écartés par le filtre", and in how many
// points the session was not that of the catalogue. It is the zero Text when the
// profile ran as a whole.
func Part(p etalon.ProfileResult) etalon.Text { return and(part(p.Ran, p.LeftOut), short(p.Short())) }

// PartOf is Part over all profiles of a result.
func PartOf(r etalon.Result) etalon.Text { return and(part(scenarios(r)), short(shorts(r))) }

// short says that what was played is not the profile as the catalogue has it.
func short(n int) etalon.Text {
	if n == 0 {
		return etalon.Text{}
	}
	return etalon.Text{
		FR: "ce n’est pas le profil du catalogue (" + Plural(n, "fr", "écart", "écarts") + ")",
		EN: "it is not the profile of the catalogue (" + Plural(n, "en", "departure", "departures") + ")",
	}
}

func shorts(r etalon.Result) int {
	n := 0
	for _, p := range r.Profiles {
		n += p.Short()
	}
	return n
}

// and joins two texts, of which either may be empty.
func and(a, b etalon.Text) etalon.Text {
	switch {
	case a == etalon.Text{}:
		return b
	case b == etalon.Text{}:
		return a
	}
	return etalon.Text{FR: a.FR + " ; " + b.FR, EN: a.EN + "; " + b.EN}
}

func part(ran, leftOut int) etalon.Text {
	if leftOut <= 0 {
		return etalon.Text{}
	}
	say := func(lang, of, one, many, left, lefts, by string) string {
		noun, away := many, lefts
		if ran == 1 || (ran == 0 && lang == "fr") {
			noun = one
		}
		if leftOut == 1 {
			away = left
		}
		return Count(ran, lang) + "\u00a0" + noun + of + Count(ran+leftOut, lang) + ", " + Count(leftOut, lang) + "\u00a0" + away + by
	}
	return etalon.Text{
		FR: say("fr", " sur ", "scénario", "scénarios", "écarté", "écartés", " par le filtre"),
		EN: say("en", " of ", "scenario", "scenarios", "left out", "left out", " by the filter"),
	}
}

func scenarios(r etalon.Result) (ran, leftOut int) {
	for _, p := range r.Profiles {
		ran += p.Ran
		leftOut += p.LeftOut
	}
	return ran, leftOut
}

// ProfileWord is the Word of a profile's verdict. What a filter cut down never
// has the word of a whole: it conforms "on a part", or was "not judged".
func ProfileWord(p etalon.ProfileResult) etalon.Text { return partWord(p.Verdict, p.LeftOut) }

// ResultWord is the Word of a result's verdict, in the same way.
func ResultWord(r etalon.Result) etalon.Text {
	_, leftOut := scenarios(r)
	return partWord(r.Verdict, leftOut)
}

func partWord(v etalon.Verdict, leftOut int) etalon.Text {
	switch {
	case leftOut > 0 && v == etalon.Pass:
		return etalon.Text{FR: "conforme sur une partie", EN: "conforms on a part"}
	case leftOut > 0 && v == etalon.NotApplicable:
		return etalon.Text{FR: "non jugé", EN: "not judged"}
	}
	return Word(v)
}

// ResultSentence is the Sentence of a result's verdict. When a filter left
// scenarios out it says so, and how many.
func ResultSentence(r etalon.Result) etalon.Text {
	t, cut := Sentence(r.Verdict), PartOf(r)
	if cut == (etalon.Text{}) {
		return t
	}
	if r.Verdict == etalon.Pass {
		return etalon.Text{
			FR: "Conforme au référentiel exécuté, sur une partie des scénarios (" + cut.FR + ") — seule l’autorité homologue.",
			EN: "Conforms to the rules that were run, on a part of the scenarios (" + cut.EN + ") — only the authority approves.",
		}
	}
	return etalon.Text{
		FR: t.FR + " Une partie seulement a été exécutée" + Colon("fr") + cut.FR + ".",
		EN: t.EN + " Only a part was run" + Colon("en") + cut.EN + ".",
	}
}

// ProfileClaim is all that may be said of a profile in one phrase:
// "PASS, conforme sur une partie : 1 scénario sur 8, 7 écartés par le filtre".
func ProfileClaim(p etalon.ProfileResult, lang string) string {
	s := p.Verdict.String() + ", " + ProfileWord(p).In(lang)
	if cut := Part(p).In(lang); cut != "" {
		s += Colon(lang) + cut
	}
	return s
}
