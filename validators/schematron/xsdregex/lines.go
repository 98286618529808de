package xsdregex

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// lines finds matches of an expression with the flag m in texts that end with a
// line feed: there ^ matches behind every line feed but the last (F&O 7.6.1),
// which Go's regexp cannot say. It goes through the text once with all the
// places in the expression it may be at, in the order of preference: its time is
// bounded by the product of the lengths of both, its memory by the expression.
type lines struct {
	prog   *syntax.Prog
	groups int
}

// newLines gives nil for an expression that does not ask for the beginning of a
// line.
func newLines(pattern string) *lines {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	groups := parsed.MaxCap() + 1
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil
	}
	return &lines{prog, groups}
}

// differs says whether a text is one that Go's regexp may see otherwise.
func (l *lines) differs(s string) bool { return l != nil && strings.HasSuffix(s, "\n") }

// threads are the places in the expression at one place of the text, the
// preferred first.
type threads struct {
	list []thread
	seen []int // by instruction: 1 + the place of the text it was last added at
}

// thread is an instruction that reads a character, or a match, and the groups so far.
type thread struct {
	pc   uint32
	caps []int
}

// find gives the first match that begins at from or after it, as pairs of
// offsets, the whole first; nil when there is none.
func (l *lines) find(s string, from int) []int {
	now, next := &threads{seen: make([]int, len(l.prog.Inst))}, &threads{seen: make([]int, len(l.prog.Inst))}
	var found []int
	for at := from; ; {
		if found == nil {
			caps := make([]int, 2*l.groups)
			for i := range caps {
				caps[i] = -1
			}
			caps[0] = at
			l.add(now, uint32(l.prog.Start), s, at, caps)
		}
		if len(now.list) == 0 && found != nil || at > len(s) {
			return found
		}
		r, n := utf8.DecodeRuneInString(s[at:])
		for _, t := range now.list {
			in := &l.prog.Inst[t.pc]
			if in.Op == syntax.InstMatch {
				found = slices.Clone(t.caps)
				found[1] = at
				break // what is preferred less is given up
			}
			if n > 0 && in.MatchRune(r) {
				l.add(next, in.Out, s, at+n, t.caps)
			}
		}
		if n == 0 {
			return found
		}
		now, next = next, now
		next.list = next.list[:0]
		at += n
	}
}

// add follows what reads no character. It does not recurse deeper than there
// are instructions.
func (l *lines) add(to *threads, pc uint32, s string, at int, caps []int) {
	if to.seen[pc] == at+1 {
		return
	}
	to.seen[pc] = at + 1
	switch in := &l.prog.Inst[pc]; in.Op {
	case syntax.InstFail:
	case syntax.InstAlt, syntax.InstAltMatch:
		l.add(to, in.Out, s, at, caps)
		l.add(to, in.Arg, s, at, caps)
	case syntax.InstCapture:
		if int(in.Arg) < len(caps) {
			caps = slices.Clone(caps)
			caps[in.Arg] = at
		}
		l.add(to, in.Out, s, at, caps)
	case syntax.InstNop:
		l.add(to, in.Out, s, at, caps)
	case syntax.InstEmptyWidth:
		if syntax.EmptyOp(in.Arg)&^flags(s, at) == 0 {
			l.add(to, in.Out, s, at, caps)
		}
	default:
		to.list = append(to.list, thread{pc, caps})
	}
}

// flags are the assertions that hold at a place.
func flags(s string, at int) syntax.EmptyOp {
	var f syntax.EmptyOp
	if at == 0 {
		f |= syntax.EmptyBeginText | syntax.EmptyBeginLine
	}
	if at > 0 && at < len(s) && s[at-1] == '\n' {
		f |= syntax.EmptyBeginLine
	}
	if at == len(s) {
		f |= syntax.EmptyEndText | syntax.EmptyEndLine
	} else if s[at] == '\n' {
		f |= syntax.EmptyEndLine
	}
	return f
}

// FindAllStringIndex gives the matches as Go's regexp does.
func (re *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if re.literal != "" {
		return literal(s, re.literal, n)
	}
	if !re.lines.differs(s) {
		return re.Regexp.FindAllStringIndex(s, n)
	}
	out := re.lines.all(s)
	for i := range out {
		out[i] = out[i][:2]
	}
	return out
}

// FindAllStringSubmatchIndex gives the matches with their groups as Go's regexp
// does.
func (re *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !re.lines.differs(s) {
		return re.Regexp.FindAllStringSubmatchIndex(s, n)
	}
	return re.lines.all(s)
}

// all gives the matches one after the other. None is empty: an expression that
// matches nothing at all also matches the empty text, and is refused before.
func (l *lines) all(s string) [][]int {
	var out [][]int
	for at := 0; at < len(s); {
		m := l.find(s, at)
		if m == nil {
			break
		}
		out = append(out, m)
		_, n := utf8.DecodeRuneInString(s[m[1]:])
		if at = m[1]; m[0] == m[1] {
			at += max(n, 1)
		}
	}
	return out
}
