package html

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

const (
	firstLines = 160 // lines shown of a message besides those around a mark
	aroundMark = 10  // lines shown on each side of a mark
	lineLimit  = 500 // characters shown of a line
	foldFrom   = 160 // bytes from which a line of XML is folded between elements
	deepest    = 24  // levels of indentation of folded XML
	mostHits   = 60  // marked lines of one message; further marks show no line
)

// ExchangeView is one exchange prepared for the reader.
type ExchangeView struct {
	ID       etalon.ExchangeID
	Title    string // "ITI-41 · repository · td2.1-pdf"
	Request  Message
	Response Message
}

// Message is one HTTP message as lines of text. Nothing is left out silently.
type Message struct {
	Size   int  // bytes as they crossed the wire
	Folded bool // breaks and indentation were added between elements, for reading
	Left   int  // lines left out after the last one shown
	Lines  []Line
}

// Line is one line shown.
type Line struct {
	Offset int    // of its first byte in the message
	Text   string // safe to show: see [reports.Visible]
	Head   bool   // start line and headers
	Gap    int    // lines left out just before
	Marks  []int  // indices of the findings that point into it
}

// View prepares an exchange from its raw bytes. Findings is the whole list of
// the result: those of this exchange with a known offset mark their line.
func View(id etalon.ExchangeID, title string, request, response []byte, findings []etalon.Finding) ExchangeView {
	var of []int
	for i, f := range findings {
		if f.Exchange == id {
			of = append(of, i)
		}
	}
	return view(id, title, request, response, findings, of)
}

// view is View where it is known which findings are of the exchange.
func view(id etalon.ExchangeID, title string, request, response []byte, findings []etalon.Finding, of []int) ExchangeView {
	return ExchangeView{
		ID: id, Title: title,
		Request:  message(request, marks(findings, of, "request")),
		Response: message(response, marks(findings, of, "response")),
	}
}

type mark struct {
	offset  int64
	finding int
}

func marks(findings []etalon.Finding, of []int, direction string) []mark {
	var out []mark
	for _, i := range of {
		if f := findings[i]; f.Location.Direction == direction && f.Location.Offset >= 0 {
			out = append(out, mark{f.Location.Offset, i})
		}
	}
	return out
}

// message chooses the lines to show: the first ones, and those around each
// mark. It walks the bytes twice and keeps only what it shows.
func message(raw []byte, ms []mark) Message {
	m := Message{Size: len(raw)}
	hits := place(raw, ms)
	i, next := 0, 0 // line, and the hit that is not yet left behind
	for s := range spans(raw) {
		for next < len(hits) && hits[next].line+aroundMark < i {
			next++
		}
		near := next < len(hits) && hits[next].line-aroundMark <= i
		m.Folded = m.Folded || s.folded
		if i < firstLines || near {
			l := Line{Offset: s.at, Head: s.head, Gap: m.Left}
			l.Text = strings.Repeat("  ", min(max(s.depth, 0), deepest)) + text(raw[s.at:s.end])
			for k := next; k < len(hits) && hits[k].line <= i; k++ {
				if hits[k].line == i {
					l.Marks = hits[k].findings
				}
			}
			m.Lines, m.Left = append(m.Lines, l), 0
		} else {
			m.Left++
		}
		i++
	}
	return m
}

// text is a line made safe to show, its own indentation kept outside the limit.
func text(raw []byte) string {
	raw = bytes.TrimRight(raw, "\r\n")
	body := bytes.TrimLeft(raw, " ")
	indent := min(len(raw)-len(body), 2*deepest)
	cut := body[:min(len(body), 4*lineLimit)] // no more than the limit can need
	s := reports.Visible(string(cut), lineLimit)
	if len(cut) < len(body) {
		s, _, _ = strings.Cut(s, "… [")
		s += "… [" + reports.Plural(len(body), "fr", "octet", "octets") + "]"
	}
	return strings.Repeat(" ", indent) + s
}

// hit is a line that findings point into.
type hit struct {
	line     int
	findings []int
}

// place finds the lines of the marks, in order; marks outside the message and
// those of more than mostHits lines have none.
func place(raw []byte, ms []mark) []hit {
	slices.SortStableFunc(ms, func(a, b mark) int { return cmp.Compare(a.offset, b.offset) })
	var out []hit
	line := 0
	for s := range spans(raw) {
		for len(ms) > 0 && ms[0].offset < int64(s.next) {
			if n := len(out); n > 0 && out[n-1].line == line {
				out[n-1].findings = append(out[n-1].findings, ms[0].finding)
			} else if n == mostHits {
				return out
			} else {
				out = append(out, hit{line, []int{ms[0].finding}})
			}
			ms = ms[1:]
		}
		if len(ms) == 0 {
			break
		}
		line++
	}
	return out
}

// excerpt is the line a finding points at with its neighbours, or nothing. The
// indentation they share is taken off: a narrow page has no room for it.
func (m Message) excerpt(finding, around int) []Line {
	for i, l := range m.Lines {
		if slices.Contains(l.Marks, finding) {
			return outdent(m.Lines[max(0, i-around):min(len(m.Lines), i+around+1)])
		}
	}
	return nil
}

func outdent(lines []Line) []Line {
	shared := 2 * deepest * 2
	for _, l := range lines {
		if body := strings.TrimLeft(l.Text, " "); body != "" {
			shared = min(shared, len(l.Text)-len(body))
		}
	}
	out := slices.Clone(lines)
	for i := range out {
		out[i].Text = out[i].Text[min(shared, len(out[i].Text)):]
	}
	return out
}
