package rules

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
)

// Order is a rule that somebody is about to write.
type Order struct {
	ID           etalon.RuleID
	Requirements []string
	Source       string // document, version, section
	Confidence   etalon.Confidence
	Base         string // the base document that its examples are about
	Folder       string // of the pack, for its file
}

// The text that the author of a rule replaces; no base document holds it.
const ToReplace = "À REMPLACER"

// New gives the files that a new rule adds to a pack or changes in it, by name:
// the rule with all its messages, its place in the entry that judges what the
// base document is, and its examples. The rule loads and its examples run at
// once; they fail until the author has written what it asks.
func New(l *schemas.Library, pack string, o Order) (map[string][]byte, error) {
	packs, err := l.Of(pack)
	if err != nil {
		return nil, err
	}
	own, _ := l.Pack(pack)
	if err := o.check(l, packs); err != nil {
		return nil, err
	}
	raw, _, err := base(l, pack, o.Base)
	if err != nil {
		return nil, err
	}
	doc, err := xmldoc.Parse(raw, xmldoc.Limits{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.Base, err)
	}
	over := kind(doc.Root())
	i := slices.IndexFunc(own.Entries, func(e schemas.Entry) bool { return e.Over == over })
	if i < 0 {
		return nil, fmt.Errorf("pack %s has no entry over %s, which %s is", pack, over, o.Base)
	}
	entry := own.Entries[i].File
	file := path.Join(o.Folder, strings.ReplaceAll(string(o.ID), ".", "-")+".sch")
	files := map[string][]byte{}
	if _, err := fs.Stat(own.FS, file); err == nil {
		return nil, fmt.Errorf("%s is already there", file)
	}
	if files[file], err = rule(o, doc.Root()); err != nil {
		return nil, err
	}
	if files[entry], err = included(own.FS, entry, file); err != nil {
		return nil, err
	}
	examples := path.Join(examplesDir, o.Folder+".yaml")
	files[examples], err = exampled(own.FS, examples, o)
	return files, err
}

func (o Order) check(l *schemas.Library, packs []*schemas.Pack) error {
	var faults []error
	if !ID.MatchString(string(o.ID)) {
		faults = append(faults, fmt.Errorf("%q is not CHECK.aspect, for example X20.title", o.ID))
	}
	all, err := compile(l.Packs())
	if err != nil {
		return err
	}
	if _, taken := (trier{all: all}).rule(o.ID); taken {
		faults = append(faults, fmt.Errorf("a rule %s is already there", o.ID))
	}
	if len(o.Requirements) == 0 {
		faults = append(faults, errors.New("a rule speaks for a requirement"))
	}
	for _, q := range o.Requirements {
		if !slices.ContainsFunc(packs, func(p *schemas.Pack) bool {
			return slices.ContainsFunc(p.Requirements, func(r etalon.Requirement) bool { return string(r.ID) == q })
		}) {
			faults = append(faults, fmt.Errorf("requirement %s is in none of these packs: write it in %s first", q, schemas.RequirementsFile))
		}
	}
	if !slices.Contains([]etalon.Confidence{etalon.ConfidenceA, etalon.ConfidenceB, etalon.ConfidenceC, etalon.ConfidenceD}, o.Confidence) {
		faults = append(faults, fmt.Errorf("confidence is %q, not A, B, C or D", o.Confidence))
	}
	if !fs.ValidPath(o.Folder) || o.Folder == "." || strings.Contains(o.Folder, "/") {
		faults = append(faults, fmt.Errorf("%q is not the name of a folder of the pack", o.Folder))
	}
	return errors.Join(faults...)
}

