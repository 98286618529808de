package rules

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// ID is the form of a rule's id: the check, a dot, the aspect.
var ID = regexp.MustCompile(`^[A-Z]{1,3}[0-9]{2}\.[a-z0-9][a-z0-9-]*$`)

// Fault is a rule that does not say what it is.
type Fault struct {
	At   string // file:line in the pack
	Rule etalon.RuleID
	What etalon.Text
}

// diagnostics are the suffixes of the five messages beside a rule's own text.
func diagnostics() []string { return []string{"en", "expected", "observed", "hint.fr", "hint.en"} }

// Lint tells of the rules that a pack itself holds what the convention asks and
// they lack: id, severity, source, confidence, requirements, messages.
func Lint(l *schemas.Library, pack string) ([]Fault, error) {
	packs, err := l.Of(pack)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range packs {
		for _, q := range p.Requirements {
			known[string(q.ID)] = true
		}
	}
	own, _ := l.Pack(pack)
	all, err := compile([]*schemas.Pack{own})
	if err != nil {
		return nil, err
	}
	words, err := texts(own)
	if err != nil {
		return nil, err
	}
	var out []Fault
	seen := map[etalon.RuleID]bool{}
	for _, c := range all {
		for _, r := range c.schema.Rules() {
			fault := func(fr, en string) {
				out = append(out, Fault{fmt.Sprintf("%s:%d", r.File, r.Line), r.ID, text(fr, en)})
			}
			if seen[r.ID] {
				fault("cet identifiant est pris", "this id is taken")
			}
			seen[r.ID] = true
			identity(r, known, fault)
			messages(r, words, fault)
		}
	}
	others, err := ids(packs)
	if err != nil {
		return nil, err
	}
	more, err := asides(own, others)
	return append(out, more...), err
}

// ids are those of all rules of packs.
func ids(packs []*schemas.Pack) (map[etalon.RuleID]bool, error) {
	out := map[etalon.RuleID]bool{}
	for _, p := range packs {
		all, err := compile([]*schemas.Pack{p})
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			for _, r := range c.schema.Rules() {
				out[r.ID] = true
			}
		}
	}
	return out, nil
}

func identity(r schematron.RuleInfo, known map[string]bool, fault func(fr, en string)) {
	if !ID.MatchString(string(r.ID)) {
		fault("l'identifiant n'est pas CONTRÔLE.aspect, par exemple X20.titre", "the id is not CHECK.aspect, for example X20.title")
	}
	if !slices.Contains([]string{"error", "warning", "info", "harness"}, r.Role) {
		fault("role est error, warning, info ou harness", "role is error, warning, info or harness")
	}
	grade := r.Attrs["confidence"]
	if !slices.Contains([]string{"A", "B", "C", "D"}, grade) {
		fault("e:confidence est A, B, C ou D", "e:confidence is A, B, C or D")
	}
	if (grade == "C" || grade == "D") && r.Role == "error" {
		fault("une confiance C ou D avertit seulement : role=\"warning\"", "confidence C or D only warns: role=\"warning\"")
	}
	if strings.TrimSpace(r.Attrs["source"]) == "" {
		fault("e:source manque : document, version, paragraphe", "e:source is missing: document, version, section")
	}
	requirements := strings.Fields(r.Attrs["requirements"])
	if len(requirements) == 0 {
		fault("e:requirements manque", "e:requirements is missing")
	}
	for _, q := range requirements {
		if !known[q] {
			fault("l'exigence "+q+" n'est ni dans ce référentiel ni dans ceux qu'il étend", "requirement "+q+" is neither in this pack nor in those that it extends")
		}
	}
}

// messages looks at the text of the files: each rule names its five diagnostics,
// in the usual order, each of which says something.
func messages(r schematron.RuleInfo, words string, fault func(fr, en string)) {
	if strings.TrimSpace(r.Message) == "" || strings.Contains(r.Message, ToReplace) {
		fault("la règle ne dit pas ce qui ne va pas", "the rule does not say what is wrong")
	}
	var names []string
	for _, s := range diagnostics() {
		name := string(r.ID) + "." + s
		names = append(names, name)
		_, after, there := strings.Cut(words, `<sch:diagnostic id="`+name+`"`)
		_, after, _ = strings.Cut(after, ">")
		if said, _, _ := strings.Cut(after, "</sch:diagnostic>"); !there || strings.TrimSpace(said) == "" {
			fault("le message "+name+" manque ou est vide", "message "+name+" is missing or empty")
		} else if strings.Contains(said, ToReplace) {
			fault("le message "+name+" est encore celui du modèle", "message "+name+" is still that of the template")
		}
	}
	if !strings.Contains(words, `diagnostics="`+strings.Join(names, " ")+`"`) {
		fault("diagnostics ne nomme pas ses cinq messages dans l'ordre habituel", "diagnostics does not name its five messages in the usual order")
	}
}

// texts is what the rule files of a pack hold, one after the other.
func texts(p *schemas.Pack) (string, error) {
	var b strings.Builder
	err := fs.WalkDir(p.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".sch" {
			return err
		}
		text, err := fs.ReadFile(p.FS, name)
		b.Write(text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("pack %s: %w", p.Name, err)
	}
	return b.String(), nil
}
