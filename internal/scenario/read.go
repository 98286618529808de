package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// LoadDir reads every .yaml file under a folder, in path order. Scenarios with
// problems are left out. The error speaks of files that cannot be opened.
func LoadDir(fsys fs.FS, dir string, cat *Catalogue) ([]*Scenario, []Problem, error) {
	var out []*Scenario
	var problems []Problem
	at := map[etalon.ScenarioID]string{}
	err := fs.WalkDir(fsys, dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(file) != ".yaml" {
			return err
		}
		src, err := fs.ReadFile(fsys, file)
		if err != nil {
			return err
		}
		s, found := Read(file, src, cat)
		if first, twice := at[s.ID]; twice && s.ID != "" {
			found = append(found, Problem{
				File: file, Pos: strict.Pos{Line: s.Line, Column: 1},
				What: strict.Text("le scénario « %s » existe déjà dans %s", "scenario %q is already in %s", s.ID, first),
				Hint: strict.Text("donnez-lui un autre id", "give it another id"),
			})
		}
		at[s.ID] = file
		problems = append(problems, found...)
		if len(found) == 0 {
			out = append(out, s)
		}
		return nil
	})
	if err != nil {
		return nil, problems, fmt.Errorf("read scenarios: %w", err)
	}
	if len(out) == 0 && len(problems) == 0 {
		return nil, nil, fmt.Errorf("read scenarios in %s: %w", dir, ErrNone)
	}
	return out, problems, nil
}

// ErrNone says that a folder holds no scenario: an empty scope is never a pass.
var ErrNone = errors.New("no scenario file")

// Read reads one scenario file. The scenario is complete only when no problem
// is returned; it is never nil.
func Read(file string, src []byte, cat *Catalogue) (*Scenario, []Problem) {
	doc, rep := strict.Parse(file, src)
	sum := sha256.Sum256(src)
	s := &Scenario{File: file, Line: max(1, doc.Pos().Line), SHA256: hex.EncodeToString(sum[:])}
	o := doc.Object()
	if o == nil {
		return s, rep.Problems()
	}
	r := &reader{cat: cat, s: s}
	r.head(o)
	r.given(o.Get("given").Object())
	s.Steps = r.steps(o.Need("steps"), "s")
	s.Cleanup = r.steps(o.Get("cleanup"), "c")
	if o.Get("steps").OK() && len(s.Steps) == 0 {
		o.Get("steps").Problem(strict.Text("un scénario a au moins une étape", "a scenario has one step at least"), etalon.Text{})
	}
	o.Close()
	checkFlow(s, rep)
	return s, rep.Problems()
}

// reader is the state of reading one scenario.
type reader struct {
	cat *Catalogue
	s   *Scenario
}

func (r *reader) head(o *strict.Object) {
	s := r.s
	s.ID = etalon.ScenarioID(o.Need("id").Match(idForm, formHint))
	s.Title = o.Need("title").Text()
	profileAt := o.Need("profile")
	s.Profile = etalon.ProfileID(profileAt.OneOf(strict.Text("un profil", "a profile"),
		keysOf(r.cat.Profiles, func(p Profile) string { return string(p.ID) })))
	s.Role = o.Need("role").OneOf(strict.Text("un rôle", "a role"), Roles())
	for _, v := range o.Get("modes").List() {
		s.Modes = append(s.Modes, etalon.AuthMode(v.OneOf(strict.Text("un mode d'authentification", "an authentication mode"), modes)))
	}
	refs := o.Need("requirements")
	for _, v := range refs.List() {
		ref := v.OneOf(strict.Text("une exigence ou un groupe d'exigences", "a requirement or a group of requirements"), r.cat.refs())
		if ref != "" && slices.Contains(s.Requirements, ref) {
			duplicate(v, ref)
		}
		s.Requirements = append(s.Requirements, ref)
	}
	if refs.OK() && len(s.Requirements) == 0 {
		refs.Problem(strict.Text("un scénario trace au moins une exigence", "a scenario traces to one requirement at least"), etalon.Text{})
	}
	for _, v := range o.Get("labels").List() {
		s.Labels = append(s.Labels, v.Match(labelForm,
			strict.Text("lettres, chiffres, - _ . et un seul « : » entre clé et valeur", "letters, digits, - _ . and one colon between key and value")))
	}
}

// given reads the state of the DMP: fixture names, or objects written in place.
func (r *reader) given(o *strict.Object) {
	if o == nil {
		return
	}
	g := &r.s.Given
	for _, v := range o.Need("patients").List() {
		p, ok := r.givenPatient(v)
		if !ok {
			continue
		}
		if slices.ContainsFunc(g.Patients, func(q etalon.Patient) bool { return q.ID == p.ID }) {
			duplicate(v, p.ID)
			continue
		}
		g.Patients = append(g.Patients, p)
	}
	for _, v := range o.Get("documents").List() {
		d, ok := r.givenDocument(v)
		if !ok {
			continue
		}
		if slices.ContainsFunc(g.Documents, func(q etalon.Document) bool { return q.ID == d.ID }) {
			duplicate(v, d.ID)
			continue
		}
		if !slices.ContainsFunc(g.Patients, func(q etalon.Patient) bool { return q.ID == d.Patient }) {
			v.Problem(strict.Text("le patient « %s » du document « %s » n'est pas dans given", "patient %q of document %q is not in given", d.Patient, d.ID),
				strict.Text("ajoutez-le à given.patients", "add it to given.patients"))
		}
		checkPast(v, d, g.Documents)
		g.Documents = append(g.Documents, d)
	}
	r.studies(o)
	if most := o.Get("mostResults"); most.OK() {
		g.MostResults = readMostResults(most)
	}
	o.Close()
}

func (r *reader) givenPatient(v strict.Value) (etalon.Patient, bool) {
	if v.IsObject() {
		p := readPatient(v.Object())
		return p, p.ID != ""
	}
	name := v.String()
	p, ok := r.cat.Patient(name)
	if name != "" && !ok {
		unknownPatient(v, name, keysOf(r.cat.Patients, patientID))
	}
	return p, ok
}

func (r *reader) givenDocument(v strict.Value) (etalon.Document, bool) {
	if v.IsObject() {
		o := v.Object()
		d := readDocument(o, true)
		d.Patient = o.Need("patient").String()
		o.Close()
		return d, d.ID != ""
	}
	return r.namedDocument(v)
}

func (r *reader) namedDocument(v strict.Value) (etalon.Document, bool) {
	name := v.String()
	d, ok := r.cat.Document(name)
	if name != "" && !ok {
		v.Problem(strict.Text("document inconnu « %s »", "unknown document %q", name),
			strict.Choices(name, keysOf(r.cat.Documents, func(d etalon.Document) string { return d.ID })))
	}
	return d, ok
}

// stepNames is the list of step keys for a person.
func stepNames() string { return strings.Join(names(Kinds()), ", ") }
