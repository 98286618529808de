package packdiff

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// WriteText writes a comparison for a reader, French first. Rules written in
// one place that differ in the same way are told once, and of the codes of one
// file at most maxCodes; JSON has all.
func WriteText(w io.Writer, d *Diff) error {
	p := &page{bufio.NewWriter(w)}
	p.line("A  %s  sha256 %s", head(d.A), d.A.Digest)
	p.line("B  %s  sha256 %s", head(d.B), d.B.Digest)
	p.line("")
	if d.Same() {
		p.line("Aucune différence (no difference).")
	} else {
		p.entries(d.Entries)
		p.rules(d)
		p.codes(d.Codes)
		p.files(d.Files)
	}
	if d.Corpus != nil {
		p.corpus(d.Corpus)
	}
	return p.Flush()
}

const maxCodes = 20

type page struct{ *bufio.Writer }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func head(i etalon.PackInfo) string {
	return reports.Visible(strings.TrimSpace(i.Name+" "+i.Version), 0)
}

var marks = map[Change]string{Added: "+", Removed: "-", Changed: "~", Renamed: "~"}

// shown is a text of a pack or a document on one line.
func shown(s string) string { return reports.Visible(oneLine(s), 400) }

func (p *page) entries(list []EntryChange) {
	if len(list) == 0 {
		return
	}
	p.line("Entrées (entries) : %d", len(list))
	for _, e := range list {
		p.line("  %s %s  (%d règles, rules)  %s", marks[e.Change], shown(e.Entry), e.Rules, shown(e.File))
		for _, r := range []struct{ side, why string }{{"A", e.Before}, {"B", e.After}} {
			if r.why != "" {
				p.line("      %s ne peut pas être exécutée (cannot run): %s", r.side, shown(r.why))
			}
		}
	}
	p.line("")
}

// ruleGroup is rules that are told together: written at one place, as the rules
// of an abstract pattern are, and different in the same way.
type ruleGroup struct {
	change           Change
	old, now, fields string
}

// spread is how often a group is there, and in how many entries.
type spread struct {
	rules, entries int
	last           string
}

func (p *page) rules(d *Diff) {
	whole := map[string]bool{} // entries that came or went
	for _, e := range d.Entries {
		whole[e.Entry] = e.Change != Changed
	}
	counts := map[Change]int{}
	spreads := map[ruleGroup]*spread{}
	for _, r := range d.Rules {
		counts[r.Change]++
		if whole[r.Entry] {
			continue
		}
		s := spreads[group(r)]
		if s == nil {
			s = &spread{}
			spreads[group(r)] = s
		}
		s.rules++
		if r.Entry != s.last { // rules of an entry stand together
			s.entries, s.last = s.entries+1, r.Entry
		}
	}
	p.line("Règles (rules) : %d ajoutées (added), %d retirées (removed), %d modifiées (changed)", counts[Added], counts[Removed], counts[Changed])
	for _, r := range d.Rules {
		if s := spreads[group(r)]; s != nil && !whole[r.Entry] {
			delete(spreads, group(r))
			p.rule(r, *s)
		}
	}
	p.line("")
}

func group(r RuleChange) ruleGroup {
	g := ruleGroup{change: r.Change, fields: strings.Join(r.Fields, " ")}
	if r.Before != nil {
		g.old = fmt.Sprintf("%s:%d", r.Before.File, r.Before.Line)
	}
	if r.After != nil {
		g.now = fmt.Sprintf("%s:%d", r.After.File, r.After.Line)
	}
	return g
}

func (p *page) rule(r RuleChange, s spread) {
	now := r.After
	if now == nil {
		now = r.Before
	}
	more := ""
	if s.rules > 1 {
		more = fmt.Sprintf("  (et %d autres au même endroit, %d entrées ; and %d more in the same place, %d entries)", s.rules-1, s.entries, s.rules-1, s.entries)
	}
	p.line("  %s %s  %s  %s:%d%s", marks[r.Change], shown(r.Entry), shown(string(now.ID)), shown(now.File), now.Line, more)
	if r.Change != Changed {
		p.line("      contexte (context) : %s", shown(now.Context))
		p.line("      %s : %s", kind(*now), shown(now.Test))
		p.line("      message : %s", shown(now.Message))
		return
	}
	for _, f := range r.Fields {
		old, now := around(oneLine(field(*r.Before, f)), oneLine(field(*r.After, f)))
		p.line("      %s : %s", fieldNames[f], shown(old))
		p.line("      → %s", shown(now))
	}
}

