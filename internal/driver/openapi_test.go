package driver_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
)

type schema struct {
	Ref        string            `yaml:"$ref"`
	Type       string            `yaml:"type"`
	Required   []string          `yaml:"required"`
	Properties map[string]schema `yaml:"properties"`
	Items      *schema           `yaml:"items"`
	Values     *schema           `yaml:"additionalProperties"`
	Enum       []string          `yaml:"enum"`
}

type contract struct {
	OpenAPI    string                    `yaml:"openapi"`
	Paths      map[string]map[string]any `yaml:"paths"`
	Components struct {
		Schemas map[string]schema `yaml:"schemas"`
	} `yaml:"components"`
}

func read(t *testing.T) contract {
	t.Helper()
	var c contract
	if err := yaml.Unmarshal(driver.OpenAPI(), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// The contract says what the Go types write and read, field by field.
func TestContractFollowsTheTypes(t *testing.T) {
	schemas := read(t).Components.Schemas
	untold := map[string][]string{"Patient": {"dmp", "authorisation", "closedWhy", "mes", "account", "attending", "opposed", "allows", "civil", "-"}, "Document": {"status", "folder", "replaces", "masked", "authors", "signature", "mine", "entered"}} // emptied by the plan
	for name, typ := range map[string]reflect.Type{
		"Action": reflect.TypeFor[etalon.Action](), "Reaction": reflect.TypeFor[etalon.Reaction](),
		"Patient": reflect.TypeFor[etalon.Patient](), "Document": reflect.TypeFor[etalon.Document](),
		"Text": reflect.TypeFor[etalon.Text](), "Relative": reflect.TypeFor[etalon.Relative](), "Identifier": reflect.TypeFor[etalon.Identifier](),
	} {
		s := schemas[name]
		var required, all []string
		for i := range typ.NumField() {
			f := typ.Field(i)
			key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if slices.Contains(untold[name], key) {
				continue
			}
			all = append(all, key)
			if options != "omitempty" {
				required = append(required, key)
			}
			if got, want := kind(s.Properties[key]), goKind(f.Type); got != want {
				t.Errorf("%s.%s is %s in the contract, %s in Go", name, key, got, want)
			}
		}
		if diff := cmp.Diff(required, s.Required); diff != "" {
			t.Errorf("%s, required (-Go +contract):\n%s", name, diff)
		}
		for key := range s.Properties {
			if !slices.Contains(all, key) {
				t.Errorf("%s.%s is in the contract only", name, key)
			}
		}
	}
}

func TestContractHasTheClosedLists(t *testing.T) {
	schemas := read(t).Components.Schemas
	var actions []string
	for _, a := range etalon.ActionNames() {
		actions = append(actions, string(a))
	}
	if diff := cmp.Diff(actions, schemas["ActionName"].Enum); diff != "" {
		t.Errorf("actions (-Go +contract):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"done", "refused", "error", "unsupported"}, schemas["Reaction"].Properties["status"].Enum); diff != "" {
		t.Errorf("statuses: %s", diff)
	}
}

func TestContractHasThePathsThatAreCalled(t *testing.T) {
	c := read(t)
	if c.OpenAPI != "3.1.0" {
		t.Errorf("version %s", c.OpenAPI)
	}
	for path, method := range map[string]string{"/health": "get", "/reset": "post", "/actions/{name}": "post"} {
		if c.Paths[path][method] == nil {
			t.Errorf("no %s %s", method, path)
		}
	}
	if len(c.Paths) != 3 {
		t.Errorf("paths: %d", len(c.Paths))
	}
}

// kind and goKind say a type in one word, the same for both sides.
func kind(s schema) string {
	switch {
	case strings.HasSuffix(s.Ref, "/ActionName"):
		return "string"
	case s.Ref != "":
		return s.Ref[strings.LastIndexByte(s.Ref, '/')+1:]
	case s.Type == "array" && s.Items != nil:
		return "list of " + kind(*s.Items)
	case s.Type == "object" && s.Values != nil:
		return "map of " + kind(*s.Values)
	default:
		return s.Type
	}
}

func goKind(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Pointer:
		return goKind(t.Elem())
	case reflect.Slice:
		return "list of " + goKind(t.Elem())
	case reflect.Map:
		return "map of " + goKind(t.Elem())
	default:
		return t.Name()
	}
}
