package validate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/reports"
)

// Sides is what two packs say of the same documents, side by side.
type Sides struct {
	Packs     [2]string  `json:"packs"` // as they were named
	Documents []TwoSided `json:"documents"`
}

// TwoSided is one document under both packs.
type TwoSided struct {
	Name    string     `json:"name"`
	Verdict [2]string  `json:"verdict"`
	Reason  [2]string  `json:"reason"` // why a verdict is open, where no finding says it; French
	Places  []Contrast `json:"places"` // where one of both says something, in the order of the document
	joined  [2]etalon.Verdict
	reason  [2]etalon.Text
}

// Contrast is what both say of one place.
type Contrast struct {
	Place string      `json:"place"` // path of the element, without namespaces; "" for the document
	Line  int         `json:"line"`  // 0: not known
	Said  [2][]Remark `json:"said"`
	path  string
}

// Remark is what one rule says of a place.
type Remark struct {
	Rule     string      `json:"rule"`
	Kind     string      `json:"kind"` // fail, warning, open
	Message  etalon.Text `json:"message"`
	Expected string      `json:"expected,omitempty"`
	Observed string      `json:"observed,omitempty"`
	Source   string      `json:"source,omitempty"`
}

// Disagree tells whether the packs do not give the document one verdict.
func (d TwoSided) Disagree() bool { return d.joined[0] != d.joined[1] }

// First is the verdict of the first pack on all documents.
func (s *Sides) First() etalon.Verdict {
	v := etalon.NotApplicable
	for _, d := range s.Documents {
		v = v.Join(d.joined[0])
	}
	return v
}

// Alone tells which side refuses the place alone: 0, 1, or -1 for none.
func (c Contrast) Alone() int {
	fails := [2]bool{}
	for i, list := range c.Said {
		fails[i] = slices.ContainsFunc(list, func(r Remark) bool { return r.Kind == kindFail })
	}
	switch {
	case fails[0] && !fails[1]:
		return 0
	case fails[1] && !fails[0]:
		return 1
	}
	return -1
}

const (
	kindFail    = "fail"
	kindWarning = "warning"
	kindOpen    = "open"
)

// Beside judges every document by both packs.
func (c Comparison) Beside(ctx context.Context, list []File) (*Sides, error) {
	if c.Before == "" {
		c.Before = defaultPack
	}
	out := &Sides{Packs: [2]string{c.Before, c.After}}
	answers, err := c.both(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, said := range answers {
		out.Documents = append(out.Documents, said.sides()...)
	}
	return out, nil
}

// sides pairs the documents of a file.
func (s bothSaid) sides() []TwoSided {
	after := map[string]judge.DocumentReport{}
	for _, j := range s.after {
		after[j.Name] = j.Report
	}
	var out []TwoSided
	for _, j := range s.before {
		if r, ok := after[j.Name]; ok {
			out = append(out, sideBySide(j.Name, j.Report, r))
			delete(after, j.Name)
			continue
		}
		out = append(out, sideBySide(j.Name, j.Report, judge.DocumentReport{Verdict: etalon.NotApplicable}))
	}
	for _, j := range s.after {
		if r, left := after[j.Name]; left {
			out = append(out, sideBySide(j.Name, judge.DocumentReport{Verdict: etalon.NotApplicable}, r))
		}
	}
	return out
}

func sideBySide(name string, a, b judge.DocumentReport) TwoSided {
	d := TwoSided{
		Name: name, joined: [2]etalon.Verdict{a.Verdict, b.Verdict}, reason: [2]etalon.Text{a.Reason, b.Reason},
		Verdict: [2]string{a.Verdict.String(), b.Verdict.String()}, Reason: [2]string{a.Reason.FR, b.Reason.FR}, Places: []Contrast{},
	}
	for side, r := range []judge.DocumentReport{a, b} {
		for _, f := range r.Findings() {
			d.put(side, f)
		}
	}
	slices.SortStableFunc(d.Places, func(x, y Contrast) int { return cmp.Compare(x.Line, y.Line) })
	return d
}

var (
	prefix    = regexp.MustCompile(`(\*:|Q\{[^}]*\}|[A-Za-z0-9_-]+:)`)
	condition = regexp.MustCompile(`\[namespace-uri\(\)=[^\]]*\]`)
	before    = regexp.MustCompile(`^.*?(/ClinicalDocument\b)`)
)

// plain writes the path of an element so that both packs write it alike: from the
// clinical document, without namespaces.
func plain(xpath string) string {
	p := prefix.ReplaceAllString(condition.ReplaceAllString(xpath, ""), "")
	p = before.ReplaceAllString(p, "$1")
	return strings.ReplaceAll(p, "[1]", "")
}

// put adds a finding to the place that it speaks of: the same element, its parent
// or a child of it.
func (d *TwoSided) put(side int, f etalon.Finding) {
	kind := kindOpen
	switch {
	case f.Severity == etalon.SeverityInfo:
		return
	case f.Verdict() == etalon.Fail:
		kind = kindFail
	case f.Verdict() == etalon.Pass:
		kind = kindWarning
	}
	r := Remark{Rule: string(f.Rule), Kind: kind, Message: f.Message, Expected: f.Expected, Observed: f.Observed, Source: f.Source}
	path := plain(f.Location.XPath)
	at := slices.IndexFunc(d.Places, func(c Contrast) bool { return c.path == path })
	if at < 0 && path != "" {
		at = slices.IndexFunc(d.Places, func(c Contrast) bool { return len(c.Said[1-side]) > 0 && near(c.path, path) })
	}
	if at < 0 {
		at = len(d.Places)
		d.Places = append(d.Places, Contrast{Place: path, path: path, Line: f.Location.Line})
	}
	c := &d.Places[at]
	if !slices.ContainsFunc(c.Said[side], func(o Remark) bool { return o.Rule == r.Rule && o.Message == r.Message }) {
		c.Said[side] = append(c.Said[side], r)
	}
}

// near tells a parent and its child.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	rest, ok := strings.CutPrefix(b, a+"/")
	return ok && a != "" && !strings.Contains(rest, "/")
}

