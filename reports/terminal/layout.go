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
func (p *page) verdict(v etalon.Verdict) string {
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
	return p.paint(style, v.String()) + ", " + reports.Word(v).In(p.opt.Lang)
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

// wrap breaks a paragraph at ordinary spaces. A word longer than the line (an
// XPath) stays whole: a reader copies it.
func (p *page) wrap(indent, hang int, s string) {
	used := 0
	for i, word := range strings.Split(s, " ") {
		width := twwidth.Width(word)
		switch {
		case i == 0:
			p.b.WriteString(strings.Repeat(" ", indent))
			used = indent
		case used+1+width > p.opt.Width:
			p.b.WriteString("\n" + strings.Repeat(" ", hang))
			used = hang
		default:
			p.b.WriteByte(' ')
			used++
		}
		p.b.WriteString(word)
		used += width
	}
	p.b.WriteByte('\n')
}
