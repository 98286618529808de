package terminal

import (
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// The ANSI styles used, all of the sixteen basic colours so that they follow
// the theme of the terminal.
const (
	bold    = "1"
	red     = "1;31"
	green   = "32"
	yellow  = "33"
	magenta = "1;35"
)

func (p *page) paint(style, s string) string {
	if !p.opt.Color || style == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (p *page) bold(s string) string { return p.paint(bold, s) }

// verdict is the name of a verdict and its word: "FAIL, non conforme".
func (p *page) verdict(v etalon.Verdict) string { return p.claim(v, reports.Word(v)) }

// claim is verdict with a word of its own, for what ran in part only.
func (p *page) claim(v etalon.Verdict, word etalon.Text) string {
	style := ""
	switch v {
	case etalon.Pass:
		style = green
	case etalon.Fail:
		style = red
	case etalon.Inconclusive:
		style = yellow
	case etalon.NotApplicable:
	default:
		style = magenta
	}
	return p.paint(style, v.String()) + ", " + word.In(p.opt.Lang)
}

// heading begins a section.
func (p *page) heading(s string) {
	p.b.WriteString("\n" + p.bold(s) + "\n\n")
}

// label writes "Label : value", the value's further lines under its first.
func (p *page) label(indent int, label, value string) {
	p.wrap(indent, indent+2, label+reports.Colon(p.opt.Lang)+value)
}

// fieldWidth is the room for the labels of a finding, so that its values
// stand under one another.
const fieldWidth = len("Requirements")

// field is label with the label set in a column.
func (p *page) field(indent int, label, value string) {
	room := fieldWidth - twwidth.Width(label)
	if p.opt.Lang != "en" {
		room = len("Exigences") - twwidth.Width(label)
	}
	label += strings.Repeat("\u00a0", max(room, 0))
	text := label + reports.Colon(p.opt.Lang)
	p.wrap(indent, indent+twwidth.Width(text), text+value)
}

// line writes a paragraph, its further lines a little further in.
func (p *page) line(indent int, s string) {
	hang := indent
	if indent > 0 {
		hang = indent + 2
	}
	p.wrap(indent, hang, s)
}

// wrap breaks a paragraph at ordinary spaces. An XPath longer than the line is
// broken before its slashes too, where XPath allows white space: what a reader
// copies still works. Any other word stays whole.
func (p *page) wrap(indent, hang int, s string) {
	used := 0
	for i, word := range words(s, p.opt.Width-hang) {
		width := twwidth.Width(word.text)
		switch {
		case word.joined && used+width <= p.opt.Width:
		case i == 0:
			p.b.WriteString(strings.Repeat(" ", indent))
			used = indent
		case word.joined, used+1+width > p.opt.Width:
			p.b.WriteString("\n" + strings.Repeat(" ", hang))
			used = hang
		default:
			p.b.WriteByte(' ')
			used++
		}
		p.b.WriteString(word.text)
		used += width
	}
	p.b.WriteByte('\n')
}

// piece is what stays on one line; a joined one follows the last without a space.
type piece struct {
	text   string
	joined bool
}

// words splits a paragraph at its spaces, and an XPath wider than room at its steps.
func words(s string, room int) []piece {
	var out []piece
	for word := range strings.SplitSeq(s, " ") {
		if !strings.HasPrefix(word, "/") || twwidth.Width(word) <= room {
			out = append(out, piece{text: word})
			continue
		}
		for i, step := range strings.Split(word[1:], "/") {
			out = append(out, piece{text: "/" + step, joined: i > 0})
		}
	}
	return out
}
