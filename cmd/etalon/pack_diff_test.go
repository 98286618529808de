package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/packdiff"
)

// colourPacks are two packs that differ in one code, and a corpus: one document
// has the code, one has not, one is not XML.
func colourPacks(t *testing.T) (a, b, corpus string) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, pack := range []string{"a", "b"} {
		write(pack+"/pack.yaml", "name: colours\nversion: \"1\"\nentries:\n  - {name: colour, file: colour.sch, over: document}\n")
		write(pack+"/colour.sch", `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern id="c"><rule context="colour"><assert id="C1" test="document('valuesets/c.xml')//code[@code=current()/@code]">couleur inconnue</assert></rule></pattern></schema>`)
	}
	write("a/valuesets/c.xml", `<set><code code="R" system="1.2" display="rouge"/></set>`)
	write("b/valuesets/c.xml", `<set><code code="R" system="1.2" display="rouge"/><code code="V" system="1.2" display="vert"/></set>`)
	write("corpus/red.xml", `<colour code="R"/>`)
	write("corpus/green.xml", `<colour code="V"/>`)
	write("corpus/odd.xml", `<colour`)
	return filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "corpus")
}

func packDiff(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = execute(context.Background(), &app{out: &o, err: &e}, append([]string{"pack", "diff"}, args...))
	return code, o.String(), e.String()
}

func TestPackDiffNamesTheDocumentsThatChange(t *testing.T) {
	a, b, corpus := colourPacks(t)
	code, out, errs := packDiff(a, b, "--corpus", corpus, "--format", "json")
	if code != etalon.ExitPass {
		t.Fatalf("exit %d: %s", code, errs)
	}
	var d packdiff.Diff
	if err := json.Unmarshal([]byte(out), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Codes) != 1 || d.Codes[0].Code != "V" || d.Codes[0].Change != packdiff.Added || len(d.Rules) != 0 {
		t.Errorf("codes %+v, rules %+v", d.Codes, d.Rules)
	}
	if d.Corpus.Judged != 3 || len(d.Corpus.Changed) != 1 {
		t.Fatalf("%+v", d.Corpus)
	}
	green := d.Corpus.Changed[0]
	if filepath.Base(green.Document) != "green.xml" || green.Before != etalon.Fail || green.After != etalon.Pass ||
		len(green.Causes) != 1 || green.Causes[0].Why != packdiff.WhyCodes || green.Causes[0].Codes[0].Code != "V" {
		t.Errorf("%+v", green)
	}
	_, text, _ := packDiff(a, b, "--corpus", corpus, "--jobs", "2")
	_, again, _ := packDiff(a, b, "--corpus", corpus, "--jobs", "1")
	if text != again || !strings.Contains(text, "green.xml : FAIL → PASS") || !strings.Contains(text, "+ V (1.2) vert") {
		t.Errorf("%s", text)
	}
}

func TestPackDiffOfTheEmbeddedPackWithItself(t *testing.T) {
	code, out, errs := packDiff("dmp", "dmp")
	if code != etalon.ExitPass || !strings.Contains(out, "Aucune différence") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestPackDiffRefusesWhatIsNoPack(t *testing.T) {
	a, b, corpus := colourPacks(t)
	for _, args := range [][]string{{a, corpus}, {filepath.Join(a, "none"), b}, {a, b, "--corpus", filepath.Join(a, "none")}, {a, b, "--jobs", "-1", "--corpus", corpus}} {
		if code, out, errs := packDiff(args...); code != etalon.ExitUsage || out != "" || !strings.Contains(errs, "→") {
			t.Errorf("%v: exit %d, %q, %q", args, code, out, errs)
		}
	}
}
