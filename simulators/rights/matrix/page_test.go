package matrix_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/droits.md anew")

const page = "../../../docs/droits.md"

// rows reads a table: its columns by name, comments left out.
func rows(t *testing.T, name string) (head []string, all []map[string]string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case head == nil:
			head = cells
		case len(cells) != len(head):
			t.Fatalf("%s: %d cells in %q", name, len(cells), line)
		default:
			row := map[string]string{}
			for i, c := range cells {
				row[head[i]] = c
			}
			all = append(all, row)
		}
	}
	return head, all
}

// texts are the files below a folder, by the name of each without its folder and ending.
func texts(t *testing.T, folder, ending string) map[string]string {
	t.Helper()
	all := map[string]string{}
	if err := filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ending) {
			return err
		}
		b, err := os.ReadFile(path)
		all[strings.TrimSuffix(filepath.Base(path), ending)] = string(b)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// access is the access mode of a column.
func access(column string) string {
	if _, mode, some := strings.Cut(column, "."); some {
		return mode
	}
	return "N" // mdt: the sheet says no mode
}

// Every cell of the table says where it is played, and what judges it; docs/droits.md
// shows it as it is.
func TestEveryCellSaysWhereItIsPlayed(t *testing.T) {
	head, rights := rows(t, "rights.tsv")
	_, list := rows(t, "played.tsv")
	scenarios, rules := texts(t, "../../../scenarios/catalogue", ".yaml"), texts(t, "../../../schemas/packs/dmp", ".sch")
	columns := head[slices.Index(head, "confidence")+1:]
	played := map[string]map[string]string{}
	for _, p := range list {
		key := p["right"] + " " + p["access"]
		if played[key] != nil {
			t.Errorf("%s is there twice", key)
		}
		played[key] = p
		for s := range strings.FieldsSeq(p["scenarios"]) {
			text, known := scenarios[s]
			if !known {
				t.Errorf("%s: there is no scenario %s", key, s)
			}
			if mode := map[string]string{"R": "centre_15", "B": "bris_de_glace"}[p["access"]]; !strings.Contains(text, mode) && p["right"] != "find" {
				t.Errorf("%s: %s is not in mode %s", key, s, mode)
			}
		}
		for r := range strings.FieldsSeq(p["rules"]) {
			if !slices.ContainsFunc(slices.Collect(values(rules)), func(text string) bool { return strings.Contains(text, `assert id="`+r+`"`) }) {
				t.Errorf("%s: there is no rule %s", key, r)
			}
		}
		if (p["scenarios"] == "" || p["rules"] == "") && p["why"] == "" {
			t.Errorf("%s does not say why there is no scenario, or no rule", key)
		}
	}
	used := map[string]bool{}
	for _, r := range rights {
		for _, c := range columns {
			key := r["right"] + " " + access(c)
			p := played[key]
			used[key] = true
			switch cell := r[c]; {
			case p == nil:
				t.Errorf("%s of %s in %s: nothing says where it is played", r["right"], r["sheet"], c)
			case p["rules"] == "" && slices.Contains([]string{"no", "own", "allowed", "structures"}, cell) && r["right"] != "contextual":
				t.Errorf("%s of %s in %s is %s, and no rule speaks of it", r["right"], r["sheet"], c, cell)
			}
		}
	}
	for key := range played {
		if !used[key] {
			t.Errorf("%s is no cell", key)
		}
	}
	want := written(columns, rights, played)
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/droits.md is not what the tables say: go test ./simulators/rights/matrix -run Cell -update\n%s", diff)
	}
}

func values(all map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, v := range all {
			if !yield(v) {
				return
			}
		}
	}
}

// words are the cells as they are shown.
var words = map[string]string{
	"yes": "oui", "no": "**non**", "-": "—", "own": "les siens", "allowed": "si accord", "structure": "à la structure", "colleagues": "confrères",
	"recent": "nouvelles", "imputed": "imputé", "later": "pour la suite", "structures": "de la structure",
}

func written(columns []string, rights []map[string]string, played map[string]map[string]string) string {
	var b strings.Builder
	b.WriteString(`# La matrice des droits, case par case

Deux feuilles du GIE SESAM-Vitale, qui se disent informatives : le logiciel ne doit pas les appliquer, le DMP refuse. Le DMP simulé refuse d'après elles ; les règles RM avertissent (confiance D) de ce que le
logiciel fait de lui-même. Le code de chaque refus est à l'annexe A7-1, qui n'est pas publique.

Cette page est écrite d'après ` + "`simulators/rights/matrix/rights.tsv` et `played.tsv`" + ` ; un test refuse qu'elle s'en écarte.

Colonnes : nd professionnel non médecin, md médecin, mdt médecin du travail, mt médecin traitant, staff carte CPE ou personnel d'un établissement, es certificat de structure ; N normal, R régulation
(centre 15), B bris de glace. « les siens » : ses propres documents ; « si accord » : si le patient laisse lire ses documents masqués dans ce mode ; « — » : la feuille n'a pas cette colonne.
`)
	sheet := ""
	for _, r := range rights {
		if r["sheet"] != sheet {
			sheet = r["sheet"]
			fmt.Fprintf(&b, "\n## %s (%s)\n\n| transaction | droit | confiance | %s |\n|---|---|---|%s\n", sheet, r["modes"], strings.Join(columns, " | "), strings.Repeat("---|", len(columns)))
		}
		fmt.Fprintf(&b, "| %s | %s | %s |", r["transaction"], r["right"], r["confidence"])
		for _, c := range columns {
			fmt.Fprintf(&b, " %s |", words[r[c]])
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## Où chaque case est jouée\n\n| droit | mode | non, ou pas toujours | scénarios | règles | pourquoi |\n|---|---|---|---|---|---|\n")
	seen := map[string]bool{}
	for _, r := range rights {
		for _, mode := range []string{"N", "R", "B"} {
			key := r["right"] + " " + mode
			if seen[key] {
				continue
			}
			seen[key] = true
			var refused []string
			for _, other := range rights {
				for _, c := range columns {
					if other["right"] == r["right"] && access(c) == mode && slices.Contains([]string{"no", "own", "allowed", "structures"}, other[c]) {
						refused = append(refused, strings.TrimPrefix(other["sheet"], "PDT-INF-")[:3]+" "+c)
					}
				}
			}
			p := played[key]
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", r["right"], mode, strings.Join(refused, ", "), quoted(p["scenarios"]), quoted(p["rules"]), p["why"])
		}
	}
	return b.String()
}

func quoted(list string) string {
	var all []string
	for one := range strings.FieldsSeq(list) {
		all = append(all, "`"+one+"`")
	}
	return strings.Join(all, ", ")
}
