package verdicts

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/standing"
	"github.com/etalon-dmp/etalon/internal/waiver"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/schemas/terminology"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// Means is what judging needs of whoever calls.
type Means struct {
	Packs *schemas.Library // nil: those of this program
	Spawn xsd.Spawn        // starts the process of the libxml2 engine, when this program has one
	Tool  etalon.ToolInfo
	// Documents is the folder of rules over documents that the session names, as ANS
	// publishes it. Nil: there is none.
	Documents *ans.Tree
	// Terms are the terminologies that codes of documents are looked up in. Nil: none.
	Terms *terminology.Index
	Cache schematron.Cache    // keeps its rules compiled; nil: nothing does
	Build func() etalon.Build // that judges; it is asked when a session is. Nil: unknown
	// Catalogue gives what a plan is made of today, to hold the plan of a dossier
	// against it. Nil: a dossier is judged by its own plan.
	Catalogue func() (plan.BuildInput, error)
	// Waivers tells what waivers lift of findings. Nil: there are none.
	Waivers  func([]etalon.Finding) []waiver.Entry
	Progress func(done, total int) // is told how many exchanges of a dossier are judged; nil: nobody
}

func (m Means) build() etalon.Build {
	if m.Build == nil {
		return etalon.Build{}
	}
	return m.Build()
}

func (m Means) library() (*schemas.Library, error) {
	if m.Packs != nil {
		return m.Packs, nil
	}
	return schemas.Embedded()
}

// Judge is a compiled rule book and running schema engines. One dossier or
// message is judged at a time. Close ends the engines.
type Judge struct {
	Book    *judge.Book
	schemas judge.Schemas
	means   Means
}

// NewJudge compiles the packs of these names with all that they extend; none: all.
func NewJudge(packs []string, m Means) (*Judge, error) {
	l, err := m.library()
	if err != nil {
		return nil, err
	}
	all := l.Packs()
	if len(packs) > 0 {
		if all, err = l.Of(packs...); err != nil {
			return nil, err
		}
	}
	return newJudge(all, m)
}

func newJudge(packs []*schemas.Pack, m Means) (*Judge, error) {
	book, err := judge.Compile(packs)
	if err != nil {
		return nil, err
	}
	book.Progress = m.Progress
	if m.Terms != nil {
		book.Codes, book.Looked = m.Terms, Looked(m.Terms)
	}
	if m.Documents != nil {
		var checks xsd.Engine
		if m.Documents.Schema != "" {
			checks = confirmed(m.Documents.FS, m.Spawn)
		}
		book.Documents = judge.NewDocuments(m.Documents, checks, m.Cache)
	}
	return &Judge{Book: book, means: m, schemas: judge.Schemas{Engine: engine(messages.FS(), m.Spawn), Files: messages.FS()}}, nil
}

// engine is helium, and libxml2 beside it when this program has it.
func engine(files fs.FS, spawn xsd.Spawn) xsd.Engine {
	helium := xsd.Helium(files)
	if !xsd.HasLibxml2 {
		return helium
	}
	return xsd.Both(xsd.Libxml2Child(spawn, files), helium)
}

// confirmed is helium alone, or libxml2 that helium confirms when it refuses: one
// engine for most documents of a large schema.
func confirmed(files fs.FS, spawn xsd.Spawn) xsd.Engine {
	helium := xsd.Helium(files)
	if !xsd.HasLibxml2 {
		return helium
	}
	return xsd.Confirm(xsd.Libxml2Child(spawn, files), helium)
}

// ServeEngine is what a process that NewJudge's spawn started does: it answers
// validation requests until its input ends.
func ServeEngine(in io.Reader, out io.Writer) error { return xsd.ServeLibxml2(in, out) }

// Close ends the engines.
func (j *Judge) Close() {
	if j.schemas.Engine != nil {
		_ = j.schemas.Engine.Close()
	}
	j.Book.Documents.Close()
}

// Dossier judges a session. The error is the harness's.
func (j *Judge) Dossier(ctx context.Context, d *dossier.Dossier) (etalon.Result, error) {
	return j.Book.Judge(ctx, d, j.schemas, j.means.Tool, j.means.build())
}

// Exchange judges one exchange on its own.
func (j *Judge) Exchange(ctx context.Context, in facts.ExchangeInput) (judge.Heard, error) {
	return j.Book.Exchange(ctx, in, j.schemas)
}

// File judges a captured message or a document.
func (j *Judge) File(ctx context.Context, in facts.CaptureInput) (judge.DocumentReport, error) {
	return j.Book.File(ctx, in, j.schemas)
}

// Together judges a message put together from its content: [judge.Book.Together].
func (j *Judge) Together(ctx context.Context, in facts.CaptureInput, asserted bool) (judge.DocumentReport, error) {
	return j.Book.Together(ctx, in, j.schemas, asserted)
}

// Read reads a dossier or explains why it is refused.
func Read(src dossier.Source) (*dossier.Dossier, error) {
	d, err := dossier.Read(src)
	var tamper *dossier.TamperError
	switch {
	case errors.As(err, &tamper):
		return nil, altered(tamper.Entry, tamper.What)
	case err != nil:
		return nil, exit.Usage(err, "Indiquez le dossier qu'a laissé etalon run : OUT/dossier. (Give the folder that etalon run left: OUT/dossier.)")
	}
	if _, err := SealOf(d); err != nil {
		return nil, err
	}
	return d, coherent(d)
}

// packsOf gives the packs that a dossier's plan is judged by: as they are now,
// whatever their digest was then.
func packsOf(d *dossier.Dossier, l *schemas.Library) ([]*schemas.Pack, error) {
	p, err := plan.Unmarshal(d.Session.Plan)
	if err != nil {
		return nil, fmt.Errorf("the plan in the dossier: %w", err)
	}
	packs, err := standing.Packs(l, p)
	if err != nil {
		return nil, exit.Usage(err, "Donnez le dossier du référentiel : --pack DOSSIER. (Give the folder of the pack.)")
	}
	return packs, nil
}

// Covers tells whether a rule is the one named, or one of its group: V05 covers
// V05.role.
func Covers(named, rule etalon.RuleID) bool {
	return named == rule || strings.HasPrefix(string(rule), string(named)+".")
}
