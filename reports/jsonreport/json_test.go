package jsonreport_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/jsonreport"
)

func write(t *testing.T, r etalon.Result) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jsonreport.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(jsonreport.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("verdict.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("verdict.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, b []byte) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSampleAndEmptyResultValidate(t *testing.T) {
	s := compile(t)
	for name, r := range map[string]etalon.Result{
		"sample": sample.Result(),
		"empty":  {SchemaVersion: etalon.ResultSchema},
		"sparse": {
			SchemaVersion: etalon.ResultSchema, Profiles: make([]etalon.ProfileResult, 1),
			Scenarios: []etalon.ScenarioResult{{Checks: make([]etalon.RequirementResult, 1)}},
		},
	} {
		if err := validate(t, s, write(t, r)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSchemaRefusesWhatTheFormatDoesNotSay(t *testing.T) {
	s := compile(t)
	good := string(write(t, sample.Result()))
	for name, swap := range map[string][2]string{
		"unknown verdict":  {`"verdict": "FAIL"`, `"verdict": "OK"`},
		"unknown field":    {`"seed":`, `"sead": 1, "seed":`},
		"missing field":    {`"seed": 20261122`, `"packs": []`},
		"other version":    {`"schemaVersion": "1.1"`, `"schemaVersion": "2.0"`},
		"unknown severity": {`"severity": "warning"`, `"severity": "hélas"`},
	} {
		bad := strings.Replace(good, swap[0], swap[1], 1)
		if bad == good {
			t.Fatalf("%s: nothing was swapped", name)
		}
		if validate(t, s, []byte(bad)) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestWriteIsStableAndReadsBack(t *testing.T) {
	a, b := write(t, sample.Result()), write(t, sample.Result())
	if !bytes.Equal(a, b) {
		t.Error("two writes of the same result differ")
	}
	if !bytes.HasSuffix(a, []byte("}\n")) || bytes.Contains(a, []byte("null")) {
		t.Error("want a final newline and no null")
	}
	if !bytes.Contains(a, []byte(`</td><script>`)) {
		t.Error("values must stay readable: no HTML escaping in JSON")
	}
	var back etalon.Result
	if err := json.Unmarshal(a, &back); err != nil {
		t.Fatal(err)
	}
	if again := write(t, back); !bytes.Equal(a, again) {
		t.Error("reading and writing again changes the bytes")
	}
}

func TestWriteDoesNotChangeTheResult(t *testing.T) {
	r := etalon.Result{Scenarios: []etalon.ScenarioResult{{}}}
	write(t, r)
	if r.Scenarios[0].Findings != nil || r.Profiles != nil {
		t.Error("Write filled in the caller's lists")
	}
}

// TestSchemaFollowsTheTypes holds the schema and the Go types together: same
// fields, every one described.
func TestSchemaFollowsTheTypes(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal(jsonreport.Schema(), &doc); err != nil {
		t.Fatal(err)
	}
	defs := doc["$defs"].(map[string]any)
	seen := map[string]bool{}
	var walk func(path string, ty reflect.Type, node map[string]any)
	walk = func(path string, ty reflect.Type, node map[string]any) {
		if ref, ok := node["$ref"].(string); ok {
			name := strings.TrimPrefix(ref, "#/$defs/")
			seen[name] = true
			node = defs[name].(map[string]any)
		}
		if ty.Kind() == reflect.Slice {
			items, ok := node["items"].(map[string]any)
			if !ok {
				t.Fatalf("%s: a list in Go, not in the schema", path)
			}
			walk(path+"[]", ty.Elem(), items)
			return
		}
		if ty.Kind() != reflect.Struct {
			return
		}
		props := node["properties"].(map[string]any)
		var fields, must []string
		for i := range ty.NumField() {
			name, opts, _ := strings.Cut(ty.Field(i).Tag.Get("json"), ",")
			fields = append(fields, name)
			if opts == "" {
				must = append(must, name)
			}
			prop, ok := props[name].(map[string]any)
			if !ok {
				t.Errorf("%s.%s is not in the schema", path, name)
				continue
			}
			if d, _ := prop["description"].(string); len(d) < 7 {
				t.Errorf("%s.%s has no description", path, name)
			}
			walk(path+"."+name, ty.Field(i).Type, prop)
		}
		if len(props) != len(fields) {
			t.Errorf("%s: %d fields in Go, %d in the schema", path, len(fields), len(props))
		}
		var required []string
		for _, r := range node["required"].([]any) {
			required = append(required, r.(string))
		}
		slices.Sort(required)
		slices.Sort(must)
		if fmt.Sprint(required) != fmt.Sprint(must) {
			t.Errorf("%s: required %v, always written %v", path, required, must)
		}
	}
	walk("$", reflect.TypeFor[etalon.Result](), doc)
	for name := range defs {
		if !seen[name] {
			t.Errorf("$defs/%s is used by nothing", name)
		}
	}
}

func TestSelftestJSON(t *testing.T) {
	var b bytes.Buffer
	s := reports.Selftest{
		Conforming: reports.Conforming{Verdict: etalon.Pass},
		Mutants:    []reports.Mutant{{Name: "vihf-version", Expected: "V06", Verdict: etalon.Pass}},
	}
	if err := jsonreport.WriteSelftest(&b, s); err != nil {
		t.Fatal(err)
	}
	const want = `{
  "conforming": {
    "verdict": "PASS",
    "findings": 0
  },
  "mutants": [
    {
      "name": "vihf-version",
      "expected": "V06",
      "fired": [],
      "verdict": "PASS",
      "killed": false
    }
  ]
}
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	if s.Mutants[0].Fired != nil {
		t.Error("WriteSelftest changed its argument")
	}
}
