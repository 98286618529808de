package plan

import (
	"maps"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
)

// resolve turns a scenario as written into one that can run: requirement
// groups expanded, ${…} about the given state replaced. What stays of ${…}
// names captures. Its id and profile are labels too, so that a filter can name them.
func resolve(s *scenario.Scenario, cat *scenario.Catalogue) Scenario {
	out := Scenario{
		ID: s.ID, Title: s.Title, Profile: s.Profile,
		Requirements: cat.Expand(s.Requirements),
		File:         s.File, Line: s.Line, SHA256: s.SHA256, Given: s.Given,
		Steps: steps(s, s.Steps), Cleanup: steps(s, s.Cleanup),
	}
	out.Given.Patients = slices.Clone(s.Given.Patients)
	for i := range out.Given.Patients {
		out.Given.Patients[i].Purpose = etalon.Text{} // for who reads the catalogue
	}
	for _, p := range cat.Profiles {
		if p.ID == s.Profile {
			out.Given.Environment = p.Environment
		}
	}
	for _, l := range append(slices.Clone(s.Labels), string(s.ID), string(s.Profile)) {
		if !slices.Contains(out.Labels, l) {
			out.Labels = append(out.Labels, l)
		}
	}
	return out
}

func steps(s *scenario.Scenario, written []scenario.Step) []Step {
	var out []Step
	var asked *etalon.Action
	for _, w := range written {
		st := Step{ID: w.ID, Kind: StepKind(w.Kind), Line: w.Line, Within: w.Within}
		switch w.Kind {
		case scenario.Ask:
			asked = w.Ask
			st.Ask = action(s, w)
		case scenario.Expect:
			st.Expect = &Expectation{Actor: w.Expect.Actor, Transaction: w.Expect.Transaction}
		case scenario.Send:
			st.Send = sending(s, w)
		case scenario.Reply:
			reply := *w.Reply
			st.Reply = &reply
		case scenario.Capture:
			st.Capture = &Capturing{Name: w.Capture.Name, From: w.Capture.From, Field: w.Capture.Field}
		case scenario.Attest:
			st.Attest = &Question{Text: fill(s, asked, w.Attest.Question), Expect: w.Attest.Expect}
		}
		out = append(out, st)
	}
	return out
}

// action is what a driver is told. The state of the patient's DMP is not, nor
// what a document went through there: it is what the product has to find out.
func action(s *scenario.Scenario, w scenario.Step) *etalon.Action {
	a := *w.Ask
	a.Patient = a.Patient.Hidden()
	a.Documents = slices.Clone(a.Documents)
	for i := range a.Documents {
		d := &a.Documents[i]
		d.Status, d.Folder, d.Replaces, d.Masked, d.Authors, d.Signature, d.Mine, d.Entered = "", "", "", nil, nil, "", false, false
	}
	a.ID = string(s.ID) + "/" + string(w.ID)
	a.Prompt = fill(s, w.Ask, a.Prompt)
	a.Params = maps.Clone(a.Params)
	for key, value := range a.Params {
		a.Params[key] = fill(s, w.Ask, etalon.Text{FR: value}).FR
	}
	return &a
}

// sending is what a client actor is told.
func sending(s *scenario.Scenario, w scenario.Step) *etalon.Sending {
	m := *w.Send
	m.ID = string(s.ID) + "/" + string(w.ID)
	m.Params = maps.Clone(m.Params)
	for key, value := range m.Params {
		m.Params[key] = fill(s, &etalon.Action{Patient: m.Patient}, etalon.Text{FR: value}).FR
	}
	return &m
}

func fill(s *scenario.Scenario, asked *etalon.Action, t etalon.Text) etalon.Text {
	in := func(text, lang string) string {
		return scenario.Fill(text, func(name string) (string, bool) {
			return scenario.GivenValue(s.Given, asked, name, lang)
		})
	}
	return etalon.Text{FR: in(t.FR, "fr"), EN: in(t.EN, "en")}
}

// Asked gives the ask step of an action, by the Action's ID, and the expect
// steps between it and the next ask.
func (p *Plan) Asked(action string) (ask Step, awaited []Step) {
	for _, s := range p.Scenarios {
		for _, list := range [][]Step{s.Steps, s.Cleanup} {
			i := slices.IndexFunc(list, func(st Step) bool { return st.Ask != nil && st.Ask.ID == action })
			if i >= 0 {
				return list[i], expected(list[i+1:])
			}
		}
	}
	return Step{}, nil
}

func expected(after []Step) []Step {
	var out []Step
	for _, st := range after {
		if st.Kind == Ask {
			break
		}
		if st.Kind == Expect {
			out = append(out, st)
		}
	}
	return out
}
