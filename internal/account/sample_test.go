package account

import (
	"context"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/repertoire"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/session"
)

// A sample takes some scenarios of each product: of one whose few were not drawn, all.
func TestEveryProductIsInASample(t *testing.T) {
	all, err := repertoire.Load(repertoire.Input{Messages: session.Messages()})
	if err != nil {
		t.Fatal(err)
	}
	none := Stage{Repertoire: all, Seed: 1, Clock: time.Now, Only: func(*scenario.Scenario) bool { return false }}
	for _, p := range reference.Products() {
		if p.Name != "source XDS-SD" {
			continue
		}
		s, err := none.Play(context.Background(), p)
		if err != nil || len(s.Dossier.Exchanges) == 0 {
			t.Fatalf("%d exchanges, %v", len(s.Dossier.Exchanges), err)
		}
		return
	}
	t.Fatal("no product has few scenarios")
}
