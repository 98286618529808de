package validate

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/reports"
)

const (
	mostFindings = 40 // told of one entry on one document
	mostPlaces   = 5  // of one cause
	mostDefects  = 30 // told of a pack
	valueWidth   = 400
)

// writeText writes one block for each document, then the pack and the verdict.
func writeText(w io.Writer, packs []etalon.PackInfo, said []Judged, lang string) {
	t := teller{w, lang}
	for _, j := range said {
		t.document(j)
	}
	t.defects(said)
	for _, p := range packs {
		t.line(0, "%s%s%s %s, sha256 %.16s…", t.say("Référentiel", "Pack"), reports.Colon(lang), p.Name, p.Version, p.Digest)
	}
	if len(said) > 1 {
		t.line(0, "%s", t.tally(said))
	}
	t.line(0, "%s", reports.Sentence(Joined(said)).In(lang))
}

type teller struct {
	w    io.Writer
	lang string
}

func (t teller) say(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(t.lang) }

func (t teller) line(indent int, format string, args ...any) {
	fmt.Fprintf(t.w, strings.Repeat(" ", indent)+format+"\n", args...)
}

func (t teller) document(j Judged) {
	r := j.Report
	t.line(0, "%s — %s, %s", reports.Visible(j.Name, 0), r.Verdict, reports.Word(r.Verdict).In(t.lang))
	if why := r.Reason.In(t.lang); why != "" {
		t.line(2, "%s", why)
	}
	t.table(r.Entries)
	n := 0
	t.findings("", r.Own, &n)
	for _, e := range r.Entries {
		t.findings(e.Name, e.Findings, &n)
	}
	t.line(0, "")
}

// table lists what was run and how much of it met something.
func (t teller) table(entries []judge.EntryReport) {
	if len(entries) == 0 {
		return
	}
	head := []string{t.say("entrée", "entry"), t.say("règles", "rules"), t.say("déclenchées", "fired"), t.say("évaluées", "evaluated"), t.say("échecs", "failed"), t.say("ouvertes", "open"), t.say("remarques", "remarks"), "verdict"}
	rows := [][]string{head}
	for _, e := range entries {
		row := []string{e.Name}
		for _, n := range []int{e.Rules, e.Fired, e.Evaluated, e.Failed, e.Open, e.Remarks} {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, append(row, e.Verdict.String()))
	}
	width := make([]int, len(head))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			switch i {
			case 0:
				b.WriteString(cell + pad)
			case len(row) - 1:
				b.WriteString("  " + cell)
			default:
				b.WriteString("  " + pad + cell)
			}
		}
		t.line(2, "%s", b.String())
	}
}

// cause is one thing that is wrong, wherever it was met: the finding, and all its
// places.
type cause struct {
	etalon.Finding
	places []etalon.Location
}

// causes joins findings that say the same of several places.
func causes(list []etalon.Finding) []cause {
	type words struct {
		rule               etalon.RuleID
		verdict            etalon.Verdict
		message, hint      etalon.Text
		expected, observed string
	}
	var out []cause
	at := map[words]int{}
	for _, f := range list {
		w := words{f.Rule, f.Verdict(), f.Message, f.Hint, f.Expected, f.Observed}
		i, known := at[w]
		if !known {
			i, at[w] = len(out), len(out)
			out = append(out, cause{Finding: f})
		}
		if l := f.Location; l.Line > 0 || l.XPath != "" || l.Direction != "" {
			out[i].places = append(out[i].places, l)
		}
	}
	return out
}

func (t teller) findings(entry string, list []etalon.Finding, n *int) {
	all := causes(list)
	for k, f := range all {
		if k == mostFindings {
			t.line(2, "%s", t.say("… et encore ", "… and ")+reports.Plural(len(all)-k, t.lang, t.say("constat", "more finding"), t.say("constats", "more findings"))+t.say(" : --format json", ": --format json"))
			return
		}
		*n++
		kind := reports.Word(f.Verdict()).In(t.lang)
		switch {
		case f.Severity == etalon.SeverityInfo:
			kind = t.say("remarque", "remark")
		case f.Verdict() == etalon.Pass:
			kind = t.say("avertissement", "warning")
		}
		label := string(f.Rule)
		if entry != "" {
			label = entry + " · " + label
		}
		t.line(2, "%d) %s — %s", *n, kind, reports.Visible(label, 200))
		t.line(5, "%s", reports.Visible(f.Message.In(t.lang), 0))
		for i, at := range f.places {
			if i == mostPlaces {
				t.line(5, "%s", t.say("… et encore ", "… and ")+reports.Plural(len(f.places)-i, t.lang, t.say("lieu", "more place"), t.say("lieux", "more places")))
				break
			}
			t.field(t.say("Lieu", "Place"), reports.Place(at, t.lang))
		}
		t.field(t.say("Attendu", "Expected"), reports.Visible(f.Expected, valueWidth))
		t.field(t.say("Observé", "Observed"), reports.Visible(f.Observed, valueWidth))
		t.field(t.say("Règle", "Rule"), reports.Visible(f.Source, valueWidth))
		t.field(t.say("Remède", "Hint"), f.Hint.In(t.lang))
	}
}

func (t teller) field(name, value string) {
	if value != "" {
		t.line(5, "%s%s%s", name, reports.Colon(t.lang), value)
	}
}

// defects tells once what is wrong in the pack, whatever the number of documents.
func (t teller) defects(said []Judged) {
	seen := map[string]bool{}
	var list []string
	for _, j := range said {
		for _, e := range j.Report.Entries {
			for _, d := range e.Defects {
				if text := e.Name + " · " + defectText(d.File, d.Line, d.Text, d.Code); !seen[text] {
					seen[text] = true
					list = append(list, text)
				}
			}
		}
	}
	if len(list) == 0 {
		return
	}
	slices.Sort(list)
	t.line(0, "%s%s", t.say("Défauts du référentiel, dans les entrées exécutées", "Defects of the pack, in the entries run"), reports.Colon(t.lang))
	for i, d := range list {
		if i == mostDefects {
			t.line(2, "… %d", len(list)-i)
			break
		}
		t.line(2, "%s", d)
	}
	t.line(0, "")
}

func defectText(file string, line int, text, code string) string {
	if line > 0 {
		file = fmt.Sprintf("%s:%d", file, line)
	}
	return fmt.Sprintf("%s: %s (%s)", file, text, code)
}

// tally counts the documents by verdict, worst first.
func (t teller) tally(said []Judged) string {
	counts := map[etalon.Verdict]int{}
	for _, j := range said {
		counts[j.Report.Verdict]++
	}
	var parts []string
	for _, v := range reports.Verdicts() {
		if n := counts[v]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	return fmt.Sprintf("%d documents%s%s", len(said), reports.Colon(t.lang), strings.Join(parts, ", "))
}

func sortedWork(work map[etalon.RuleID]*etalon.RuleWork) []etalon.RuleWork {
	out := make([]etalon.RuleWork, 0, len(work))
	for _, w := range work {
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b etalon.RuleWork) int { return cmp.Compare(a.Rule, b.Rule) })
	return out
}