// around cuts what two long texts have in common at their beginning and their
// end, but for a few words.
func around(a, b string) (string, string) {
	const kept, long = 40, 160
	x, y := []rune(a), []rune(b)
	if len(x) <= long && len(y) <= long {
		return a, b
	}
	head, tail := 0, 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	cut := func(s []rune) string {
		from, to := max(0, head-kept), min(len(s), len(s)-tail+kept)
		out := string(s[from:to])
		if from > 0 {
			out = "… " + out
		}
		if to < len(s) {
			out += " …"
		}
		return out
	}
	return cut(x), cut(y)
}

var fieldNames = map[string]string{
	"id": "identifiant (id)", "pattern": "groupe (pattern)", "context": "contexte (context)", "test": "test", "message": "message",
	"diagnostics": "diagnostics", "variables": "variables", "role": "gravité (role)", "flag": "drapeau (flag)", "severity": "gravité (severity)", "attributes": "attributs (attributes)",
}

func field(r Rule, name string) string {
	return map[string]string{
		"id": string(r.ID), "pattern": r.Pattern, "context": r.Context, "test": kind(r) + " " + r.Test, "message": r.Message,
		"diagnostics": r.Diagnostics, "variables": r.Variables, "role": r.Role, "flag": r.Flag, "severity": r.Severity, "attributes": r.Attributes,
	}[name]
}

func (p *page) codes(list []CodeChange) {
	counts, perFile := map[Change]int{}, map[string]int{}
	for _, c := range list {
		counts[c.Change]++
		perFile[c.File]++
	}
	p.line("Codes : %d ajoutés (added), %d retirés (removed), %d renommés (renamed), %d modifiés (changed)", counts[Added], counts[Removed], counts[Renamed], counts[Changed])
	file, told := "", 0
	for _, c := range list {
		if c.File != file {
			file, told = c.File, 0
			p.line("  %s", shown(file))
		}
		switch told++; {
		case told <= maxCodes:
			p.line("    %s", codeLine(c))
		case told == maxCodes+1:
			p.line("    … et %d autres (and %d more): --format json", perFile[file]-maxCodes, perFile[file]-maxCodes)
		}
	}
	p.line("")
}

func codeLine(c CodeChange) string {
	s := marks[c.Change] + " " + shown(c.Code)
	if c.System != "" {
		s += " (" + shown(c.System) + ")"
	}
	switch c.Change {
	case Added:
		return s + " " + shown(c.After)
	case Removed:
		return s + " " + shown(c.Before)
	case Changed, Renamed:
	}
	return s + " " + shown(c.Before) + " → " + shown(c.After)
}

func (p *page) files(list []FileChange) {
	p.line("Fichiers (files) : %d", len(list))
	for _, f := range list {
		p.line("  %s %s", marks[f.Change], shown(f.File))
	}
	p.line("")
}

func (p *page) corpus(c *Corpus) {
	p.line("Documents : %d jugés (judged), %d changent de verdict (change their verdict)", c.Judged, len(c.Changed))
	for _, d := range c.Changed {
		p.line("  %s : %s → %s", shown(d.Document), d.Before, d.After)
		for _, cause := range d.Causes {
			p.cause(cause)
		}
	}
}

func (p *page) cause(c Cause) {
	if c.Rule != "" {
		p.line("    %s %s  %s  %s (ligne, line %d)", marks[c.Change], shown(c.Entry), shown(string(c.Rule)), shown(c.XPath), c.Line)
	}
	p.line("      %s", shown(c.Message.In("fr")))
	why := whyText[c.Why]
	if len(c.Fields) > 0 {
		var names []string
		for _, f := range c.Fields {
			names = append(names, fieldNames[f])
		}
		why += " : " + strings.Join(names, ", ")
	}
	p.line("      cause : %s", why)
	for i, code := range c.Codes {
		if i == maxCodes {
			p.line("        … (%d)", len(c.Codes))
			break
		}
		p.line("        %s  %s", codeLine(code), shown(code.File))
	}
}

var whyText = map[Why]string{
	WhyEntryAdded:   "entrée ajoutée (entry added)",
	WhyEntryRemoved: "entrée retirée (entry removed)",
	WhyRuleAdded:    "règle ajoutée (rule added)",
	WhyRuleRemoved:  "règle retirée (rule removed)",
	WhyRuleChanged:  "règle modifiée (rule changed)",
	WhyCodes:        "même règle, codes modifiés (same rule, codes changed)",
	WhyOther:        "même règle, autre fichier modifié (same rule, another file changed)",
	WhyNoRule:       "aucun constat ne diffère (no finding differs)",
	WhySchema:       "schéma XML (XML Schema)",
}