// JSON writes the comparison as JSON.
func (s *Sides) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(s)
}

// Text writes the comparison for a terminal, in one language.
func (s *Sides) Text(w io.Writer, lang string) {
	say := func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }
	apart := 0
	for _, d := range s.Documents {
		fmt.Fprintf(w, "%s\n", reports.Visible(d.Name, 0))
		for i, name := range s.Packs {
			line := fmt.Sprintf("  %c) %s — %s, %s", 'A'+i, reports.Visible(name, 0), d.joined[i], reports.Word(d.joined[i]).In(lang))
			if why := d.reason[i].In(lang); why != "" {
				line += " : " + why
			}
			fmt.Fprintln(w, line)
		}
		for _, c := range d.Places {
			writePlace(w, c, lang, say)
		}
		if d.Disagree() {
			apart++
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s\n", say(
		fmt.Sprintf("%d documents, dont %d que les deux référentiels ne jugent pas de même.", len(s.Documents), apart),
		fmt.Sprintf("%d documents, of which the two packs judge %d otherwise.", len(s.Documents), apart)))
}

func writePlace(w io.Writer, c Contrast, lang string, say func(fr, en string) string) {
	place := c.Place
	if place == "" {
		place = say("le document", "the document")
	}
	if c.Line > 0 {
		place += fmt.Sprintf(say(" (ligne %d)", " (line %d)"), c.Line)
	}
	switch c.Alone() {
	case 0:
		place += say(" — A seul refuse", " — A alone refuses")
	case 1:
		place += say(" — B seul refuse", " — B alone refuses")
	}
	fmt.Fprintf(w, "  %s\n", reports.Visible(place, 0))
	for i, list := range c.Said {
		if len(list) == 0 {
			fmt.Fprintf(w, "     %c  %s\n", 'A'+i, say("rien à dire", "nothing to say"))
		}
		for _, r := range list {
			fmt.Fprintf(w, "     %c  %s (%s) : %s\n", 'A'+i, reports.Visible(r.Rule, 200), r.Kind, reports.Visible(r.Message.In(lang), 0))
			if r.Source != "" {
				fmt.Fprintf(w, "        %s\n", reports.Visible(r.Source, 400))
			}
		}
	}
}
