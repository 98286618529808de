package html

import (
	"bytes"
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
	return ExchangeView{
		ID: id, Title: title,
		Request:  message(request, marks(findings, id, "request")),
		Response: message(response, marks(findings, id, "response")),
	}
}

type mark struct {
	offset  int64
	finding int
}

func marks(findings []etalon.Finding, id etalon.ExchangeID, direction string) []mark {
	var out []mark
	for i, f := range findings {
		if f.Exchange == id && f.Location.Direction == direction && f.Location.Offset >= 0 {
			out = append(out, mark{f.Location.Offset, i})
		}
	}
	return out
}

func message(raw []byte, ms []mark) Message {
	m := Message{Size: len(raw)}
	lines := split(raw, &m)
	for _, k := range ms {
		if k.offset >= int64(len(raw)) {
			continue
		}
		i, exact := slices.BinarySearchFunc(lines, int(k.offset), func(l Line, at int) int { return l.Offset - at })
		if !exact {
			i--
		}
		lines[i].Marks = append(lines[i].Marks, k.finding)
	}
	m.Lines, m.Left = keep(lines)
	for i := range m.Lines {
		l := &m.Lines[i]
		l.Text = indentOf(l.Text) + reports.Visible(strings.TrimLeft(l.Text, " "), lineLimit)
	}
	return m
}

// indentOf keeps the leading spaces of a line outside its limit.
func indentOf(s string) string { return s[:len(s)-len(strings.TrimLeft(s, " "))] }

// split cuts a message into lines, folding long lines of XML.
func split(raw []byte, m *Message) []Line {
	var out []Line
	head := true
	for at := 0; at < len(raw); {
		end := len(raw)
		if i := bytes.IndexByte(raw[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		text := bytes.TrimRight(raw[at:end], "\r\n")
		if head && len(text) == 0 {
			head = false
		}
		if !head && len(text) >= foldFrom && bytes.Contains(text, []byte("><")) {
			m.Folded = true
			out = fold(out, text, at)
		} else {
			out = append(out, Line{Offset: at, Text: string(text), Head: head})
		}
		at = end
	}
	return out
}

// fold breaks one line of XML between its elements, indented by depth. It
// guesses from the angle brackets alone: it serves the eye, not a rule.
func fold(out []Line, text []byte, at int) []Line {
	depth := 0
	for len(text) > 0 {
		n := len(text)
		if i := bytes.Index(text, []byte("><")); i >= 0 {
			n = i + 1
		}
		piece := text[:n]
		closes := bytes.HasPrefix(piece, []byte("</"))
		if closes {
			depth--
		}
		indent := strings.Repeat("  ", min(max(depth, 0), deepest))
		out = append(out, Line{Offset: at, Text: indent + string(piece)})
		opens := !closes && bytes.HasPrefix(piece, []byte("<")) && !bytes.HasSuffix(piece, []byte("/>")) &&
			!bytes.HasPrefix(piece, []byte("<?")) && !bytes.HasPrefix(piece, []byte("<!")) && !bytes.Contains(piece, []byte("</"))
		if opens {
			depth++
		}
		text, at = text[n:], at+n
	}
	return out
}

// keep chooses the lines to show: the first ones, and those around each mark.
func keep(lines []Line) (shown []Line, left int) {
	near := 0 // lines still to show after a mark
	wanted := make([]bool, len(lines))
	for i := range lines {
		if len(lines[i].Marks) > 0 {
			near = aroundMark + 1
			for j := max(0, i-aroundMark); j < i; j++ {
				wanted[j] = true
			}
		}
		wanted[i] = wanted[i] || i < firstLines || near > 0
		near = max(near-1, 0)
	}
	for i, l := range lines {
		if !wanted[i] {
			left++
			continue
		}
		l.Gap, left = left, 0
		shown = append(shown, l)
	}
	return shown, left
}

// excerpt is the line a finding points at with its neighbours, or nothing.
func (m Message) excerpt(finding, around int) []Line {
	for i, l := range m.Lines {
		if slices.Contains(l.Marks, finding) {
			return m.Lines[max(0, i-around):min(len(m.Lines), i+around+1)]
		}
	}
	return nil
}
