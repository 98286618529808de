package junit_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/junit"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// TestAgainstAPublishedSchema judges the samples by the schema that
// ETALON_JUNIT_XSD names, for instance junit-10.xsd of Jenkins' xunit plugin.
func TestAgainstAPublishedSchema(t *testing.T) {
	path := os.Getenv("ETALON_JUNIT_XSD")
	if path == "" {
		t.Skip("ETALON_JUNIT_XSD names no schema")
	}
	engine := xsd.Helium(os.DirFS(filepath.Dir(path)))
	t.Cleanup(func() { _ = engine.Close() })
	for name, r := range map[string]etalon.Result{
		"sample": sample.Result(), "part": sample.Partial(), "whole": sample.Whole(), "empty": {}, "many": sample.Many(300),
		"hostile": sample.Poisoned(sample.Hostile), "unspeakable": sample.Poisoned(sample.Unspeakable),
	} {
		_, raw := write(t, junit.Input{Result: r})
		v, err := engine.Validate(t.Context(), xsd.SchemaRef(filepath.Base(path)), raw)
		if err != nil {
			t.Fatal(err)
		}
		if !v.Valid {
			t.Errorf("%s: %d violations, the first: %+v", name, v.Total, v.Violations[0])
		}
	}
}
