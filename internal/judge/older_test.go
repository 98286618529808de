package judge_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/judge"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// older reads the dossiers of testdata/older.tar.gz: one scenario of the profile
// alimentation, played by the conforming product and by one with a defect, when
// plans named no environment and nothing that a verdict stands on.
func older(t *testing.T) map[string]*dossier.Memory {
	t.Helper()
	file, err := os.Open("testdata/older.tar.gz")
	must(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	must(t, err)
	out := map[string]*dossier.Memory{}
	for files := tar.NewReader(unzipped); ; {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		must(t, err)
		which, name, ok := strings.Cut(head.Name, "/dossier/")
		if !ok || head.Typeflag != tar.TypeReg {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(files, 1<<20))
		must(t, err)
		if out[which] == nil {
			out[which] = &dossier.Memory{}
		}
		if name == dossier.JournalName {
			out[which].Journal = text
			continue
		}
		must(t, out[which].Put(name, text))
	}
}

// A stored dossier is judged by later rules, whatever its plan did not know yet.
func TestOlderDossiersAreJudgedAsThen(t *testing.T) {
	b := book(t)
	kept := older(t)
	if len(kept) != 2 {
		t.Fatalf("%d dossiers", len(kept))
	}
	for which, want := range map[string]struct {
		verdict etalon.Verdict
		rule    etalon.RuleID
	}{"conforming": {etalon.Pass, ""}, "mutant": {etalon.Fail, "V06.version"}} {
		d, err := dossier.Read(kept[which])
		must(t, err)
		r, err := b.Judge(t.Context(), d, judge.Schemas{Engine: xsd.Helium(messages.FS()), Files: messages.FS()}, etalon.ToolInfo{Name: "etalon"}, etalon.Build{})
		must(t, err)
		if r.Verdict != want.verdict {
			t.Errorf("%s: verdict %s, then %s", which, r.Verdict, want.verdict)
		}
		for _, f := range r.Findings {
			if f.Rule != want.rule || f.Pack != "dmp" {
				t.Errorf("%s: %s of pack %q: %s", which, f.Rule, f.Pack, f.Observed)
			}
		}
		if len(r.Findings) == 0 && want.rule != "" {
			t.Errorf("%s: nothing is found", which)
		}
		if len(r.Profiles) != 1 || r.Profiles[0].Ran != 1 || r.Rules.Ran < 100 {
			t.Errorf("%s: %d profiles, %d rules ran", which, len(r.Profiles), r.Rules.Ran)
		}
		if (r.StandsOn.Scenarios != etalon.ScenarioSet{}) {
			t.Errorf("%s: its plan names no scenarios, the verdict says %+v", which, r.StandsOn.Scenarios)
		}
	}
}
