package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// steps reads a list of steps; unnamed ones are called prefix01, prefix02…
func (r *reader) steps(list strict.Value, prefix string) []Step {
	var out []Step
	for i, v := range list.List() {
		if st, ok := r.step(v, fmt.Sprintf("%s%02d", prefix, i+1)); ok {
			out = append(out, st)
		}
	}
	return out
}

func (r *reader) step(v strict.Value, name string) (Step, bool) {
	o := v.Object()
	if o == nil {
		return Step{}, false
	}
	kind, ok := kindOf(o)
	if !ok {
		return Step{}, false
	}
	st := Step{ID: etalon.StepID(name), Kind: kind, Line: o.Pos().Line, pos: o.Pos()}
	if id := o.Get("id"); id.OK() {
		st.ID = etalon.StepID(id.Match(stepForm, strict.Text("minuscules, chiffres et tirets", "lower-case letters, digits and hyphens")))
	}
	switch kind {
	case Ask:
		r.ask(o, &st)
	case Expect:
		r.expect(o, &st)
	case Send:
		r.send(o, &st)
	case Reply:
		r.reply(o, &st)
	case Capture:
		r.capture(o, &st)
	case Attest:
		r.attest(o, &st)
	}
	o.Close()
	return st, true
}

// kindOf finds the one step key of a mapping.
func kindOf(o *strict.Object) (Kind, bool) {
	var found []Kind
	for _, k := range Kinds() {
		if o.Has(string(k)) {
			found = append(found, k)
		}
	}
	if len(found) == 1 {
		return found[0], true
	}
	if len(found) == 0 {
		o.Problem(strict.Text("étape sans nature", "step without a kind"),
			strict.Text("commencez-la par l'une de ces clés : %s", "begin it with one of these keys: %s", stepNames()))
		return "", false
	}
	o.Problem(strict.Text("étape à la fois %s et %s", "step is both %s and %s", found[0], found[1]),
		strict.Text("faites-en deux étapes", "make two steps of it"))
	return "", false
}

func (r *reader) ask(o *strict.Object, st *Step) {
	a := &etalon.Action{
		Name: etalon.ActionName(o.Need("ask").OneOf(strict.Text("une action", "an action"), names(etalon.ActionNames()))),
	}
	st.Ask, st.Within = a, within(o, DefaultAsk)
	a.Patient, a.Documents, a.Params = r.content(o, a.Name.OfPatient())
	a.Prompt = o.Need("prompt").Text()
	checkNeeds(o, a)
}

// content reads what an action or a message is about: a patient of given,
// documents, parameters. One that is about a patient names it.
func (r *reader) content(o *strict.Object, ofPatient bool) (etalon.Patient, []etalon.Document, map[string]string) {
	patientAt := o.Get("patient")
	if ofPatient {
		patientAt = o.Need("patient")
	}
	name := patientAt.String()
	known := r.s.Given.Patients
	patient, ok := find(known, func(p etalon.Patient) bool { return p.ID == name })
	if name != "" && !ok {
		patientAt.Problem(strict.Text("le patient « %s » n'est pas dans given", "patient %q is not in given", name),
			strict.Choices(name, keysOf(known, patientID)))
	}
	var documents []etalon.Document
	for _, v := range o.Get("documents").List() {
		d, ok := r.askedDocument(v)
		if ok {
			d.Patient = name
			documents = append(documents, d)
		}
	}
	var params map[string]string
	o.Get("params").Object().Each(func(key string, k, v strict.Value) {
		if params == nil {
			params = map[string]string{}
		}
		if !paramForm.MatchString(key) {
			k.Problem(strict.Text("« %s » n'est pas un nom de paramètre", "%q is not a parameter name", key), etalon.Text{})
		}
		if _, twice := params[key]; twice {
			duplicate(k, key)
		}
		params[key] = v.Line()
	})
	return patient, documents, params
}

func (r *reader) askedDocument(v strict.Value) (etalon.Document, bool) {
	if !v.IsObject() {
		return r.namedDocument(v)
	}
	o := v.Object()
	d := readDocument(o, false)
	o.Close()
	return d, d.ID != ""
}

