package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/etalon-dmp/etalon/schemas"
)

// clause tells text that names a source of requirements: a framework with its
// volume, a standard with its number, the publishers of the French ones.
var clause = regexp.MustCompile(`\bITI TF|\bIHE ITI\b|\bRFC ?\d|\bETSI TS\b|\bCI-SIS\b|\bPDT-INF-\d|\bSESAM-Vitale\b|\bEX_[A-Z0-9]|\bREC_[A-Z0-9]|\b\d\.\d-\d{3,4}\b|\bDMP-[A-Z]\d{2}\b`)

// spared are the packages whose literals look like a rule and are none.
var spared = []struct{ room, why string }{
	{"simulators/client", "the clause that a faulty message departs from, for people who read the list of cases: étalon sends it, nothing is judged by it"},
	{"reports/internal/sample", "a made-up result, to test reports with"},
	{"schemas/ans", "the name of a frame that a document does not claim to follow, in a word to people: nothing is judged by it"},
	{"internal/account", "the clause by which a form is legal and changes nothing: the account makes evidence in that form, nothing is judged by it"},
	{"simulators/lps", "what each seeded defect is, for people who read the list"},
	{"simulators/lps/cda", "the label of a code, as its list has it"},
	{"simulators/make/cda", "the label of a code, as its list has it"},
}

// A conformance rule is data: no Go file holds the id of a requirement or the
// clause that it comes from. What a program must say of itself, it says in words.
func TestNoRuleIsWrittenInGo(t *testing.T) {
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, r := range own.Requirements() {
		ids[string(r.ID)] = true
	}
	if len(ids) < 100 {
		t.Fatalf("%d requirements", len(ids))
	}
	used := map[string]bool{}
	for _, p := range list(t) {
		path, _ := below(p.ImportPath)
		at := slices.IndexFunc(spared, func(s struct{ room, why string }) bool { return s.room == path })
		for _, name := range append(slices.Clone(p.GoFiles), p.CgoFiles...) {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				text, ok := literal(n)
				if !ok || !ids[text] && !clause.MatchString(text) {
					return true
				}
				if at >= 0 {
					used[path] = true
					return true
				}
				t.Errorf("%s/%s: %q is a rule's: it belongs in a pack", path, name, text)
				return true
			})
		}
	}
	for _, s := range spared {
		if !used[s.room] {
			t.Errorf("%s holds nothing to spare: %s", s.room, s.why)
		}
	}
}

// literal is the value of a string literal that is no import path nor tag.
func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// The test sees what it must see.
func TestARuleInGoIsSeen(t *testing.T) {
	for text, want := range map[string]bool{
		"EX_2.1-1070": true, "IHE ITI TF-2, Appendix V": true, "RFC 5424": true, "2.1-160": true, "DMP-X16": true, "CI-SIS, volet": true,
		"ITI-41": false, "urn:ihe:iti:2007:RegistryStoredQuery": false, "TD2.1": false, "2.1.0": false, "XDSRegistryError": false,
	} {
		if clause.MatchString(text) != want {
			t.Errorf("%q is taken for a rule: %v", text, !want)
		}
	}
}
