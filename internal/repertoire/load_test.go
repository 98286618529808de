package repertoire_test

import (
	"errors"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/session"
)

func TestTheEmbeddedRepertoireIsSound(t *testing.T) {
	r, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	if err != nil || len(r.Scenarios) == 0 || len(r.Catalogue.Cases) == 0 || len(r.Catalogue.Requirements) == 0 {
		t.Fatalf("%v", err)
	}
	packs, err := repertoire.Packs()
	if err != nil || len(packs.Names()) < 2 {
		t.Fatalf("%v: %v", packs, err)
	}
}

// Whoever shows the error can show every fault of every file.
func TestFaultsAreAllThere(t *testing.T) {
	_, err := repertoire.Load(repertoire.Input{Folder: fstest.MapFS{"a.yaml": {Data: []byte("id: a\nnope: 1\n")}, "b.yaml": {Data: []byte("- b\n")}}})
	var faults repertoire.Faults
	var end exit.Error
	if !errors.As(err, &faults) || !errors.As(err, &end) || end.Code != etalon.ExitUsage || end.Hint == "" {
		t.Fatalf("%v", err)
	}
	files := map[string]bool{}
	for _, p := range faults {
		files[p.File] = true
	}
	if !files["a.yaml"] || !files["b.yaml"] {
		t.Errorf("%v", faults)
	}
}
