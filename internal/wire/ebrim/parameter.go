package ebrim

import (
	"slices"
	"strings"
)

// Parameter is one stored query parameter: the slots of one name. Each slot is
// a group of alternatives; the groups must all hold (IHE ITI TF-2 3.18.4.1.2.3.5).
type Parameter struct {
	Name     string
	Groups   [][]string // unquoted
	List     bool       // at least one value was written in parentheses
	Spelling []Spelling // how each value was written, in order
}

// Spelling is one value of a parameter as the request wrote it.
type Spelling struct {
	Text   string // unquoted; "" when there is no value at all
	List   bool   // it stood in parentheses
	Quoted bool   // it stood in single quotes
	// Trouble says what breaks the coding: one of the Trouble words, or "".
	Trouble string
}

// What can break the coding of a value.
const (
	TroubleEmpty   = "empty"        // no value: an empty Value, (), or a comma too many
	TroubleUnended = "unended"      // a quote or a parenthesis is not closed
	TroubleAfter   = "text-after"   // text between a closing quote and the next comma
	TroubleNoValue = "no-value"     // a Slot without any Value
	TroubleRepeat  = "open-repeats" // a parenthesis inside a list
)

// Values are the values of all groups.
func (p Parameter) Values() []string {
	if len(p.Groups) == 1 {
		return slices.Clip(p.Groups[0])
	}
	var all []string
	for _, g := range p.Groups {
		all = append(all, g...)
	}
	return all
}

// Parameters reads the slots of a query. The coding is read with tolerance; what
// breaks it is told in Spelling.
func (q Query) Parameters() map[string]Parameter {
	found := map[string]Parameter{}
	for _, s := range q.Slots {
		p := found[s.Name]
		p.Name = s.Name
		var group []string
		for _, v := range s.Values {
			for _, w := range ReadValues(v) {
				p.List = p.List || w.List
				p.Spelling = append(p.Spelling, w)
				if w.Trouble != TroubleEmpty {
					group = append(group, w.Text)
				}
			}
		}
		if len(s.Values) == 0 {
			p.Spelling = append(p.Spelling, Spelling{Trouble: TroubleNoValue})
		}
		p.Groups = append(p.Groups, group)
		found[s.Name] = p
	}
	return found
}

// ReadValues reads what one Value holds: 'x', 123, or a list of these in
// parentheses; a quote inside a string is doubled. There is always at least one
// result: that of an empty Value says so.
func ReadValues(s string) []Spelling {
	s = strings.TrimSpace(s)
	list, trouble := strings.HasPrefix(s, "("), ""
	if list {
		s = s[1:]
		if strings.HasSuffix(s, ")") {
			s = s[:len(s)-1]
		} else {
			trouble = TroubleUnended
		}
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return []Spelling{{List: list, Trouble: TroubleEmpty}}
	}
	var values []Spelling
	for more := true; more; {
		var w Spelling
		w, s, more = nextValue(strings.TrimSpace(s))
		w.List = list
		if w.Trouble == "" {
			w.Trouble = trouble
		}
		values = append(values, w)
	}
	return values
}

// nextValue takes one value off a list; more tells that a comma follows it.
func nextValue(s string) (w Spelling, rest string, more bool) {
	if !strings.HasPrefix(s, "'") {
		v, rest, more := strings.Cut(s, ",")
		w.Text = strings.TrimSpace(v)
		switch {
		case w.Text == "":
			w.Trouble = TroubleEmpty
		case strings.HasPrefix(w.Text, "("):
			w.Trouble = TroubleRepeat
		}
		return w, rest, more
	}
	w.Quoted = true
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		after, rest, more := strings.Cut(s[i+1:], ",")
		if strings.TrimSpace(after) != "" {
			w.Trouble = TroubleAfter
		}
		w.Text = b.String()
		return w, rest, more
	}
	w.Text, w.Trouble = b.String(), TroubleUnended
	return w, "", false
}

// Quote writes a string as a stored query parameter wants it.
func Quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
