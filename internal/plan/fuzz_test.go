package plan_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/plan"
)

// The plan in a stranger's dossier is read and written again, or refused.
func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"schema":"` + plan.Schema + `","sut":{"name":"p"},"scenarios":[{"id":"s","steps":[{"id":"a","kind":"ask"}]}]}`))
	f.Add([]byte(`{"schema":"1.0"} {}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := plan.Unmarshal(b)
		if err != nil {
			return
		}
		if _, err := p.Marshal(); err != nil {
			t.Error(err)
		}
		_, _ = p.SessionEnvironment(), p.Departures(&plan.Plan{})
	})
}
