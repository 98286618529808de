package driver_test

import (
	"io/fs"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/scenarios"
)

// asked are the actions of the catalogue's scenarios by profile, in the order of
// the closed list.
func asked(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string]map[string]bool{}
	err := fs.WalkDir(scenarios.FS(), scenarios.Catalogue, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		b, err := fs.ReadFile(scenarios.FS(), path)
		if err != nil {
			return err
		}
		var s struct {
			Profile string
			Steps   []struct{ Ask string }
		}
		if err := yaml.Unmarshal(b, &s); err != nil || s.Profile == "" {
			return err
		}
		for _, st := range s.Steps {
			if st.Ask == "" {
				continue
			}
			if found[s.Profile] == nil {
				found[s.Profile] = map[string]bool{}
			}
			found[s.Profile][st.Ask] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for profile, names := range found {
		for _, a := range etalon.ActionNames() {
			if names[string(a)] {
				out[profile] = append(out[profile], string(a))
			}
		}
		if len(out[profile]) != len(names) {
			t.Errorf("%s asks what is on no list: %v", profile, names)
		}
	}
	return out
}

// Both contracts name the actions that each profile asks, and no others.
func TestContractsNameWhatTheProfilesAsk(t *testing.T) {
	want := asked(t)
	var api struct {
		Components struct {
			Schemas struct {
				ActionName struct {
					Profiles map[string][]string `yaml:"x-profiles"`
				} `yaml:"ActionName"`
			}
		}
	}
	if err := yaml.Unmarshal(driver.OpenAPI(), &api); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, api.Components.Schemas.ActionName.Profiles); diff != "" {
		t.Errorf("openapi.yaml (-catalogue +contract):\n%s", diff)
	}
	told := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z0-9-]+)` \\| (`[a-z -]+`(?: `[a-z-]+`)*) \\|$").FindAllStringSubmatch(page(t), -1) {
		told[row[1]] = strings.Fields(strings.ReplaceAll(row[2], "`", ""))
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("pilotage.md (-catalogue +page):\n%s", diff)
	}
	all := map[string]bool{}
	for _, names := range want {
		for _, n := range names {
			all[n] = true
		}
	}
	for _, a := range etalon.ActionNames() {
		if !all[string(a)] && !strings.Contains(page(t), "`"+string(a)+"` (") {
			t.Errorf("no profile asks %s, and the page does not say so: asked are %v", a, slices.Sorted(maps.Keys(all)))
		}
	}
}

// The page has every field that goes in and comes out.
func TestThePageHasTheFields(t *testing.T) {
	for _, typ := range []reflect.Type{reflect.TypeFor[etalon.Action](), reflect.TypeFor[etalon.Reaction]()} {
		for i := range typ.NumField() {
			key, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if !strings.Contains(page(t), "\n| `"+key+"` | ") {
				t.Errorf("%s.%s is not on the page", typ.Name(), key)
			}
		}
	}
	for _, status := range []string{etalon.ReactDone, etalon.ReactRefused, etalon.ReactError, etalon.ReactUnsupported} {
		if !strings.Contains(page(t), "`"+status+"`") {
			t.Errorf("status %s is not on the page", status)
		}
	}
}

func page(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../docs/pilotage.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A vendor learns from both contracts every kind of body that a step can ask.
func TestContractsNameTheBodiesAsked(t *testing.T) {
	told := read(t).Components.Schemas["Document"].Properties["body"].Enum
	for _, f := range catalogueFiles(t) {
		for _, m := range regexp.MustCompile(`body: ([a-z-]+)`).FindAllStringSubmatch(f, -1) {
			if !slices.Contains(told, m[1]) {
				t.Errorf("openapi.yaml does not name the body %s", m[1])
			}
			if !strings.Contains(page(t), "`"+m[1]+"`") {
				t.Errorf("pilotage.md does not name the body %s", m[1])
			}
		}
	}
}

func catalogueFiles(t *testing.T) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(scenarios.FS(), scenarios.Catalogue, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		b, err := fs.ReadFile(scenarios.FS(), path)
		out = append(out, string(b))
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatal(err, "no scenarios")
	}
	return out
}
