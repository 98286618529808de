package scenario_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
)

var update = flag.Bool("update", false, "write scenarios/scenario.schema.json again")

func TestSchemaIsFresh(t *testing.T) {
	want, err := scenario.Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("../../scenarios/"+scenarios.SchemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := fs.ReadFile(scenarios.FS(), scenarios.SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: run go test ./internal/scenario -run TestSchemaIsFresh -update", scenarios.SchemaFile)
	}
}

// editor is what an editor does with a scenario file.
func editor(t *testing.T) func(src []byte) error {
	t.Helper()
	raw, err := fs.ReadFile(scenarios.FS(), scenarios.SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(scenario.SchemaID, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(scenario.SchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return func(src []byte) error {
		asJSON, err := yaml.YAMLToJSON(src)
		if err != nil {
			return err
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
		if err != nil {
			return err
		}
		return schema.Validate(v)
	}
}

func TestCatalogueFollowsTheSchema(t *testing.T) {
	validate := editor(t)
	n := 0
	err := fs.WalkDir(scenarios.FS(), scenarios.Catalogue, func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".yaml" {
			return err
		}
		n++
		src, err := fs.ReadFile(scenarios.FS(), file)
		if err != nil {
			return err
		}
		if err := validate(src); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Fatal(n, "files:", err)
	}
}

// The schema refuses what the reader refuses by shape alone.
func TestSchemaRefuses(t *testing.T) {
	validate := editor(t)
	if err := validate([]byte(good)); err != nil {
		t.Fatalf("the good scenario: %v", err)
	}
	for _, c := range shapes {
		src := strings.Replace(good, c.old, c.new, 1)
		if src == good {
			t.Errorf("%s: nothing replaced", c.name)
		}
		if validate([]byte(src)) == nil {
			t.Errorf("%s: accepted by the schema", c.name)
		}
	}
}
