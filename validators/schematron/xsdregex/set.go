package xsdregex

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
)

// span is an inclusive range of characters.
type span struct{ lo, hi rune }

// set is spans sorted, apart and not touching.
type set []span

func newSet(spans ...span) set {
	sort.Slice(spans, func(i, j int) bool { return spans[i].lo < spans[j].lo })
	var out set
	for _, s := range spans {
		if n := len(out); n > 0 && s.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, s.hi)
			continue
		}
		out = append(out, s)
	}
	return out
}

func (s set) plus(t set) set {
	return newSet(append(append([]span{}, s...), t...)...)
}

func (s set) not() set {
	var out set
	next := rune(0)
	for _, r := range s {
		if r.lo > next {
			out = append(out, span{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, span{next, unicode.MaxRune})
	}
	return out
}

func (s set) minus(t set) set { return s.not().plus(t).not() }

// class writes the set for Go's regexp.
func (s set) class() string {
	if len(s) == 0 {
		return `[^\x{0}-\x{10FFFF}]`
	}
	var b strings.Builder
	b.WriteByte('[')
	for _, r := range s {
		fmt.Fprintf(&b, `\x{%X}`, r.lo)
		if r.hi > r.lo {
			fmt.Fprintf(&b, `-\x{%X}`, r.hi)
		}
	}
	b.WriteByte(']')
	return b.String()
}

func fromTable(tables ...*unicode.RangeTable) set {
	var spans []span
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			spans = append(spans, span{lo, hi})
			return
		}
		for r := lo; r <= hi; r += stride {
			spans = append(spans, span{r, r})
		}
	}
	for _, t := range tables {
		for _, r := range t.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return newSet(spans...)
}

// category is the set of a Unicode general category or of an "Is" block.
func category(name string) (set, error) {
	if block, ok := strings.CutPrefix(name, "Is"); ok {
		if s, ok := blocks[block]; ok {
			return set{s}, nil
		}
		return nil, fmt.Errorf("the block %s is not supported", name)
	}
	switch name {
	case "C": // unassigned characters are of category C too
		return fromTable(unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z).not(), nil
	case "Cn":
		return fromTable(unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs).not(), nil
	case "LC", "Cs": // Unicode has them and XML Schema has not
		return nil, fmt.Errorf("no such category: %s", name)
	}
	if t, ok := unicode.Categories[name]; ok && len(name) <= 2 {
		return fromTable(t), nil
	}
	return nil, fmt.Errorf("no such category: %s", name)
}

// The blocks that texts in European languages use.
var blocks = map[string]span{
	"BasicLatin":                {0x0, 0x7F},
	"Latin-1Supplement":         {0x80, 0xFF},
	"LatinExtended-A":           {0x100, 0x17F},
	"LatinExtended-B":           {0x180, 0x24F},
	"IPAExtensions":             {0x250, 0x2AF},
	"SpacingModifierLetters":    {0x2B0, 0x2FF},
	"CombiningDiacriticalMarks": {0x300, 0x36F},
	"Greek":                     {0x370, 0x3FF},
	"Cyrillic":                  {0x400, 0x4FF},
	"LatinExtendedAdditional":   {0x1E00, 0x1EFF},
	"GeneralPunctuation":        {0x2000, 0x206F},
	"CurrencySymbols":           {0x20A0, 0x20CF},
	"LetterlikeSymbols":         {0x2100, 0x214F},
}

// The multi-character escapes of XML Schema.
var (
	spaces    = newSet(span{'\t', '\n'}, span{'\r', '\r'}, span{' ', ' '})
	digits    = fromTable(unicode.Nd)
	words     = fromTable(unicode.L, unicode.M, unicode.N, unicode.S) // all but P, Z and C
	nameStart = newSet(span{':', ':'}, span{'A', 'Z'}, span{'_', '_'}, span{'a', 'z'}, span{0xC0, 0xD6}, span{0xD8, 0xF6},
		span{0xF8, 0x2FF}, span{0x370, 0x37D}, span{0x37F, 0x1FFF}, span{0x200C, 0x200D}, span{0x2070, 0x218F},
		span{0x2C00, 0x2FEF}, span{0x3001, 0xD7FF}, span{0xF900, 0xFDCF}, span{0xFDF0, 0xFFFD}, span{0x10000, 0xEFFFF})
	nameChars = nameStart.plus(newSet(span{'-', '.'}, span{'0', '9'}, span{0xB7, 0xB7}, span{0x300, 0x36F}, span{0x203F, 0x2040}))
)
