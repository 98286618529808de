package mtom

import "bytes"

// line is one delimiter line: [start,end) with its line end. The text before it
// ends at textEnd, for the line end before a delimiter belongs to it.
type line struct {
	textEnd, start, end int
	closing             bool
}

// delimiters finds the delimiter lines of a body, up to and including the
// closing one, at most most+1 of them.
func (r *reader) delimiters(boundary string, most int) []line {
	var found []line
	dash := []byte("--" + boundary)
	for at := 0; len(found) <= most; {
		start := r.find(dash, at)
		if start < 0 {
			break
		}
		at = start + 1
		if start > 0 && r.at(start-1, 1)[0] != '\n' {
			continue
		}
		l, ok := r.delimiter(start, start+len(dash))
		if !ok {
			continue
		}
		if len(found) > 0 {
			l.textEnd = max(l.textEnd, found[len(found)-1].end)
		}
		found = append(found, l)
		if l.closing {
			break
		}
		at = l.end
	}
	return found
}

// find is the first place of a text from a place on, or -1.
func (r *reader) find(text []byte, from int) int {
	for from+len(text) <= r.size {
		b := r.at(from, len(text))
		if i := bytes.Index(b, text); i >= 0 {
			return from + i
		}
		from += len(b) - len(text) + 1
	}
	return -1
}

// is tells what byte is at a place; past the end there is none.
func (r *reader) is(at int, c byte) bool { return at < r.size && r.at(at, 1)[0] == c }

// delimiter reads what follows "--boundary" on its line: "--" when closing,
// transport padding, a line end or the end of the body.
func (r *reader) delimiter(start, at int) (line, bool) {
	l := line{start: start, textEnd: start}
	if r.is(at, '-') && r.is(at+1, '-') {
		l.closing = true
		at += 2
	}
	for r.is(at, ' ') || r.is(at, '\t') {
		at++
	}
	switch {
	case r.is(at, '\r') && r.is(at+1, '\n'):
		l.end = at + 2
	case r.is(at, '\n'):
		r.lineEnd(at)
		l.end = at + 1
	case at == r.size:
		l.end = at
	default:
		r.note(LayerMIME, CodeBoundaryPrefix, start, "a line starts with the boundary and goes on")
		return line{}, false
	}
	switch {
	case start >= 2 && r.is(start-2, '\r'):
		l.textEnd = start - 2
	case start >= 1:
		r.lineEnd(start - 1)
		l.textEnd = start - 1
	}
	return l, true
}
