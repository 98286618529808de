package rules

import (
	"context"
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
)

// Trial is what the examples of one rule showed.
type Trial struct {
	Rule etalon.RuleID
	At   string // file of the example, or file:line of a rule that has none
	Base string
	// Faults say why the rule or its examples are not right; none when they are.
	Faults []etalon.Text
}

// Try runs the examples of the rules that a pack itself holds: each rule looks
// at its base document and holds there, and fails on the edited one, where no
// other rule fails but those that the example names. only chooses rules; nil: all.
// The error speaks of a pack that does not load.
func Try(ctx context.Context, l *schemas.Library, pack string, only func(etalon.RuleID) bool) ([]Trial, error) {
	own, ok := l.Pack(pack)
	if !ok {
		return nil, fmt.Errorf("there is no pack %s", pack)
	}
	examples, err := Examples(own)
	if err != nil {
		return nil, err
	}
	all, err := compile(l.Packs())
	if err != nil {
		return nil, err
	}
	t := trier{library: l, pack: pack, all: all, bases: map[string]sound{}}
	var out []Trial
	seen := map[etalon.RuleID]bool{}
	for _, x := range examples {
		twice := seen[x.Rule]
		seen[x.Rule] = true
		if only != nil && !only(x.Rule) {
			continue
		}
		trial := Trial{Rule: x.Rule, At: x.File, Base: x.Base}
		if twice {
			trial.Faults = append(trial.Faults, text("cette règle a deux exemples", "this rule has two examples"))
		}
		trial.Faults = append(trial.Faults, t.try(ctx, x)...)
		out = append(out, trial)
	}
	for _, c := range all {
		for _, r := range c.schema.Rules() {
			if c.pack != pack || seen[r.ID] || only != nil && !only(r.ID) {
				continue
			}
			out = append(out, Trial{Rule: r.ID, At: fmt.Sprintf("%s:%d", r.File, r.Line), Faults: []etalon.Text{text("cette règle n'a pas d'exemple", "this rule has no example")}})
		}
	}
	return out, nil
}

// trier runs examples; what rules say of a base document is asked once.
type trier struct {
	library *schemas.Library
	pack    string
	all     []compiled
	bases   map[string]sound
}

// sound is a base document, the entries that judge it, and what they say.
type sound struct {
	text []byte
	by   []compiled
	said answer
}

// base asks of a base document the packs that it is an example of, with the one
// that is tried: a fault that two packs would tell is seen here.
func (t trier) base(ctx context.Context, x Example) (s sound, wrong etalon.Text, err error) {
	name := x.Base + " " + x.Given
	if s, asked := t.bases[name]; asked {
		return s, etalon.Text{}, nil
	}
	raw, owner, err := base(t.library, t.pack, x.Base)
	if err != nil {
		return sound{}, etalon.Text{}, err
	}
	given, wrong := apply(string(raw), x.Base, x.given)
	if wrong != (etalon.Text{}) {
		return sound{}, wrong, nil
	}
	packs, err := t.library.Of(owner, t.pack)
	if err != nil {
		return sound{}, etalon.Text{}, err
	}
	s.text = []byte(given)
	for _, c := range t.all {
		if slices.ContainsFunc(packs, func(p *schemas.Pack) bool { return p.Name == c.pack }) {
			s.by = append(s.by, c)
		}
	}
	if s.said, err = ask(ctx, s.by, s.text); err != nil {
		return sound{}, etalon.Text{}, err
	}
	t.bases[name] = s
	return s, etalon.Text{}, nil
}

func (t trier) try(ctx context.Context, x Example) []etalon.Text {
	rule, known := t.rule(x.Rule)
	if !known {
		return []etalon.Text{text("aucune règle de ce référentiel ne porte cet identifiant", "no rule of this pack has this id")}
	}
	on, wrong, err := t.base(ctx, x)
	switch {
	case err != nil:
		return []etalon.Text{both(err)}
	case wrong != (etalon.Text{}):
		return []etalon.Text{wrong}
	}
	var faults []etalon.Text
	if rule.Test == "true()" {
		faults = append(faults, text(fmt.Sprintf("sa condition est encore true() : écrivez-la dans test, %s:%d", rule.File, rule.Line), fmt.Sprintf("its condition is still true(): write it in test, %s:%d", rule.File, rule.Line)))
	}
	// The context of a rule about anomalies is the fault itself: there is
	// nothing of it in a conforming document.
	if on.said.met[x.Rule] == 0 && rule.Test != "false()" {
		faults = append(faults, text("elle ne regarde rien dans le document conforme "+x.Base+" : vérifiez son contexte", "it looks at nothing in the conforming document "+x.Base+": check its context"))
	}
	for _, id := range sorted(on.said.failed) {
		faults = append(faults, text(string(id)+" échoue sur le document conforme "+x.Base+" : "+on.said.failed[id], string(id)+" fails on the conforming document "+x.Base+": "+on.said.failed[id]))
	}
	if why, broken := on.said.broken[x.Rule]; broken {
		faults = append(faults, text("elle n'a pas pu être évaluée : "+why, "it could not be evaluated: "+why))
	}
	return append(faults, t.fails(ctx, x, on)...)
}

// fails tells what is wrong with the half of an example in which the rule fails.
func (t trier) fails(ctx context.Context, x Example, on sound) []etalon.Text {
	if len(x.Fail) == 0 {
		return []etalon.Text{text("l'exemple ne modifie rien : écrivez sous fail ce qui enfreint la règle", "the example edits nothing: write under fail what breaks the rule")}
	}
	edited, wrong := apply(string(on.text), x.Base, x.Fail)
	if wrong != (etalon.Text{}) {
		return []etalon.Text{wrong}
	}
	got, err := ask(ctx, on.by, []byte(edited))
	if err != nil {
		return []etalon.Text{both(err)}
	}
	var faults []etalon.Text
	if _, failed := got.failed[x.Rule]; !failed {
		n := got.met[x.Rule]
		faults = append(faults, text(fmt.Sprintf("elle n'échoue pas sur l'exemple défaillant (évaluée %d fois)", n), fmt.Sprintf("it does not fail on the failing example (evaluated %d times)", n)))
	}
	for _, id := range sorted(got.failed) {
		if id != x.Rule && !slices.Contains(x.Also, id) {
			faults = append(faults, text(string(id)+" échoue aussi : "+got.failed[id]+" (si c'est juste, nommez-la sous also)", string(id)+" fails too: "+got.failed[id]+" (if that is right, name it under also)"))
		}
	}
	for _, id := range x.Also {
		if _, failed := got.failed[id]; !failed {
			faults = append(faults, text("also : "+string(id)+" n'échoue pas", "also: "+string(id)+" does not fail"))
		}
	}
	for _, id := range sorted(got.broken) {
		faults = append(faults, text(string(id)+" n'a pas pu être évaluée : "+got.broken[id], string(id)+" could not be evaluated: "+got.broken[id]))
	}
	return faults
}
