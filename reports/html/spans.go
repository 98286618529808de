package html

import (
	"bytes"
	"iter"
)

// span is one line to show, as a place in the message: no bytes are copied.
type span struct {
	at, end, next int  // bytes shown, and where the next line begins
	depth         int  // levels of indentation that folding adds
	head          bool // start line and headers
	folded        bool
}

// spans walks a message line by line. A long line of XML in the body is broken
// between its elements and indented by depth, guessed from the angle brackets
// alone: it serves the eye, not a rule.
func spans(raw []byte) iter.Seq[span] {
	return func(yield func(span) bool) {
		head := true
		for at := 0; at < len(raw); {
			next := len(raw)
			if i := bytes.IndexByte(raw[at:], '\n'); i >= 0 {
				next = at + i + 1
			}
			line := bytes.TrimRight(raw[at:next], "\r\n")
			if len(line) == 0 {
				head = false
			}
			if head || len(line) < foldFrom || !bytes.Contains(line, []byte("><")) {
				if !yield(span{at: at, end: next, next: next, head: head}) {
					return
				}
			} else if !fold(line, at, next, yield) {
				return
			}
			at = next
		}
	}
}

// fold yields one line of XML as several, and tells whether to go on.
func fold(line []byte, at, next int, yield func(span) bool) bool {
	depth := 0
	for len(line) > 0 {
		n, last := len(line), true
		if i := bytes.Index(line, []byte("><")); i >= 0 {
			n, last = i+1, false
		}
		piece := line[:n]
		closes := bytes.HasPrefix(piece, []byte("</"))
		if closes {
			depth--
		}
		s := span{at: at, end: at + n, next: at + n, depth: depth, folded: true}
		if last {
			s.next = next
		}
		if !yield(s) {
			return false
		}
		if !closes && opens(piece) {
			depth++
		}
		line, at = line[n:], at+n
	}
	return true
}

// opens tells whether a piece of XML leaves an element open.
func opens(piece []byte) bool {
	return bytes.HasPrefix(piece, []byte("<")) && !bytes.HasSuffix(piece, []byte("/>")) &&
		!bytes.HasPrefix(piece, []byte("<?")) && !bytes.HasPrefix(piece, []byte("<!")) &&
		!bytes.Contains(piece, []byte("</"))
}
