package labels

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Filter tells whether a list of labels is selected.
type Filter func(labels []string) bool

// SyntaxError says where a filter cannot be read. Offset counts bytes.
type SyntaxError struct {
	Offset int
	Msg    string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("at %d: %s", e.Offset+1, e.Msg) }

// maxDepth bounds nested parentheses and negations.
const maxDepth = 100

// Parse reads a filter; the empty one selects everything. The error is always
// a *SyntaxError.
func Parse(text string) (Filter, error) {
	if strings.TrimSpace(text) == "" {
		return func([]string) bool { return true }, nil
	}
	p := &parser{text: text}
	f, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.skip(); p.at < len(text) {
		return nil, p.fail("an operator is missing before %q", text[p.at:])
	}
	return f, nil
}

type parser struct {
	text string
	at   int
}

func (p *parser) fail(format string, args ...any) error {
	return &SyntaxError{Offset: p.at, Msg: fmt.Sprintf(format, args...)}
}

func (p *parser) skip() {
	for p.at < len(p.text) && p.text[p.at] == ' ' {
		p.at++
	}
}

// take consumes a token if it comes next.
func (p *parser) take(token string) bool {
	p.skip()
	if !strings.HasPrefix(p.text[p.at:], token) {
		return false
	}
	p.at += len(token)
	return true
}

func (p *parser) or(depth int) (Filter, error) {
	f, err := p.and(depth)
	for err == nil && (p.take("||") || p.take(",")) {
		left := f
		var right Filter
		right, err = p.and(depth)
		f = func(l []string) bool { return left(l) || right(l) }
	}
	return f, err
}

func (p *parser) and(depth int) (Filter, error) {
	f, err := p.term(depth)
	for err == nil && p.take("&&") {
		left := f
		var right Filter
		right, err = p.term(depth)
		f = func(l []string) bool { return left(l) && right(l) }
	}
	return f, err
}

func (p *parser) term(depth int) (Filter, error) {
	switch {
	case depth > maxDepth:
		return nil, p.fail("nested too deep")
	case p.take("!"):
		f, err := p.term(depth + 1)
		return func(l []string) bool { return !f(l) }, err
	case p.take("("):
		f, err := p.or(depth + 1)
		if err == nil && !p.take(")") {
			err = p.fail("a closing parenthesis is missing")
		}
		return f, err
	case p.take("/"):
		return p.regexp()
	default:
		return p.label()
	}
}

func (p *parser) regexp() (Filter, error) {
	end := strings.IndexByte(p.text[p.at:], '/')
	if end < 0 {
		return nil, p.fail("the closing / of a regular expression is missing")
	}
	re, err := regexp.Compile(p.text[p.at : p.at+end])
	if err != nil {
		return nil, p.fail("%v", err)
	}
	p.at += end + 1
	return func(l []string) bool { return slices.ContainsFunc(l, re.MatchString) }, nil
}

func (p *parser) label() (Filter, error) {
	end := strings.IndexAny(p.text[p.at:], "&|!,()/")
	if end < 0 {
		end = len(p.text) - p.at
	}
	word := strings.TrimSpace(p.text[p.at : p.at+end])
	if word == "" {
		return nil, p.fail("a label is missing")
	}
	if strings.ContainsAny(word, "{} ") {
		return nil, p.fail("%q is not a label; set operations are not supported", word)
	}
	p.at += end
	return func(l []string) bool {
		return slices.ContainsFunc(l, func(s string) bool { return strings.EqualFold(s, word) })
	}, nil
}
