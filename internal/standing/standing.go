package standing

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/schemas"
)

// Input is what is known before anything is judged.
type Input struct {
	Build     etalon.Build
	Packs     []*schemas.Pack   // that judge, general ones first
	Documents []etalon.PackInfo // rules over documents that the session names besides
	Schemas   fs.FS             // the XML Schemas that packs bind; nil: none is run
	Plan      *plan.Plan
}

// Of names all of it. The error speaks of a file that cannot be read.
func Of(in Input) (etalon.StandsOn, error) {
	out := etalon.StandsOn{Build: in.Build, Packs: []etalon.PackInfo{}, Scenarios: ScenariosOf(in.Plan)}
	var requirements []etalon.Requirement
	for _, p := range in.Packs {
		out.Packs = append(out.Packs, p.Info())
		requirements = append(requirements, p.Requirements...)
	}
	out.Packs = append(out.Packs, in.Documents...)
	text, err := json.Marshal(requirements)
	if err != nil {
		return out, fmt.Errorf("requirements: %w", err)
	}
	out.Requirements = digest(text)
	out.Schemas, err = schemaSet(in.Packs, in.Schemas)
	return out, err
}

func schemaSet(packs []*schemas.Pack, fsys fs.FS) (etalon.SchemaSet, error) {
	out := etalon.SchemaSet{Used: []etalon.SchemaInfo{}}
	if fsys == nil {
		return out, nil
	}
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && path.Ext(name) == ".xsd" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return out, fmt.Errorf("XML schemas: %w", err)
	}
	slices.Sort(names)
	all, sums := sha256.New(), map[string]string{}
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return out, fmt.Errorf("XML schemas: %w", err)
		}
		sums[name] = digest(text)
		fmt.Fprintf(all, "%q %s\n", name, sums[name])
	}
	out.Digest = hex.EncodeToString(all.Sum(nil))
	for _, p := range packs {
		for _, b := range p.Schemas {
			out.Used = append(out.Used, etalon.SchemaInfo{Rule: b.ID, Pack: p.Name, File: b.Schema, Digest: sums[b.Schema]})
		}
	}
	return out, nil
}

// ScenariosOf names the scenarios of a plan, profile by profile.
func ScenariosOf(p *plan.Plan) etalon.ScenarioSet {
	if p == nil {
		return etalon.ScenarioSet{}
	}
	planned, whole, said := sha256.New(), sha256.New(), false
	for _, q := range p.Profiles {
		said = said || q.Whole != ""
		fmt.Fprintf(planned, "%q %s\n", q.ID, q.Planned)
		fmt.Fprintf(whole, "%q %s\n", q.ID, q.Whole)
	}
	if !said { // of an older plan
		return etalon.ScenarioSet{}
	}
	return etalon.ScenarioSet{Planned: hex.EncodeToString(planned.Sum(nil)), Whole: hex.EncodeToString(whole.Sum(nil))}
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
