package account

import (
	"cmp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/reports"
)

// judge names the pack that judges a node, "" for those that judge every session. A
// mutant that no rule speaks of is pending only while the library lacks that pack.
func (m *Mutant) judge() string {
	switch m.Area {
	case areaPatients:
		if strings.HasPrefix(m.Message, "ITI-") {
			return "ihe-pdqv3"
		}
		return "dmp"
	case areaSignature:
		return "ihe-dsg"
	case areaHeader, areaBody:
		return "ci-sis"
	}
	if strings.HasPrefix(m.Path, "tls/") {
		return "ihe-atna"
	}
	return ""
}

// settle gives the mutants that no rule speaks of the word of their clause, or of
// the pack to come, and notes which entries freed any. packs are those that there are.
func settle(all []Mutant, free []Liberty, needed []bool, packs []string) {
	for i := range all {
		m := &all[i]
		if m.Word != Unaccounted {
			continue
		}
		for k, l := range free {
			if l.covers(m.Path, m.Operator, m.judges) {
				m.Word, m.Why, needed[k] = Free, l.Reason+" "+l.Source, true
			}
		}
		if why, ok := m.freeThroughout(free); ok && m.Word == Unaccounted {
			m.Word, m.Why = Free, why
		}
		if p := m.judge(); m.Word == Unaccounted && p != "" && !slices.Contains(packs, p) {
			m.Word, m.Why = Pending, p
		}
	}
}

// freeThroughout tells whether a fact in several places may have another value in
// each of them, by the clauses of these; nothing then compares them.
func (m *Mutant) freeThroughout(free []Liberty) (why string, ok bool) {
	for _, path := range m.places {
		i := slices.IndexFunc(free, func(l Liberty) bool {
			return l.covers(path, "other", m.judges) || l.covers(path, "linked", m.judges)
		})
		if i < 0 {
			return "", false
		}
		why = free[i].Reason + " " + free[i].Source
	}
	return why, len(m.places) > 0
}

// tell counts the mutants by pack, area, message and requirement, and keeps
// those that somebody has to look at; all of them where whole is asked for.
func tell(all []Mutant, of int, seed uint64, whole bool) reports.Account {
	words := Words()
	r := reports.Account{Seed: seed, Made: len(all), Of: of, Total: make([]int, len(words)), Mutants: []reports.AccountMutant{}}
	for _, w := range words {
		r.Words = append(r.Words, string(w))
	}
	groups := map[[2]string][]int{}
	for i := range all {
		m := &all[i]
		at := slices.Index(words, m.Word)
		r.Total[at]++
		count := func(by, name string) {
			k := [2]string{by, name}
			if groups[k] == nil {
				groups[k] = make([]int, len(words))
			}
			groups[k][at]++
		}
		count("pack", strings.Join(m.Packs, " "))
		count("area", m.Area)
		count("message", m.Message)
		for _, q := range m.requirements() {
			count("requirement", q)
		}
		if whole || m.Word == Unaccounted || m.Word == Unmade || m.Word == FalseRed {
			r.Mutants = append(r.Mutants, m.report())
		}
	}
	for k, n := range groups {
		r.Groups = append(r.Groups, reports.AccountGroup{By: k[0], Name: k[1], Words: n})
	}
	order := []string{"pack", "area", "message", "requirement"}
	slices.SortFunc(r.Groups, func(a, b reports.AccountGroup) int {
		return cmp.Or(slices.Index(order, a.By)-slices.Index(order, b.By), strings.Compare(a.Name, b.Name))
	})
	return r
}

// requirements are those of the rules that spoke of a mutant, or should have.
func (m *Mutant) requirements() []string {
	var out []string
	for _, id := range m.Rules {
		for _, q := range m.stand.rules[id].requirements {
			if !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out
}

func (m *Mutant) report() reports.AccountMutant {
	return reports.AccountMutant{
		Product: m.Product, Message: m.Message, Exchange: m.Exchange, Scenario: m.Scenario, Action: m.Action, Area: m.Area, Path: m.Path,
		Operator: string(m.Operator), Before: m.Before, After: m.After, Word: string(m.Word), Rules: m.Rules, Lost: m.Lost, Why: m.Why,
	}
}
