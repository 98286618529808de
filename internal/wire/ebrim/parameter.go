package ebrim

import "strings"

// Parameter is one stored query parameter: the slots of one name. Each slot is
// a group of alternatives; the groups must all hold (IHE ITI TF-2 3.18.4.1.2.3.5).
type Parameter struct {
	Name   string
	Groups [][]string // unquoted
	List   bool       // at least one value was written in parentheses
}

// Values are the values of all groups.
func (p Parameter) Values() []string {
	var all []string
	for _, g := range p.Groups {
		all = append(all, g...)
	}
	return all
}

// Parameters reads the slots of a query. The coding is read with tolerance: what
// it breaks is for the rules to say.
func (q Query) Parameters() map[string]Parameter {
	found := map[string]Parameter{}
	for _, s := range q.Slots {
		p := found[s.Name]
		p.Name = s.Name
		var group []string
		for _, v := range s.Values {
			values, list := parseValue(v)
			group = append(group, values...)
			p.List = p.List || list
		}
		p.Groups = append(p.Groups, group)
		found[s.Name] = p
	}
	return found
}

// parseValue reads 'x', 123, or a list of these in parentheses. A quote inside
// a string is doubled.
func parseValue(s string) (values []string, list bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") && len(s) >= 2 {
		list = true
		s = s[1 : len(s)-1]
	}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		var v string
		v, s = nextValue(s)
		values = append(values, v)
		s = strings.TrimPrefix(strings.TrimSpace(s), ",")
	}
	return values, list
}

func nextValue(s string) (value, rest string) {
	if s[0] != '\'' {
		v, rest, _ := strings.Cut(s, ",")
		return strings.TrimSpace(v), rest
	}
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
		rest := s[i+1:]
		if _, after, ok := strings.Cut(rest, ","); ok {
			return b.String(), after
		}
		return b.String(), ""
	}
	return b.String(), ""
}
