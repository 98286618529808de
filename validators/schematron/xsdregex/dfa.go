package xsdregex

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
)

// Regexp is a compiled expression. It may be shared between goroutines.
type Regexp struct {
	*regexp.Regexp
	asked atomic.Int32
	once  sync.Once
	table *table // nil when there is none
	lines *lines // with the flag m and a ^; nil without
	// literal is the text that the expression is, where it is no more than that.
	literal string
}

// tabled is how often a match is asked for before a table is made: most
// expressions of a schema are never asked for, or of few texts.
const tabled = 16

// MatchString says whether the text holds a match.
func (re *Regexp) MatchString(s string) bool {
	if re.lines.differs(s) {
		return re.lines.find(s, 0) != nil
	}
	if re.asked.Load() < tabled && re.asked.Add(1) < tabled {
		return re.Regexp.MatchString(s)
	}
	re.once.Do(func() { re.table = newTable(re.String()) })
	if re.table != nil {
		if is, ok := re.table.matches(s); ok {
			return is
		}
	}
	return re.Regexp.MatchString(s)
}

// table is a deterministic automaton over ASCII that tells whether a text holds
// a match: one look per byte.
type table struct {
	class [128]uint8 // of each byte
	wide  int        // classes
	next  []uint16   // by state and class
	ends  []bool     // by state: the text may end here
}

// States that end the search.
const (
	found uint16 = iota
	lost
	begin
)

// matches looks through a text; ok is false when it is not all ASCII.
func (t *table) matches(s string) (is, ok bool) {
	state := begin
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 128 {
			return false, false
		}
		if state = t.next[int(state)*t.wide+int(t.class[c])]; state <= lost {
			return state == found, true
		}
	}
	return t.ends[state], true
}

// Larger tables are not made.
const (
	maxStates       = 512
	maxInstructions = 2048
)

// subsets makes a table of the instructions of an expression: a state is the
// set of those that are waited at.
type subsets struct {
	prog   *syntax.Prog
	known  map[string]uint16
	states [][]uint32
	stack  []uint32
}

func newTable(pattern string) *table {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil || len(prog.Inst) > maxInstructions {
		return nil
	}
	const anchors = syntax.EmptyBeginText | syntax.EmptyEndText
	for i := range prog.Inst {
		if in := &prog.Inst[i]; in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^anchors != 0 {
			return nil // lines and words
		}
	}
	s := &subsets{prog: prog, known: map[string]uint16{}, states: make([][]uint32, begin)}
	t := s.classes()
	t.ends = []bool{true, false}
	t.next = make([]uint16, int(begin)*t.wide)
	sample := make([]byte, t.wide) // a byte of each class
	for c := range t.class {
		sample[t.class[c]] = byte(c)
	}
	if first := s.state(s.closure([]uint32{uint32(prog.Start)}, syntax.EmptyBeginText)); first != begin {
		return nil // every text matches, or none
	}
	clear(s.known) // no other place is the beginning
	for n := int(begin); n < len(s.states); n++ {
		if n >= maxStates {
			return nil
		}
		flags := syntax.EmptyEndText
		if n == int(begin) {
			flags |= syntax.EmptyBeginText
		}
		_, ends := s.closure(s.states[n], flags)
		t.ends = append(t.ends, ends)
		for _, c := range sample {
			t.next = append(t.next, s.state(s.closure(s.after(s.states[n], rune(c)), 0)))
		}
	}
	return t
}

// classes numbers the bytes so that those of one class pass the same instructions.
func (s *subsets) classes() *table {
	t := &table{}
	numbers := map[string]uint8{}
	var passes []byte
	for c := range t.class {
		passes = passes[:0]
		for i := range s.prog.Inst {
			if accepts(&s.prog.Inst[i], rune(c)) {
				passes = append(passes, byte(i), byte(i>>8))
			}
		}
		n, ok := numbers[string(passes)]
		if !ok {
			n = uint8(len(numbers))
			numbers[string(passes)] = n
		}
		t.class[c] = n
	}
	t.wide = len(numbers)
	return t
}

func accepts(in *syntax.Inst, c rune) bool {
	switch in.Op {
	case syntax.InstRune, syntax.InstRune1:
		return in.MatchRune(c)
	case syntax.InstRuneAny:
		return true
	case syntax.InstRuneAnyNotNL:
		return c != '\n'
	default:
		return false
	}
}

// after is what is waited at behind a character, with a match that may begin there.
func (s *subsets) after(state []uint32, c rune) []uint32 {
	out := []uint32{uint32(s.prog.Start)}
	for _, pc := range state {
		if in := &s.prog.Inst[pc]; accepts(in, c) {
			out = append(out, in.Out)
		}
	}
	return out
}

// closure follows what needs no character, and says whether a match is reached.
func (s *subsets) closure(from []uint32, flags syntax.EmptyOp) (set []uint32, match bool) {
	seen := map[uint32]bool{}
	s.stack = append(s.stack[:0], from...)
	for len(s.stack) > 0 {
		pc := s.stack[len(s.stack)-1]
		s.stack = s.stack[:len(s.stack)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch in := &s.prog.Inst[pc]; in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			s.stack = append(s.stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			s.stack = append(s.stack, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^flags == 0 {
				s.stack = append(s.stack, in.Out)
			} else if syntax.EmptyOp(in.Arg)&syntax.EmptyBeginText == 0 || flags&syntax.EmptyBeginText != 0 {
				set = append(set, pc) // holds if the text ends here
			}
		case syntax.InstMatch:
			match = true
		case syntax.InstFail:
		default:
			set = append(set, pc)
		}
	}
	slices.Sort(set)
	return set, match
}

// state numbers a set.
func (s *subsets) state(set []uint32, match bool) uint16 {
	switch {
	case match:
		return found
	case len(set) == 0:
		return lost
	}
	key := make([]byte, 0, 2*len(set))
	for _, pc := range set {
		key = append(key, byte(pc), byte(pc>>8))
	}
	n, ok := s.known[string(key)]
	if !ok {
		n = uint16(len(s.states))
		s.known[string(key)] = n
		s.states = append(s.states, set)
	}
	return n
}
