package schemas_test

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// templatesFile tells how far each known template is judged.
const templatesFile = "packs/pcc/TEMPLATES.md"

// unjudged are templates of the published tables that meet no rule of their own: volets
// alone ask something of them. Source: TestContenuCDA 3.0, include/sections and entrees.
var unjudged = []string{
	"1.2.250.1.213.1.1.2.67", "1.2.250.1.213.1.1.2.158.2", "1.2.250.1.213.1.1.2.176", "1.2.250.1.213.1.1.2.223",
	"1.2.250.1.213.1.1.3.12", "1.2.250.1.213.1.1.3.27.2", "1.2.250.1.213.1.1.3.48", "1.2.250.1.213.1.1.3.48.33", "1.2.250.1.213.1.1.3.48.34",
	"1.2.250.1.213.1.1.3.48.36", "1.2.250.1.213.1.1.3.76", "1.2.250.1.213.1.1.3.83", "1.2.250.1.213.1.1.3.103", "1.2.250.1.213.1.1.3.109",
	"1.2.250.1.213.1.1.3.162", "1.2.250.1.213.1.1.3.174", "1.3.6.1.4.1.19376.1.12.1.2.7", "1.3.6.1.4.1.19376.1.5.3.1.1.10.4.2",
}

// templateState is what is judged of one template.
type templateState struct {
	kind   string
	layers map[string]bool
	judged map[string]bool
	parts  int
	rules  map[string]bool // checks that name it
}

// TestTemplatesAreTold: TEMPLATES.md says of each template of the data what is judged of
// it, and of those that are known and not judged that they are not.
func TestTemplatesAreTold(t *testing.T) {
	all := templateStates(t)
	for _, id := range unjudged {
		if s := all[id]; s != nil && len(s.judged)+len(s.rules) > 0 {
			t.Errorf("%s is judged, and listed as one that is not", id)
		}
	}
	want := templatesTold(all)
	if *update {
		if err := os.WriteFile(templatesFile, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(templatesFile)
	if err != nil || string(got) != want {
		t.Errorf("%s is stale: go test ./schemas -run Templates -update (%v)", templatesFile, err)
	}
}

func templateStates(t *testing.T) map[string]*templateState {
	t.Helper()
	all := map[string]*templateState{}
	of := func(id, kind string) *templateState {
		if all[id] == nil {
			all[id] = &templateState{kind: kind, layers: map[string]bool{}, judged: map[string]bool{}, rules: map[string]bool{}}
		}
		return all[id]
	}
	for _, file := range []struct{ name, kind string }{{"sections", "section"}, {"entries", "entrée · entry"}, {"values", "entrée · entry"}, {"lists", "entrée · entry"}} {
		text, err := os.ReadFile("packs/pcc/templates/" + file.name + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		var data struct {
			Rows []struct {
				Attrs []xml.Attr `xml:",any,attr"`
				Parts []struct{} `xml:"urn:etalon:template:1 part"`
			} `xml:",any"`
		}
		if err := xml.Unmarshal(text, &data); err != nil {
			t.Fatal(err)
		}
		for _, row := range data.Rows {
			a := map[string]string{}
			for _, one := range row.Attrs {
				a[one.Name.Local] = one.Value
			}
			id := cmp.Or(a["id"], a["template"])
			if id == "" {
				continue // any element of the name
			}
			s := of(id, file.kind)
			s.layers[cmp.Or(a["layer"], "fr")] = true
			s.parts += len(row.Parts)
			for name, word := range map[string]string{
				"code": "code", "needs": "modèles · templates", "any": "modèles · templates", "reference": "renvoi · reference",
				"class": "acte · act", "mood": "acte · act", "name": "acte · act", "status": "statut · status", "type": "type",
				"link": "lien · link", "code-null": "code", "code-system": "code", "in": "jeu de valeurs · value set",
			} {
				if a[name] != "" {
					s.judged[word] = true
				}
			}
		}
	}
	ids := regexp.MustCompile(`'([12](?:\.[0-9]+){6,})'`)
	files, err := fs.Glob(os.DirFS("packs/pcc"), "*/*.sch")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile("packs/pcc/" + name)
		if err != nil {
			t.Fatal(err)
		}
		check, _, _ := strings.Cut(strings.TrimSuffix(name[strings.LastIndexByte(name, '/')+1:], ".sch"), "-")
		for _, m := range ids.FindAllStringSubmatch(string(text), -1) {
			if s := all[m[1]]; s != nil {
				s.rules[check] = true
			}
		}
	}
	return all
}

func templatesTold(all map[string]*templateState) string {
	var b strings.Builder
	sections := 0
	for _, s := range all {
		if s.kind == "section" {
			sections++
		}
	}
	fmt.Fprintf(&b, "# Ce qui est jugé de chaque modèle · What is judged of each template\n\n"+
		"%d modèles de sections, %d d'entrées. `fr` : seulement dans un document du CI-SIS. Écrit par `go test ./schemas -run Templates -update`.\n\n"+
		"*%d section templates, %d of entries. `fr`: in documents of the CI-SIS alone. Written by the command above.*\n\n"+
		"| modèle · template | | | jugé · judged | règles à part · own rules |\n|---|---|---|---|---|\n", sections, len(all)-sections, sections, len(all)-sections)
	for _, id := range slices.SortedFunc(maps.Keys(all), byOID) {
		s := all[id]
		judged := slices.Sorted(maps.Keys(s.judged))
		if s.parts > 0 {
			judged = append(judged, fmt.Sprintf("parties · parts (%d)", s.parts))
		}
		if len(judged) == 0 {
			judged = []string{"sa place · its place"}
		}
		layer := "fr"
		if s.layers["ihe"] {
			layer = "ihe"
			if s.layers["fr"] {
				layer = "ihe, fr"
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", id, s.kind, layer, strings.Join(judged, " ; "), strings.Join(slices.Sorted(maps.Keys(s.rules)), " "))
	}
	b.WriteString("\n## Connus, et que seuls leurs volets jugent · Known, and judged by their volets alone\n\n")
	for _, id := range unjudged {
		if all[id] == nil {
			b.WriteString("- " + id + "\n")
		}
	}
	return b.String()
}

// byOID orders identifiers by their numbers.
func byOID(a, b string) int {
	number := func(s string) []int {
		var out []int
		for _, p := range strings.Split(s, ".") {
			n, _ := strconv.Atoi(p)
			out = append(out, n)
		}
		return out
	}
	return slices.Compare(number(a), number(b))
}
