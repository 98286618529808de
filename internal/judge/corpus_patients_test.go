package judge_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// TestCorpusOfPatientsAgreement: the rules of PDQV3 say of messages that others
// wrote what their authors say, or testdata/corpus-patients.yaml says why not. A
// message of a transaction that is not judged here (ITI-44, ITI-45) stays open.
func TestCorpusOfPatientsAgreement(t *testing.T) {
	root := os.Getenv("ETALON_CORPUS")
	if root == "" {
		t.Skip("ETALON_CORPUS is not set")
	}
	index, err := os.ReadFile(filepath.Join(root, "INDEX.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/corpus-patients.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var known struct {
		Disagreements []struct{ File, Why string }
	}
	if err := yaml.UnmarshalWithOptions(text, &known, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	why := map[string]string{}
	for _, d := range known.Disagreements {
		why[d.File] = d.Why
	}
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := own.Of("ihe-pdqv3")
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	engine := judge.Schemas{Engine: xsd.Helium(messages.FS()), Files: messages.FS()}
	judged, open := 0, 0
	ours := regexp.MustCompile(`^(pdqv3|pixv3)/`)
	for _, line := range strings.Split(string(index), "\n") {
		m := row.FindStringSubmatch(line)
		if m == nil || !ours.MatchString(strings.TrimSpace(m[2])) {
			continue
		}
		raw, err := os.ReadFile(filepath.Join(root, m[1]))
		if err != nil {
			t.Fatal(err)
		}
		r, err := b.File(context.Background(), facts.CaptureInput{Raw: raw}, engine)
		if err != nil {
			t.Fatalf("%s: %v", m[1], err)
		}
		accepted := r.Verdict != etalon.Fail // every message of the index is one that its author accepts
		if r.Verdict == etalon.Pass || r.Verdict == etalon.Fail {
			judged++
		} else {
			open++
		}
		if accepted == (why[m[1]] != "") {
			t.Errorf("%s: %s, explained %q%s", m[1], r.Verdict, why[m[1]], told(r))
		}
		delete(why, m[1])
	}
	for f := range why {
		t.Errorf("%s: explained, but not in the corpus", f)
	}
	if judged < 14 {
		t.Errorf("%d messages were judged", judged)
	}
	t.Logf("%d messages judged, %d open", judged, open)
}
