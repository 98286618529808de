package xsdregex

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Compile translates a pattern. Flags are those of fn:matches: s, m, i, x.
func Compile(pattern, flags string) (*Regexp, error) {
	t := &translator{src: pattern}
	head := ""
	for _, f := range flags {
		switch f {
		case 's':
			t.dotAll = true
		case 'm':
			head = "(?m)"
		case 'i':
			t.fold = true
		case 'x':
			t.src = free(pattern)
		default:
			return nil, fmt.Errorf("%w: %q", ErrFlag, f)
		}
	}
	t.out.WriteString(head)
	if err := t.all(); err != nil {
		return nil, fmt.Errorf("regular expression %q: %w", pattern, err)
	}
	re, err := regexp.Compile(t.out.String())
	if err != nil {
		return nil, fmt.Errorf("regular expression %q: %w", pattern, err)
	}
	out := &Regexp{Regexp: re}
	if text, whole := re.LiteralPrefix(); whole {
		out.literal = text
	}
	if head != "" && strings.Contains(pattern, "^") {
		out.lines = newLines(t.out.String())
	}
	return out, nil
}

// ErrFlag is a flag that there is not.
var ErrFlag = errors.New("flag of a regular expression")

// free takes the white space out of a pattern, but for that in classes: also
// what stands between a backslash and the character it escapes.
func free(pattern string) string {
	var b strings.Builder
	depth, escaped := 0, false
	for _, c := range pattern {
		switch {
		case depth == 0 && strings.ContainsRune(" \t\r\n", c):
			continue
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '[':
			depth++
		case c == ']' && depth > 0:
			depth--
		}
		b.WriteRune(c)
	}
	return b.String()
}

// translator is one pass over a pattern.
type translator struct {
	src          string
	i            int
	out          strings.Builder
	depth        int
	dotAll, fold bool
}

func (t *translator) next() rune {
	r, n := utf8.DecodeRuneInString(t.src[t.i:])
	t.i += n
	return r
}

func (t *translator) peek() byte {
	if t.i < len(t.src) {
		return t.src[t.i]
	}
	return 0
}

func (t *translator) all() error {
	canRepeat := false
	for t.i < len(t.src) {
		c := t.next()
		switch c {
		case '(':
			if t.peek() == '?' {
				return fmt.Errorf("(? is not of XPath 2.0")
			}
			t.depth++
			t.out.WriteByte('(')
			canRepeat = false
			continue
		case ')':
			if t.depth--; t.depth < 0 {
				return fmt.Errorf("a closing parenthesis too many")
			}
			t.out.WriteByte(')')
		case '|':
			t.out.WriteByte('|')
			canRepeat = false
			continue
		case '^', '$':
			t.out.WriteString("(?:" + string(c) + ")")
		case '.':
			if t.dotAll {
				t.out.WriteString(`(?s:.)`)
			} else {
				t.out.WriteString(`[^\n\r]`)
			}
		case '[':
			s, err := t.class()
			if err != nil {
				return err
			}
			t.out.WriteString(s.class())
		case '\\':
			s, err := t.escape()
			if err != nil {
				return err
			}
			t.out.WriteString(s.class())
		case '?', '*', '+', '{':
			if !canRepeat {
				return fmt.Errorf("%q repeats nothing", c)
			}
			if err := t.quantifier(c); err != nil {
				return err
			}
			canRepeat = false
			continue
		case ']', '}':
			return fmt.Errorf("%q must be escaped", c)
		default:
			if s := t.folded(set{{c, c}}); !s.single() {
				t.out.WriteString(s.class())
			} else {
				t.out.WriteString(regexp.QuoteMeta(string(c)))
			}
		}
		canRepeat = true
	}
	if t.depth != 0 {
		return fmt.Errorf("a group is not closed")
	}
	return nil
}

func (t *translator) quantifier(c rune) error {
	if c != '{' {
		t.out.WriteRune(c)
	} else {
		end := strings.IndexByte(t.src[t.i:], '}')
		if end < 0 {
			return fmt.Errorf("a quantifier is not closed")
		}
		inside := t.src[t.i : t.i+end]
		low, high, comma := strings.Cut(inside, ",")
		if !number(low) || comma && high != "" && !number(high) {
			return fmt.Errorf("{%s} is no quantifier", inside)
		}
		t.i += end + 1
		t.out.WriteString("{" + inside + "}")
	}
	if t.peek() == '?' {
		t.i++
		t.out.WriteByte('?')
	}
	return nil
}