// checkNeeds holds an action against what it cannot do without.
func checkNeeds(o *strict.Object, a *etalon.Action) {
	known, ok := a.Name.Info()
	if !ok {
		return
	}
	if n := len(a.Documents); n < known.Least || n > known.Most {
		o.Problem(strict.Text("l'action %s porte de %d à %d documents, ici %d", "action %s has %d to %d documents, here %d", a.Name, known.Least, known.Most, n), etalon.Text{})
	}
	if _, given := a.Params[known.Param]; known.Param != "" && !given {
		o.Problem(strict.Text("l'action %s demande le paramètre %s", "action %s needs parameter %s", a.Name, known.Param),
			strict.Text("ajoutez params: {%s: …}", "add params: {%s: …}", known.Param))
	}
}

func (r *reader) expect(o *strict.Object, st *Step) {
	t := r.awaited(o.Need("expect"))
	st.Expect = &Expected{Actor: actorAt(o, t), Transaction: t}
	st.Within = within(o, DefaultExpect)
}

func (r *reader) capture(o *strict.Object, st *Step) {
	st.Capture = &Captured{
		Name:  o.Need("capture").Match(captureForm, strict.Text("une minuscule, puis lettres et chiffres", "a lower-case letter, then letters and digits")),
		From:  etalon.StepID(o.Need("from").Match(stepForm, etalon.Text{})),
		Field: o.Need("field").Match(paramForm, etalon.Text{}),
	}
	if st.Capture.Name == "patient" || st.Capture.Name == "document" {
		o.Get("capture").Problem(strict.Text("« %s » est un nom réservé", "%q is a reserved name", st.Capture.Name),
			strict.Text("choisissez un autre nom", "choose another name"))
	}
}

func (r *reader) attest(o *strict.Object, st *Step) {
	q := o.Need("attest").Object()
	st.Attest = &Attested{
		Question: q.Need("question").Text(),
		Expect:   q.Need("expect").OneOf(strict.Text("une réaction", "a reaction"), reactions),
	}
	q.Close()
	st.Within = within(o, DefaultAttest)
}

// within reads a step's deadline, or gives its default.
func within(o *strict.Object, otherwise time.Duration) time.Duration {
	w := o.Get("within")
	if !w.OK() {
		return otherwise
	}
	return w.Duration(MinWithin, MaxWithin)
}

// awaited reads a transaction that a simulated actor must serve: one that
// nothing serves is a fault of the scenario, which no product could mend.
func (r *reader) awaited(v strict.Value) etalon.Transaction {
	t := etalon.Transaction(v.OneOf(strict.Text("une transaction", "a transaction"), names(etalon.SentBy(etalon.SentBySUT))))
	known, ok := t.Info()
	if !ok {
		return t
	}
	profile, _ := find(r.cat.Profiles, func(p Profile) bool { return p.ID == r.s.Profile })
	if why, is := unserved(known, profile.Environment == etalon.EnvironmentDMP); is {
		v.Problem(etalon.Text{FR: "aucun acteur simulé ne sert " + string(t) + " : " + why.FR, EN: "no simulated actor serves " + string(t) + ": " + why.EN},
			strict.Text("retirez l'étape, ou changez de profil", "remove the step, or change the profile"))
	}
	return t
}

// unserved says why no simulated actor serves a transaction, if none does.
func unserved(t etalon.TransactionInfo, inDMP bool) (why etalon.Text, is bool) {
	if inDMP && !t.InDMP {
		return strict.Text("le DMP ne l'emploie pas", "the DMP does not use it"), true
	}
	return t.Refused, t.Refused != etalon.Text{}
}

// actorAt reads the actor; each transaction has its own, so it may be left out.
func actorAt(o *strict.Object, t etalon.Transaction) etalon.Actor {
	v := o.Get("at")
	if !v.OK() {
		return t.Actor()
	}
	actor := etalon.Actor(v.OneOf(strict.Text("un acteur", "an actor"), names(etalon.Actors())))
	if t != "" && actor != "" && actor != t.Actor() && slices.Contains(etalon.Transactions(), t) {
		v.Problem(strict.Text("%s ne s'adresse pas à %s", "%s is not sent to %s", t, actor),
			strict.Text("écrivez at: %s", "write at: %s", t.Actor()))
	}
	return actor
}