var ruleFile = template.Must(template.New("rule").Parse(`<sch:pattern xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:e="urn:etalon:rule:1" id="P-{{.Name}}">
  <sch:title>{{.Check}} : À REMPLACER (ce que la règle regarde)</sch:title>
  <sch:rule context="{{.Context}}">
    <sch:assert id="{{.ID}}" role="{{.Role}}"
        e:requirements="{{.Requirements}}"
        e:source="{{.Source}}" e:confidence="{{.Confidence}}"
        test="true()"
        diagnostics="{{.ID}}.en {{.ID}}.expected {{.ID}}.observed {{.ID}}.hint.fr {{.ID}}.hint.en">À REMPLACER : ce qui ne va pas.</sch:assert>
  </sch:rule>
  <sch:diagnostics>
    <sch:diagnostic id="{{.ID}}.en" xml:lang="en">À REMPLACER: what is wrong.</sch:diagnostic>
    <sch:diagnostic id="{{.ID}}.expected">À REMPLACER : la valeur attendue</sch:diagnostic>
    <sch:diagnostic id="{{.ID}}.observed">À REMPLACER : la valeur observée, par sch:value-of</sch:diagnostic>
    <sch:diagnostic id="{{.ID}}.hint.fr" xml:lang="fr">À REMPLACER : comment y remédier.</sch:diagnostic>
    <sch:diagnostic id="{{.ID}}.hint.en" xml:lang="en">À REMPLACER: how to mend it.</sch:diagnostic>
  </sch:diagnostics>
</sch:pattern>
`))

// rule writes the file of a rule that holds everywhere until its test is written.
func rule(o Order, root xmldoc.Node) ([]byte, error) {
	check, _, _ := strings.Cut(string(o.ID), ".")
	role := "error"
	if o.Confidence == etalon.ConfidenceC || o.Confidence == etalon.ConfidenceD {
		role = "warning" // what is inferred never condemns
	}
	var b bytes.Buffer
	err := ruleFile.Execute(&b, map[string]string{
		"ID": string(o.ID), "Name": strings.ReplaceAll(string(o.ID), ".", "-"), "Check": check, "Role": role,
		"Requirements": escape(strings.Join(o.Requirements, " ")), "Source": escape(o.Source), "Confidence": string(o.Confidence), "Context": subject(root),
	})
	return b.Bytes(), err
}

// subject is where a rule about such a document begins: the message of the
// product that it shows.
func subject(root xmldoc.Node) string {
	if root.Local() == "session" {
		return "ev:session/ev:scenario/ev:call[not(@sut-role='server')]"
	}
	side := "ev:request"
	for _, name := range []string{"request", "response"} {
		if n := root.Child(root.Space(), name); n.OK() && n.Attr("", "sent-by") == "sut" {
			side = "ev:" + name
		}
	}
	return "ev:exchange[@transaction='" + root.Attr("", "transaction") + "']/" + side + "[@sent-by='sut']"
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(s)
}

// included names a rule's file in the entry that runs it.
func included(fsys fs.FS, entry, file string) ([]byte, error) {
	text, err := fs.ReadFile(fsys, entry)
	if err != nil {
		return nil, fmt.Errorf("entry: %w", err)
	}
	const end = "</sch:schema>"
	at := bytes.LastIndex(text, []byte(end))
	if at < 0 {
		return nil, fmt.Errorf("%s does not end with %s: name %s in it by hand", entry, end, file)
	}
	line := `  <sch:include href="` + file + `"/>` + "\n"
	return slices.Concat(text[:at], []byte(line), text[at:]), nil
}

// exampled adds the examples of a rule to those of its folder.
func exampled(fsys fs.FS, name string, o Order) ([]byte, error) {
	text, err := fs.ReadFile(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text = []byte("# Un exemple défaillant par règle : des modifications d'un document conforme de base.\n" +
			"# Chaque texte cherché (find) s'y trouve une fois. also : les autres règles qui échouent aussi.\nexamples:\n")
	case err != nil:
		return nil, fmt.Errorf("examples: %w", err)
	}
	return fmt.Appendf(text, "  - rule: %s\n    base: %s\n    fail:\n      - find: '%s'\n        replace: ''\n", o.ID, o.Base, ToReplace), nil
}
