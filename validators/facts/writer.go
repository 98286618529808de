package facts

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
)

// Namespace is the namespace of evidence documents, bound to the prefix ev.
const Namespace = "urn:etalon:evidence:1"

// region says which place of which exchange the text in [start,end) speaks of.
// Regions nest; the innermost one answers.
type region struct {
	start, end int
	loc        etalon.Location
	exchange   etalon.ExchangeID
}

// writer builds the text of an evidence document and remembers what each
// stretch of it speaks of. Its output is well-formed by construction as long
// as every open is closed and verbatim is given well-formed content.
type writer struct {
	buf     []byte
	regions []region
	open    []string
	nodes   int     // written, about
	marks   []int   // indices of the regions still open
	values  *keeper // bounds the values of attributes; nil: nothing does
}

// begin opens element ev:name with attribute name/value pairs.
func (w *writer) begin(name string, attrs ...string) {
	w.tag(name, attrs)
	w.buf = append(w.buf, '>')
	w.open = append(w.open, name)
}

// end closes the innermost open element.
func (w *writer) end() {
	name := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	w.buf = append(append(append(w.buf, "</ev:"...), name...), '>')
	w.newline()
}

// empty writes element ev:name without content.
func (w *writer) empty(name string, attrs ...string) {
	w.tag(name, attrs)
	w.buf = append(w.buf, "/>"...)
	w.newline()
}

// leaf writes element ev:name holding text.
func (w *writer) leaf(name, text string, attrs ...string) {
	w.begin(name, attrs...)
	w.buf = appendEscaped(w.buf, text)
	w.end()
}

func (w *writer) tag(name string, attrs []string) {
	w.nodes += 2 + len(attrs)/2 // the element, its attributes and white space
	w.buf = append(append(w.buf, "<ev:"...), name...)
	if len(w.open) == 0 {
		w.buf = append(w.buf, ` xmlns:ev="`+Namespace+`"`...)
	}
	for i := 0; i+1 < len(attrs); i += 2 {
		value := attrs[i+1]
		if w.values != nil {
			value = w.values.fit(value)
		}
		w.buf = append(append(append(w.buf, ' '), attrs[i]...), `="`...)
		w.buf = append(appendEscaped(w.buf, value), '"')
	}
}

func (w *writer) newline() { w.buf = append(w.buf, '\n') }

// mark begins a region: what is written until the matching unmark speaks of loc.
func (w *writer) mark(exchange etalon.ExchangeID, loc etalon.Location) {
	w.marks = append(w.marks, len(w.regions))
	w.regions = append(w.regions, region{start: len(w.buf), end: -1, loc: loc, exchange: exchange})
}

// unmark ends the innermost region.
func (w *writer) unmark() {
	i := w.marks[len(w.marks)-1]
	w.marks = w.marks[:len(w.marks)-1]
	w.regions[i].end = len(w.buf)
}

// regionAt returns the innermost region that holds the text offset.
func regionAt(regions []region, offset int) (region, bool) {
	// Regions are in order of their start, so the last one that holds the
	// offset is the innermost.
	for _, r := range slices.Backward(regions) {
		if r.start <= offset && offset < r.end {
			return r, true
		}
	}
	return region{}, false
}

// appendEscaped appends s as attribute value or character data. White space
// other than the space is written as character references so that attribute
// normalisation keeps it; what XML 1.0 cannot hold becomes U+FFFD.
func appendEscaped(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&quot;"...)
		case r == '\t' || r == '\n' || r == '\r':
			b = append(strconv.AppendInt(append(b, "&#"...), int64(r), 10), ';')
		case r < ' ' || r == 0xFFFE || r == 0xFFFF || (r == utf8.RuneError && n <= 1):
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, s[i:i+n]...)
		}
		i += n
	}
	return b
}

// boolean writes a fact that is true or false.
func boolean(v bool) string { return strconv.FormatBool(v) }

// integer writes a number.
func integer[T ~int | ~int64](v T) string { return strconv.FormatInt(int64(v), 10) }

// appendOnce appends s unless it is there.
func appendOnce(all []string, s string) []string {
	if slices.Contains(all, s) {
		return all
	}
	return append(all, s)
}
