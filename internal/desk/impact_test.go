package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/desk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/session"
	"github.com/etalon-dmp/etalon/internal/store"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/schemas"
)

// shelf is a vault with one dossier and, for each digest, packs.
type shelf struct{ *dossier.Memory }

func (shelf) Close() error { return nil }

func (shelf) Take(io.Reader, func(dossier.Source) (string, error)) (string, error) {
	return "", errors.New("not here")
}
func (s shelf) Source(string) dossier.Source { return s.Memory }
func (shelf) TakePacks(io.Reader, func([]string) error) (string, error) {
	return "", errors.New("not here")
}
func (shelf) Uploaded(string) (int64, error)                 { return 0, nil }
func (shelf) Upload(string, int64, io.Reader) (int64, error) { return 0, errors.New("not here") }
func (shelf) Whole(string) (io.ReadCloser, error)            { return nil, fs.ErrNotExist }
func (shelf) Attach(io.Reader, int64) (string, int64, error) { return "", 0, errors.New("not here") }
func (shelf) Piece(string) (io.ReadCloser, error)            { return nil, fs.ErrNotExist }
func (shelf) Discard(string) error                           { return nil }
func (shelf) Empty(string, string) error                     { return errors.New("not here") }
func (shelf) Packs(digest string) ([]string, error)          { return []string{digest}, nil }

// drawer is a folder in memory.
type drawer map[string][]byte

func (d drawer) Put(files map[string][]byte) error { maps.Copy(d, files); return nil }

func (d drawer) ReadFile(name string) ([]byte, error) {
	if b, ok := d[name]; ok {
		return b, nil
	}
	return nil, fs.ErrNotExist
}

// played is the dossier of one scenario of the reference server.
func played(t *testing.T) shelf {
	t.Helper()
	sut, err := session.Declare(session.Declaration{Name: reference.Server}, nil)
	must(t, err)
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	must(t, err)
	p, err := session.Plan(session.Order{SUT: sut, Seed: 1, Repertoire: all, LabelFilter: "xds-registry-iti42-reference"})
	must(t, err)
	raw, err := p.Marshal()
	must(t, err)
	s := shelf{&dossier.Memory{}}
	must(t, session.Session{
		Means: session.Means{Clock: time.Now}, Walk: run.Sequential, Events: func(etalon.Event) {},
		Store: func() (session.Storage, error) { return s, nil },
	}.Run(t.Context(), raw))
	return s
}

// What is known by what it stands on is not judged twice, and what is not is: another
// program, other packs, a kept result that was touched, an error of the machine's.
func TestWhatIsKnownIsNotJudgedTwice(t *testing.T) {
	ctx, vault, reports, judged := t.Context(), played(t), drawer{}, 0
	build := etalon.Build{Version: "1", Revision: "r", Engines: []etalon.Engine{{Name: "helium", Version: "1"}}}
	embedded, err := schemas.Embedded()
	must(t, err)
	catalogue, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	must(t, err)
	means := func(packs *schemas.Library) verdicts.Means {
		return verdicts.Means{
			Packs: packs, Tool: etalon.ToolInfo{Name: "etalon", Version: "1"}, Build: func() etalon.Build { return build },
			Spawn: func(context.Context) (io.ReadWriteCloser, func() error, error) {
				return nil, nil, errors.New("no child")
			},
			Catalogue: func() (plan.BuildInput, error) {
				return plan.BuildInput{Scenarios: catalogue.Scenarios, Catalogue: catalogue.Catalogue, Packs: catalogue.Packs}, nil
			},
			Progress: func(done, _ int) { judged += min(done, 1) },
		}
	}
	s, err := store.Open(ctx, filepath.Join(t.TempDir(), "etalon.db"), time.Now)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	d := &desk.Desk{
		Store: s, Vault: vault, Clock: time.Now, Reports: func(string) desk.Folder { return reports },
		Judging:   func() (verdicts.Means, error) { return means(embedded), nil },
		JudgingBy: func([]string) (verdicts.Means, error) { return means(embedded), nil },
	}
	must(t, s.First(ctx, "admin", "A", "x"))
	admin := s.As(campaign.Person{ID: 1, Login: "admin", Role: campaign.Administrator})
	org, err := admin.AddOrganisation(ctx, "Éditeur fictif")
	must(t, err)
	vendor := s.As(campaign.Person{Login: "v", Role: campaign.VendorAdmin, Organisation: org})
	product, err := vendor.AddProduct(ctx, "LPS")
	must(t, err)
	version, err := vendor.AddVersion(ctx, product, "1", "")
	must(t, err, vendor.Declare(ctx, version, []etalon.ProfileID{"acces"}, []etalon.ProfileID{"acces"}))
	read, err := verdicts.Read(vault.Source(""))
	must(t, err)
	id, err := vendor.HandIn(ctx, version, read.Head, func(*sql.Tx, campaign.ID) error { return nil })
	must(t, err, d.Judge(ctx, id))
	if judged == 0 {
		t.Fatal("judging is not seen")
	}
	kept := maps.Clone(reports)
	impact := func() campaign.Impact {
		t.Helper()
		judged = 0
		author := s.As(campaign.Person{Login: "r", Role: campaign.RuleAuthor})
		id, err := author.AddImpact(ctx, "V2", "d", func(*sql.Tx, campaign.ID) error { return nil })
		must(t, err)
		more, err := d.Impact(ctx, id)
		must(t, err)
		i, effects, err := author.Impact(ctx, id)
		must(t, err)
		if more || len(effects) != 1 || effects[0].Why != "" || effects[0].Before != effects[0].After {
			t.Errorf("%t, %+v", more, effects)
		}
		return i
	}
	if impact(); judged != 0 {
		t.Errorf("judged again: %d exchanges", judged)
	}
	for name, change := range map[string]func(){
		"another revision":  func() { build.Revision = "s" },
		"a modified source": func() { build.Modified = true },
		"no known program":  func() { build.Revision = "" },
		"another toolchain": func() { build.Go = "go9" },
		"a touched result":  func() { clear(reports) },
		"another pack proposed": func() {
			d.JudgingBy = func([]string) (verdicts.Means, error) { return means(commented(t, embedded)), nil }
		},
	} {
		was, by := build, d.JudgingBy
		change()
		if impact(); judged == 0 {
			t.Errorf("%s: not judged", name)
		}
		build, d.JudgingBy = was, by
		maps.Copy(reports, kept)
	}
}

// commented is a library whose packs have other digests, and say the same.
func commented(t *testing.T, l *schemas.Library) *schemas.Library {
	t.Helper()
	parent := fstest.MapFS{}
	must(t, fs.WalkDir(os.DirFS("../../schemas/packs"), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join("../../schemas/packs", name))
		if filepath.Ext(name) == ".sch" {
			text = append(text, "<!-- the same -->\n"...)
		}
		parent[name] = &fstest.MapFile{Data: text}
		return err
	}))
	for _, name := range l.Names() {
		var err error
		l, _, err = l.With(parent, name)
		must(t, err)
	}
	return l
}
