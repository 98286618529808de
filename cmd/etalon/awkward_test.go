package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/scenarios"
)

// The conforming product passes every scenario of the DMP when all that it is
// answered is legal and unfriendly: neither it nor a rule takes form for sense,
// and no rule finds our own answers faulty.
func TestAwkwardAnswersChangeNoVerdict(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	expected := regexp.MustCompile(`(?m)^  - expect: (\S+)`)
	steps := regexp.MustCompile(`(?m)^steps:\n`)
	must(t, fs.WalkDir(scenarios.FS(), scenarios.Catalogue, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(scenarios.FS(), path)
		if err != nil || !regexp.MustCompile(`(?m)^role: lps$`).Match(b) || regexp.MustCompile(`(?m)^  - reply:`).Match(b) {
			return err
		}
		var armed []string
		for _, m := range expected.FindAllSubmatch(b, -1) {
			if reply := "  - reply: awkward\n    to: " + string(m[1]) + "\n    for: scenario\n"; !slices.Contains(armed, reply) {
				armed = append(armed, reply)
			}
		}
		whole := "steps:\n"
		for _, a := range armed {
			whole += a
		}
		return os.WriteFile(filepath.Join(folder, filepath.Base(path)), steps.ReplaceAllLiteral(b, []byte(whole)), 0o600)
	}))
	for _, seed := range []string{"2"} {
		out := filepath.Join(t.TempDir(), "out")
		command(t, etalon.ExitInconclusive, nil, "run", "--sut", builtin, "--scenarios", folder, "--seed", seed, "--out", out)
		if r := result(t, out); len(r.Findings) > 0 { // these scenarios are not the catalogue's, so the profiles stay open
			t.Errorf("findings %+v", r.Findings)
		}
		awkward := 0
		for _, x := range evidence(t, out).Exchanges {
			if x.Behaviour == string(etalon.BehaveAwkward) {
				awkward++
			}
		}
		if awkward < 20 {
			t.Errorf("only %d awkward answers", awkward)
		}
	}
}
