package reports

import (
	"cmp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// nextRules is how many rules the next steps name before the rest is counted.
const nextRules = 3

// Next is one thing to do after a verdict.
type Next struct {
	Rule etalon.RuleID // the rule to mend; empty when the step is about something else
	Text etalon.Text   // without the rule's name
}

// NextSteps says what to do next, the most useful first: what broke, the rules
// that failed most often, what stays open, what a filter left out. No verdict
// leaves its reader without one.
func NextSteps(r etalon.Result) []Next {
	groups := Sort(r.Findings)
	var out []Next
	say := func(fr, en string) { out = append(out, Next{Text: etalon.Text{FR: fr, EN: en}}) }
	if r.Verdict == etalon.Broken {
		say("Le banc a failli : ne tirez rien de ce verdict. Recommencez ; si l’erreur revient, signalez-la avec les preuves.",
			"The harness broke: draw nothing from this verdict. Begin again; if the error comes back, report it with the evidence.")
	}
	for _, list := range [][]Group{groups.Broken, groups.Failed} {
		out = append(out, mend(list, r)...)
	}
	if list := reasons(r, etalon.Fail); len(list) > 0 {
		out = append(out, list...)
	}
	switch open := openPoints(r, groups); {
	case open == 0:
	case r.Verdict == etalon.Inconclusive:
		if len(groups.Inconclusive) > 0 {
			out = append(out, mend(groups.Inconclusive, r)...)
		}
		out = append(out, reasons(r, etalon.Inconclusive)...)
		fallthrough
	default:
		say("Levez "+Plural(open, "fr", "point ouvert", "points ouverts")+" : sans preuve, rien n’est conforme.",
			"Settle "+Plural(open, "en", "open point", "open points")+": without proof nothing conforms.")
	}
	if _, left := scenarios(r); left > 0 {
		say("Relancez sans filtre : "+Plural(left, "fr", "scénario n’a pas été joué", "scénarios n’ont pas été joués")+".",
			"Run again without a filter: "+Plural(left, "en", "scenario was not played", "scenarios were not played")+".")
	}
	alone := len(r.Exchanges) == 0 // no session: documents judged alone, or nothing that came
	switch r.Verdict {
	case etalon.Pass:
		if alone {
			say("Rien à corriger ici ; un document n’est qu’une partie d’un produit, et seule l’autorité homologue.",
				"Nothing to mend here; a document is but a part of a product, and only the authority approves.")
			break
		}
		say("Gardez le dossier de preuves et présentez-le à l’autorité ; « etalon judge » le rejuge sans le produit.",
			"Keep the dossier of evidence and hand it to the authority; “etalon judge” judges it again without the product.")
	case etalon.Fail:
		if alone {
			say("Corrigez, puis faites juger de nouveau.", "Mend, then have it judged again.")
			break
		}
		say("Corrigez, puis relancez la même session.", "Mend, then run the same session again.")
	case etalon.NotApplicable:
		if alone {
			say("Vérifiez que ce qui a été choisi pour juger concerne bien ce produit ou ce document.",
				"Check that what was chosen to judge by does concern this product or document.")
			break
		}
		say("Déclarez dans sut.yaml ce que le produit sait faire, ou choisissez un autre profil.",
			"Declare in sut.yaml what the product can do, or choose another profile.")
	case etalon.Inconclusive:
		if len(out) == 0 {
			say("Rien n’a permis de conclure : recommencez, jusqu’au bout.", "Nothing allowed a conclusion: begin again, and go to the end.")
		}
	case etalon.Broken: // said before all else
	}
	return out
}

// mend names the rules that spoke most often, and what mends them.
func mend(groups []Group, r etalon.Result) []Next {
	groups = slices.Clone(groups)
	slices.SortStableFunc(groups, func(a, b Group) int { return cmp.Compare(len(b.Findings), len(a.Findings)) })
	var out []Next
	for i, g := range groups {
		if n := len(groups) - i; i == nextRules {
			return append(out, Next{Text: etalon.Text{
				FR: "Puis " + Plural(n, "fr", "autre règle", "autres règles") + " : voir plus bas.",
				EN: "Then " + Plural(n, "en", "more rule", "more rules") + ": see below.",
			}})
		}
		out = append(out, Next{Rule: g.Rule, Text: Remedy(r.Findings[g.Findings[0]])})
	}
	return out
}

// Remedy is what mends a finding: the hint of its rule, or else where the rule
// is explained.
func Remedy(f etalon.Finding) etalon.Text {
	if f.Hint != (etalon.Text{}) {
		return etalon.Text{FR: Phrase(f.Hint.FR), EN: Phrase(f.Hint.EN)}
	}
	if f.Rule == "" {
		return etalon.Text{FR: "Voyez ce qui était attendu.", EN: "See what was expected."}
	}
	return etalon.Text{
		FR: "Lisez ce que la règle demande : etalon explain " + string(f.Rule) + ".",
		EN: "Read what the rule asks: etalon explain " + string(f.Rule) + ".",
	}
}

// reasons has a step for each reason of a scenario's own, such as a time-out.
func reasons(r etalon.Result, v etalon.Verdict) []Next {
	var out []Next
	for _, u := range Unsettle(r) {
		if u.Verdict != v || u.Requirement != "" {
			continue
		}
		if len(out) == nextRules {
			break
		}
		ids := make([]string, 0, len(u.Scenarios))
		for _, id := range u.Scenarios[:min(len(u.Scenarios), nextRules)] {
			ids = append(ids, string(id))
		}
		where := strings.Join(ids, ", ")
		if len(u.Scenarios) > nextRules {
			where += "…"
		}
		out = append(out, Next{Text: etalon.Text{FR: where + Colon("fr") + u.Why.In("fr"), EN: where + Colon("en") + u.Why.In("en")}})
	}
	return out
}

// openPoints counts what is INCONCLUSIVE.
func openPoints(r etalon.Result, groups Groups) int {
	n := Total(groups.Inconclusive)
	for _, u := range Unsettle(r) {
		if u.Verdict == etalon.Inconclusive {
			n++
		}
	}
	return n
}
