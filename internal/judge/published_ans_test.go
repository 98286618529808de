package judge_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

// A published example conforms to its volet in a message too, by the tree as it is
// published; with one defect of the volet and one of the header it does not.
func TestThePublishedTreeJudgesASession(t *testing.T) {
	root := os.Getenv("ETALON_ANS_PACK")
	if root == "" {
		t.Skip("ETALON_ANS_PACK is not set")
	}
	tree, err := ans.Open(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(root, "ExemplesCDA", "AVC-SUNV_2022.01.xml"))
	if err != nil || len(files) == 0 {
		t.Skip("the example is not there")
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimPrefix(string(raw), "\ufeff")
	for name, c := range map[string]struct {
		document string
		want     etalon.Verdict
	}{
		"as published":     {text, etalon.Pass},
		"code of the type": {strings.Replace(text, `code="34133-9"`, `code="34133-0"`, 1), etalon.Fail},
		"no setId":         {strings.Replace(text, "<setId", "<x:setId xmlns:x='urn:x'", 1), etalon.Fail},
	} {
		if c.document == text && name != "as published" {
			t.Errorf("%s: the example has nothing to change", name)
		}
		r, q, _ := published(t, tree, c.document)
		if q.Verdict != c.want {
			t.Errorf("%s: %s, want %s", name, q.Verdict, c.want)
			for _, f := range r.Findings {
				if f.Pack == "TestContenuCDA" {
					t.Logf("%s %s: %s %s", f.Outcome, f.Rule, f.Message.FR, f.Observed)
				}
			}
		}
	}
}
