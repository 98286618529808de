package schemas_test

import (
	"io/fs"
	"regexp"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
)

// TestActionsElsewhere: the rules leave out the actions that the facts call of
// no transaction judged here, and no action of one that is.
func TestActionsElsewhere(t *testing.T) {
	l, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := l.Of("ihe-xds")
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(packs[0].FS, "valuesets/elsewhere.xml")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?:code|response)="(urn:[^"]*)"`).FindAllSubmatch(text, -1)
	if len(found) < 20 {
		t.Errorf("%d actions", len(found))
	}
	for _, m := range found {
		action := string(m[1])
		if !etalon.Elsewhere(action) {
			t.Errorf("%s is not elsewhere", action)
		}
		if x, _, known := etalon.Named(action); known {
			t.Errorf("%s is of %s", action, x.Name)
		}
	}
}