func number(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// escape reads what follows a backslash.
func (t *translator) escape() (set, error) {
	if t.i >= len(t.src) {
		return nil, fmt.Errorf("a backslash at the end")
	}
	c := t.next()
	one := func(r rune) set { return set{{r, r}} }
	switch c {
	case 'n':
		return one('\n'), nil
	case 'r':
		return one('\r'), nil
	case 't':
		return one('\t'), nil
	case 's':
		return spaces, nil
	case 'S':
		return spaces.not(), nil
	case 'd':
		return digits, nil
	case 'D':
		return digits.not(), nil
	case 'w':
		return words, nil
	case 'W':
		return words.not(), nil
	case 'i':
		return nameStart, nil
	case 'I':
		return nameStart.not(), nil
	case 'c':
		return nameChars, nil
	case 'C':
		return nameChars.not(), nil
	case 'p', 'P':
		name, _, ok := strings.Cut(t.src[t.i:], "}")
		if !ok || !strings.HasPrefix(name, "{") {
			return nil, fmt.Errorf(`\%c without a category`, c)
		}
		t.i += len(name) + 1
		s, err := category(name[1:])
		if c == 'P' {
			s = s.not()
		}
		return s, err
	}
	if strings.ContainsRune(`\|.?*+(){}-[]^$`, c) {
		return one(c), nil
	}
	if c >= '1' && c <= '9' {
		return nil, fmt.Errorf("back-references are not supported")
	}
	return nil, fmt.Errorf(`\%c is no escape`, c)
}

// class reads a character class after its opening bracket.
func (t *translator) class() (set, error) {
	negated := t.peek() == '^'
	if negated {
		t.i++
	}
	var s set
	for first := true; ; first = false {
		if t.i >= len(t.src) {
			return nil, fmt.Errorf("a class is not closed")
		}
		c := t.next()
		switch {
		case c == ']' && !first:
			if negated {
				s = s.not()
			}
			return s, nil
		case c == ']', c == '[':
			return nil, fmt.Errorf("%q must be escaped in a class", c)
		case c == '-' && t.peek() == '[':
			t.i++
			less, err := t.class()
			if err != nil {
				return nil, err
			}
			if t.peek() != ']' {
				return nil, fmt.Errorf("a subtraction must end its class")
			}
			t.i++
			if negated {
				s = s.not()
			}
			return s.minus(less), nil
		}
		low, err := t.member(c)
		if err != nil {
			return nil, err
		}
		if rest := t.src[t.i:]; len(rest) < 2 || rest[0] != '-' || rest[1] == ']' || rest[1] == '[' {
			if c != '\\' { // an escape stands for what it says, with the flag i too
				low = t.folded(low)
			}
			s = s.plus(low)
			continue
		}
		t.i++
		high, err := t.member(t.next())
		if err != nil {
			return nil, err
		}
		if !low.single() || !high.single() || low[0].lo > high[0].lo {
			return nil, fmt.Errorf("a range with ends that are not in order")
		}
		s = s.plus(t.folded(set{{low[0].lo, high[0].lo}}))
	}
}

// folded is a set with the case variants of its characters, when case is not
// to be regarded.
func (t *translator) folded(s set) set {
	if !t.fold {
		return s
	}
	const lastCased = 0x1E943 // no character beyond has a variant
	more := append([]span{}, s...)
	for _, r := range s {
		for c := r.lo; c <= min(r.hi, lastCased); c++ {
			for v := unicode.SimpleFold(c); v != c; v = unicode.SimpleFold(v) {
				more = append(more, span{v, v})
			}
		}
	}
	return newSet(more...)
}

func (s set) single() bool { return len(s) == 1 && s[0].lo == s[0].hi }

func (t *translator) member(c rune) (set, error) {
	if c == '\\' {
		return t.escape()
	}
	return set{{c, c}}, nil
}
