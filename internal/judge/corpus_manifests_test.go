package judge_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/schemas"
	messages "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/facts"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// TestManifestsOfOthers: the manifests that other products wrote pass. One of the
// corpus was changed by its authors: its header names the instance that it was made of.
func TestManifestsOfOthers(t *testing.T) {
	root := os.Getenv("ETALON_CORPUS")
	if root == "" {
		t.Skip("ETALON_CORPUS is not set")
	}
	found, err := filepath.Glob(filepath.Join(root, "*", "rad68", "kos", "*.dcm"))
	if err != nil || len(found) < 5 {
		t.Fatalf("%d manifests: %v", len(found), err)
	}
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	packs, err := own.Of("xds-i")
	if err != nil {
		t.Fatal(err)
	}
	b, err := judge.Compile(packs)
	if err != nil {
		t.Fatal(err)
	}
	engine := judge.Schemas{Engine: xsd.Helium(messages.FS()), Files: messages.FS()}
	for _, path := range found {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := b.File(context.Background(), facts.CaptureInput{Raw: raw}, engine)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		want := etalon.Pass
		if strings.Contains(path, "modified") {
			want = etalon.Fail
		}
		if r.Verdict != want {
			t.Errorf("%s: %s, want %s%s", path, r.Verdict, want, told(r))
		}
	}
}
