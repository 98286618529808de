package scenario

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// checkFlow holds the steps against each other: what a step needs must come
// before it, what it prepares must come after.
func checkFlow(s *Scenario, rep *strict.Report) {
	f := &flow{s: s, rep: rep, captured: map[string]*Step{}, used: map[string]bool{}, steps: map[etalon.StepID]*Step{}}
	f.walk(s.Steps)
	f.walk(s.Cleanup)
	f.replies(s.Steps)
	f.replies(s.Cleanup)
	for _, list := range [][]Step{s.Steps, s.Cleanup} {
		for i := range list {
			if c := list[i].Capture; c != nil && c.Name != "" && !f.used[c.Name] {
				f.note(&list[i], strict.Text("la capture « %s » ne sert à rien", "capture %q is never used", c.Name),
					strict.Text("employez ${%s} dans une étape suivante, ou retirez-la", "use ${%s} in a later step, or remove it", c.Name))
			}
		}
	}
}

type flow struct {
	s        *Scenario
	rep      *strict.Report
	captured map[string]*Step
	used     map[string]bool
	steps    map[etalon.StepID]*Step
}

func (f *flow) note(st *Step, what, hint etalon.Text) { f.rep.Add(st.pos, what, hint) }

// walk follows a list of steps in order.
func (f *flow) walk(list []Step) {
	var asked *etalon.Action
	sent := false
	for i := range list {
		st := &list[i]
		switch st.Kind {
		case Ask:
			asked = st.Ask
			f.holes(st, asked, true, asked.Prompt.FR, asked.Prompt.EN)
			for _, key := range sortedKeys(asked.Params) {
				f.holes(st, asked, true, asked.Params[key])
			}
		case Send:
			sent = true
			for _, key := range sortedKeys(st.Send.Params) {
				f.holes(st, &etalon.Action{Patient: st.Send.Patient}, true, st.Send.Params[key])
			}
		case Expect:
			if asked == nil && !sent {
				f.note(st, strict.Text("rien ne provoque cet échange : aucun ask ni send ne le précède", "nothing causes this exchange: no ask or send comes before it"),
					strict.Text("ajoutez avant lui l'étape ask ou send qui le provoque", "add before it the ask or send step that causes it"))
			}
		case Attest:
			if asked == nil {
				f.note(st, strict.Text("question sur rien : aucun ask ne la précède", "a question about nothing: no ask comes before it"), etalon.Text{})
			} else {
				f.holes(st, asked, false, st.Attest.Question.FR, st.Attest.Question.EN)
			}
		case Capture:
			f.capture(st)
		case Reply: // arms the simulators: it causes nothing and names nothing
		}
		f.define(st)
	}
}

// define makes a step known by its id.
func (f *flow) define(st *Step) {
	if st.ID == "" {
		return
	}
	if _, twice := f.steps[st.ID]; twice {
		f.note(st, strict.Text("l'étape « %s » est déjà définie", "step %q is already defined", st.ID),
			strict.Text("choisissez un autre id", "choose another id"))
		return
	}
	f.steps[st.ID] = st
}

// capture checks where a value is taken from.
func (f *flow) capture(st *Step) {
	c := st.Capture
	if c.Name == "" || c.From == "" {
		return
	}
	if _, twice := f.captured[c.Name]; twice {
		f.note(st, strict.Text("« %s » est déjà capturé", "%q is already captured", c.Name),
			strict.Text("choisissez un autre nom", "choose another name"))
	}
	f.captured[c.Name] = st
	from, ok := f.steps[c.From]
	switch {
	case !ok:
		f.note(st, strict.Text("aucune étape « %s » avant celle-ci", "no step %q before this one", c.From),
			strict.Choices(string(c.From), names(stepIDs(f.steps))))
	case from.Kind != Ask && from.Kind != Expect && from.Kind != Send:
		f.note(st, strict.Text("l'étape « %s » (%s) ne porte aucune valeur", "step %q (%s) carries no value", c.From, from.Kind),
			strict.Text("capturez depuis un ask, un send ou un expect", "capture from an ask, a send or an expect"))
	case from.Kind != Ask && !slices.Contains(fields, c.Field):
		f.note(st, strict.Text("un échange n'a pas de champ « %s »", "an exchange has no field %q", c.Field),
			strict.Choices(c.Field, fields))
	}
}

// holes checks every ${…} of some texts: a word about the given state, or, in
// an action, a capture.
func (f *flow) holes(st *Step, asked *etalon.Action, params bool, texts ...string) {
	choices := givenNames(f.s.Given)
	if params {
		choices = append(choices, sortedKeys(f.captured)...)
	}
	for _, text := range texts {
		for _, m := range holeForm.FindAllStringSubmatch(text, -1) {
			if _, ok := f.captured[m[1]]; ok && params {
				f.used[m[1]] = true
				continue
			}
			if _, ok := GivenValue(f.s.Given, asked, m[1], "fr"); !ok {
				f.note(st, strict.Text("rien ne définit ${%s} ici", "nothing defines ${%s} here", m[1]), strict.Choices(m[1], choices))
			}
		}
		if strings.Count(text, "${") != len(holeForm.FindAllString(text, -1)) {
			f.note(st, strict.Text("« ${ » sans « } »", "“${” without “}”"), etalon.Text{})
		}
	}
}

// replies checks that a simulator is told before it is asked, and is asked.
func (f *flow) replies(list []Step) {
	for i := range list {
		st := &list[i]
		if st.Kind != Reply || st.Reply.Transaction == "" {
			continue
		}
		t := st.Reply.Transaction
		awaited := slices.IndexFunc(list[i:], func(x Step) bool { return x.Kind == Expect && x.Expect.Transaction == t })
		if st.Reply.Behaviour.Flaw() != "" { // no request follows: what is asked is enough
			awaited = slices.IndexFunc(list[i:], func(x Step) bool { return x.Kind == Ask }) + 1
		}
		if awaited < 0 {
			f.note(st, strict.Text("aucune étape suivante n'attend %s : cette réponse ne servira pas", "no later step awaits %s: this reply will not be used", t),
				strict.Text("placez-la avant le ask, et ajoutez expect: %s après lui", "put it before the ask, and add expect: %s after that", t))
			continue
		}
		if !slices.ContainsFunc(list[i:i+awaited], func(x Step) bool { return x.Kind == Ask || x.Kind == Send }) {
			f.note(st, strict.Text("réponse préparée trop tard : l'étape qui provoque %s la précède", "reply prepared too late: the step that causes %s comes before it", t),
				strict.Text("placez-la avant cette étape", "put it before that step"))
		}
	}
}
