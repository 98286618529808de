package xpath

import (
	"errors"
	"strings"

	"github.com/etalon-dmp/etalon/validators/schematron/xsdregex"
)

// patternFunctions take regular expressions.
var patternFunctions = map[string]function{
	"matches": {2, 3, func(c *Compiler, a []*code) (*code, error) {
		re, err := regexOf(a, 1, 2)
		if err != nil {
			return nil, err
		}
		if a[1].known && a[1].text != nil && (len(a) == 2 || a[2].known && a[2].text != nil) {
			return tested(a[0], re(nil).MatchString), nil
		}
		return truthCode(func(f *frame) bool {
			s := a[0].string(f)
			return re(f).MatchString(s)
		}), nil
	}},
	"replace": {3, 4, func(c *Compiler, a []*code) (*code, error) {
		re, err := regexOf(a, 1, 3)
		if err != nil {
			return nil, err
		}
		return textCode(func(f *frame) string {
			s := a[0].string(f)
			x := re(f)
			notEmpty(x)
			return f.run.replace(x, s, a[2].required(f))
		}), nil
	}},
	"tokenize": {2, 3, func(c *Compiler, a []*code) (*code, error) {
		re, err := regexOf(a, 1, 2)
		if err != nil {
			return nil, err
		}
		return &code{is: isString, push: func(f *frame) {
			s := a[0].string(f)
			x := re(f)
			notEmpty(x)
			if s == "" {
				return
			}
			if !x.MatchString(s) {
				f.push(stringItem(s))
				return
			}
			from := 0
			for _, m := range x.FindAllStringIndex(s, -1) {
				f.push(stringItem(s[from:m[0]]))
				from = m[1]
			}
			f.push(stringItem(s[from:]))
		}}, nil
	}},
}

// replace is replaceAll, with short answers kept.
func (r *Run) replace(re *xsdregex.Regexp, s, with string) string {
	if len(s) > 256 {
		return replaceAll(re, s, with)
	}
	key := replaceKey{re, s, with}
	out, ok := r.replaced[key]
	if !ok {
		out = replaceAll(re, s, with)
		if r.replaced == nil || len(r.replaced) >= 4096 {
			r.replaced = map[replaceKey]string{}
		}
		r.replaced[key] = out
	}
	return out
}

type replaceKey struct {
	re   *xsdregex.Regexp
	s    string
	with string
}

// regexOf gives the compiled expression in argument at, with flags in argument
// flag if there is one: compiled now when both are literals.
func regexOf(a []*code, at, flag int) (func(*frame) *xsdregex.Regexp, error) {
	flags := constant(stringItem(""))
	if len(a) > flag {
		flags = a[flag]
	}
	if a[at].known && a[at].text != nil && flags.known && flags.text != nil {
		re, err := xsdregex.Compile(a[at].text(nil), flags.text(nil))
		if err != nil {
			return nil, err
		}
		return func(*frame) *xsdregex.Regexp { return re }, nil
	}
	return func(f *frame) *xsdregex.Regexp {
		key := regexKey{a[at].required(f), flags.required(f)}
		if re, ok := f.run.regexes[key]; ok {
			return re
		}
		re, err := xsdregex.Compile(key.pattern, key.flags)
		switch {
		case errors.Is(err, xsdregex.ErrFlag):
			raise("FORX0001", "%v", err)
		case err != nil:
			raise("FORX0002", "%v", err)
		}
		if f.run.regexes == nil || len(f.run.regexes) > 256 {
			f.run.regexes = map[regexKey]*xsdregex.Regexp{}
		}
		f.run.regexes[key] = re
		return re
	}, nil
}

type regexKey struct{ pattern, flags string }

func notEmpty(re *xsdregex.Regexp) {
	if re.MatchString("") {
		raise("FORX0003", "the regular expression matches the empty string")
	}
}

// replaceAll is fn:replace: $N in the replacement is a group, \$ and \\ stand
// for themselves.
func replaceAll(re *xsdregex.Regexp, s, with string) string {
	var b strings.Builder
	from := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(s[from:m[0]])
		expand(&b, s, m, with)
		from = m[1]
	}
	b.WriteString(s[from:])
	if from == 0 { // nothing matched: the replacement is still checked
		expand(&strings.Builder{}, "", []int{0, 0}, with)
	}
	return b.String()
}

func expand(b *strings.Builder, s string, m []int, with string) {
	for i := 0; i < len(with); i++ {
		switch c := with[i]; c {
		case '\\':
			if i++; i >= len(with) || with[i] != '\\' && with[i] != '$' {
				raise("FORX0004", "a backslash in a replacement that escapes nothing")
			}
			b.WriteByte(with[i])
		case '$':
			if i+1 >= len(with) || with[i+1] < '0' || with[i+1] > '9' {
				raise("FORX0004", "a dollar sign in a replacement without a number")
			}
			i++
			group := int(with[i] - '0')
			for i+1 < len(with) && with[i+1] >= '0' && with[i+1] <= '9' && group*10+int(with[i+1]-'0') < len(m)/2 {
				i++
				group = group*10 + int(with[i]-'0')
			}
			if group < len(m)/2 && m[2*group] >= 0 {
				b.WriteString(s[m[2*group]:m[2*group+1]])
			}
		default:
			b.WriteByte(c)
		}
	}
}
