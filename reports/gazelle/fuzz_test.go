package gazelle_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

// Whatever a product puts in its messages, the report can be read, and is as it would be
// of any other text: as many parts, in the same places.
func FuzzWrite(f *testing.F) {
	f.Add("")
	f.Add(sample.Hostile)
	f.Add(sample.Unspeakable)
	f.Add("]]><x/>\x1b[2J\u202e\"}")
	f.Fuzz(func(t *testing.T, evil string) {
		if got, want := shape(t, sample.Poisoned("x"+evil)), shape(t, sample.Poisoned("x")); got != want {
			t.Errorf("%q makes of the report\n%s\nand not\n%s", evil, got, want)
		}
	})
}

// shape is the keys of a report and the lengths of its lists, in order.
func shape(t *testing.T, r etalon.Result) string {
	t.Helper()
	_, text := written(t, r)
	var all any
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		t.Fatal(err)
	}
	return keys(all)
}

func keys(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var out strings.Builder
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out.WriteString(k + "{" + keys(v[k]) + "}")
		}
		return out.String()
	case []any:
		var out strings.Builder
		for _, e := range v {
			out.WriteString("[" + keys(e) + "]")
		}
		return out.String()
	}
	return ""
}
