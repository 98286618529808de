package schematron

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// conformanceEnv names a folder with the test cases of the Schematron
// conformance suite (github.com/Schematron/schematron-conformance). To run them:
//
//	ETALON_SCHEMATRON_CONFORMANCE=/path/to/schematron-conformance go test ./validators/schematron -run ConformanceSuite -v
const conformanceEnv = "ETALON_SCHEMATRON_CONFORMANCE"

const conformanceSpace = "tag:dmaus@dmaus.name,2019:Schematron:Testsuite"

// conformanceDifferences are the cases that are answered otherwise on purpose.
var conformanceDifferences = map[string]string{
	"rule-abstract-02":     "an abstract rule of another pattern is found, as the official chain finds it, where the pattern has none of that id",
	"let-scope-pattern-01": "a let of the pattern hides the schema's, and is told as a defect: let-name-collision-error-05 and -06 make the same an error",
}

// TestConformanceSuite runs every case: a schema is refused by name, or says
// what the case expects.
func TestConformanceSuite(t *testing.T) {
	dir := os.Getenv(conformanceEnv)
	if dir == "" {
		t.Skip(conformanceEnv + " is not set: the conformance suite is not run")
	}
	right, refused := 0, 0
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(name) != ".xml" {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		d, err := xmldoc.Parse(b, xmldoc.Limits{})
		if err != nil || !d.Root().Is(conformanceSpace, "testcase") {
			return nil
		}
		got, why := conforms(d.Root())
		want := d.Root().Attr("", "expect")
		if known := conformanceDifferences[strings.TrimSuffix(filepath.Base(name), ".xml")]; known != "" {
			t.Logf("%s: %s", filepath.Base(name), known)
			return nil
		}
		switch {
		case got == want:
			right++
		case got == "error":
			refused++
			t.Logf("%s: refused: %s", filepath.Base(name), why)
		default:
			t.Errorf("%s: %s, want %s: %s", filepath.Base(name), got, want, why)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d right, %d refused by name", right, refused)
	if right < 30 {
		t.Error("so few are not the suite")
	}
}

// conforms gives "valid", "invalid" or "error" for a case, and what was said.
func conforms(n xmldoc.Node) (verdict, why string) {
	source := func(n xmldoc.Node) *fstest.MapFile {
		for c := range n.Children() {
			return &fstest.MapFile{Data: n.Doc().Source()[c.Offset():c.End()]}
		}
		return &fstest.MapFile{}
	}
	schemas := n.Child(conformanceSpace, "schemas")
	fsys := fstest.MapFS{"schema.sch": source(schemas)}
	var primary *fstest.MapFile
	for c := range n.Child(conformanceSpace, "documents").Children() {
		if fsys[c.Attr("", "filename")] = source(c); c.Local() == "primary" {
			primary = source(c)
		}
	}
	s, defects, err := Load(fsys, "schema.sch", Options{QueryBinding: "xslt2", Phase: schemas.Attr("", "phase")})
	if err != nil {
		return "error", err.Error()
	}
	if len(defects) > 0 {
		return "error", fmt.Sprint(defects)
	}
	d, err := xmldoc.Parse(primary.Data, xmldoc.Limits{})
	if err != nil {
		return "unread", err.Error()
	}
	rep, err := s.Run(context.Background(), d)
	if err != nil || len(rep.Errors) > 0 {
		return "error", fmt.Sprint(err, rep.Errors)
	}
	var said []string
	for _, c := range rep.Checks {
		said = append(said, strings.TrimSpace(c.Location+" "+c.Text))
	}
	if len(said) > 0 {
		return "invalid", strings.Join(said, "; ")
	}
	return "valid", ""
}
