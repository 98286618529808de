package scenario

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
	"github.com/etalon-dmp/etalon/schemas"
)

// Catalogue is what scenarios refer to by name. Its order is the order of
// reports.
type Catalogue struct {
	Requirements []etalon.Requirement
	Groups       []Group
	Profiles     []Profile
	Patients     []etalon.Patient
	Documents    []etalon.Document
	// Cases are the messages that send steps may name. The files do not hold
	// them: who knows the client actors puts them here. Nil: any name will do.
	Cases []Case
	// Population is further people of a session, whom scenarios may name too. Nil: none.
	Population *Population

	packs []string // that profiles may name
}

// Case is one named message of a transaction.
type Case struct {
	Transaction etalon.Transaction
	Name        string
	Needs       []string // parameters without which it cannot be made
}

// Group is a named set of requirements that scenarios trace to together.
type Group struct {
	Name         string
	Title        etalon.Text
	Requirements []etalon.RequirementID
}

// Profile is one unit of verdict.
type Profile struct {
	ID          etalon.ProfileID
	Title       etalon.Text
	Packs       []string           // names of the rule packs that judge it, each with what it extends
	Environment etalon.Environment // what is simulated around the product
	Modes       []etalon.AuthMode  // in which it can be claimed; empty: all
	Generation  string             // of the DMP's interfaces that it holds a product to; "": the product says
}

// LoadCatalogue reads groups.yaml, profiles.yaml, and of fixtures patients.yaml,
// documents.yaml, archetypes.yaml and identities.yaml; the requirements are those of the packs. The error
// speaks of files that cannot be opened; problems speak of what is written in them.
func LoadCatalogue(fsys fs.FS, packs *schemas.Library) (*Catalogue, []Problem, error) {
	cat := &Catalogue{Requirements: packs.Requirements(), packs: packs.Names()}
	var problems []Problem
	for _, part := range []struct {
		file string
		read func(*strict.Object)
	}{
		{"groups.yaml", cat.readGroups},
		{"profiles.yaml", cat.readProfiles},
		{"fixtures/patients.yaml", cat.readPatients},
		{"fixtures/documents.yaml", cat.readDocuments},
		{"fixtures/archetypes.yaml", cat.readArchetypes},
		{"fixtures/identities.yaml", cat.readPatients},
	} {
		src, err := fs.ReadFile(fsys, part.file)
		if err != nil {
			return nil, nil, fmt.Errorf("read the scenario catalogue: %w", err)
		}
		doc, rep := strict.Parse(part.file, src)
		if o := doc.Object(); o != nil {
			part.read(o)
			o.Close()
		}
		problems = append(problems, rep.Problems()...)
	}
	return cat, problems, nil
}

// Requirement looks a requirement up.
func (c *Catalogue) Requirement(id etalon.RequirementID) (etalon.Requirement, bool) {
	return find(c.Requirements, func(r etalon.Requirement) bool { return r.ID == id })
}

// Profile looks a profile up.
func (c *Catalogue) Profile(id etalon.ProfileID) (Profile, bool) {
	return find(c.Profiles, func(p Profile) bool { return p.ID == id })
}

// Patient looks a patient fixture up, or somebody of the population.
func (c *Catalogue) Patient(name string) (etalon.Patient, bool) {
	if p, ok := find(c.Patients, func(p etalon.Patient) bool { return p.ID == name }); ok {
		return p, true
	}
	return c.Population.Named(name)
}

// Document looks a document fixture up.
func (c *Catalogue) Document(name string) (etalon.Document, bool) {
	return find(c.Documents, func(d etalon.Document) bool { return d.ID == name })
}

// Expand turns requirement ids and group names into requirement ids, each
// once, in catalogue order. Unknown names are left out.
func (c *Catalogue) Expand(refs []string) []etalon.RequirementID {
	wanted := map[etalon.RequirementID]bool{}
	for _, ref := range refs {
		wanted[etalon.RequirementID(ref)] = true
		if g, ok := c.group(ref); ok {
			for _, id := range g.Requirements {
				wanted[id] = true
			}
		}
	}
	var out []etalon.RequirementID
	for _, r := range c.Requirements {
		if wanted[r.ID] {
			out = append(out, r.ID)
		}
	}
	return out
}

// refs is every word a scenario's requirements may use.
func (c *Catalogue) refs() []string {
	var out []string
	for _, g := range c.Groups {
		out = append(out, g.Name)
	}
	for _, r := range c.Requirements {
		out = append(out, string(r.ID))
	}
	return out
}

func (c *Catalogue) group(name string) (Group, bool) {
	return find(c.Groups, func(g Group) bool { return g.Name == name })
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var zero T
	return zero, false
}

// keysOf gives one word of each member of a list.
func keysOf[T any](list []T, key func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = key(x)
	}
	return out
}
