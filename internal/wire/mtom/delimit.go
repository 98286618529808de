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
		i := bytes.Index(r.body[at:], dash)
		if i < 0 {
			break
		}
		start := at + i
		at = start + 1
		if start > 0 && r.body[start-1] != '\n' {
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

// delimiter reads what follows "--boundary" on its line: "--" when closing,
// transport padding, a line end or the end of the body.
func (r *reader) delimiter(start, at int) (line, bool) {
	l := line{start: start, textEnd: start}
	if bytes.HasPrefix(r.body[at:], []byte("--")) {
		l.closing = true
		at += 2
	}
	for at < len(r.body) && (r.body[at] == ' ' || r.body[at] == '\t') {
		at++
	}
	rest := r.body[at:]
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		l.end = at + 2
	case bytes.HasPrefix(rest, []byte("\n")):
		r.lineEnd(at)
		l.end = at + 1
	case len(rest) == 0:
		l.end = at
	default:
		r.note(LayerMIME, CodeBoundaryPrefix, start, "a line starts with the boundary and goes on")
		return line{}, false
	}
	switch {
	case start >= 2 && r.body[start-2] == '\r':
		l.textEnd = start - 2
	case start >= 1:
		r.lineEnd(start - 1)
		l.textEnd = start - 1
	}
	return l, true
}
