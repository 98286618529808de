package standing

import (
	"fmt"
	"io/fs"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/schemas"
)

// Packs gives the packs of a library that judge a session: those that its plan
// names and those of its environment, with all that they extend, general ones
// first. A plan that names none is judged by all. A pack that is not in the library
// is an error.
func Packs(l *schemas.Library, p *plan.Plan) ([]*schemas.Pack, error) {
	var names []string
	for _, info := range p.Packs {
		names = append(names, info.Name)
	}
	for _, q := range p.Profiles {
		names = append(names, q.Packs...)
	}
	if len(names) == 0 {
		return l.Packs(), nil
	}
	around, err := l.For(p.SessionEnvironment())
	if err != nil {
		return nil, fmt.Errorf("packs of the session: %w", err)
	}
	for _, q := range around {
		names = append(names, q.Name)
	}
	packs, err := l.Of(names...)
	if err != nil {
		return nil, fmt.Errorf("packs of the session: %w", err)
	}
	return packs, nil
}

// Record puts in a plan what a verdict on its session would stand on now; documents
// are the rules over documents that the session names.
func Record(p *plan.Plan, l *schemas.Library, xsd fs.FS, build etalon.Build, documents ...etalon.PackInfo) error {
	packs, err := Packs(l, p)
	if err != nil {
		return err
	}
	on, err := Of(Input{Build: build, Packs: packs, Documents: documents, Schemas: xsd, Plan: p})
	p.StandsOn = &on
	return err
}
