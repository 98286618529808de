package stored

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// The error codes of queries (IHE ITI TF-3 table 4.2.4.1-2). A parameter that is
// miscoded has no code of its own.
const (
	unknownQuery = "XDSUnknownStoredQuery"
	missing      = "XDSStoredQueryMissingParam"
	number       = "XDSStoredQueryParamNumber"
	general      = "XDSRegistryError"
)

// arguments are the parameters of one request, checked. Parameters that the
// query does not have are left out: they are ignored.
type arguments map[string]ebrim.Parameter

// values are the values of one parameter.
func (a arguments) values(name string) []string { return a[name].Values() }

// value is the value of a single-valued parameter, or "".
func (a arguments) value(name string) string {
	if v := a.values(name); len(v) > 0 {
		return v[0]
	}
	return ""
}

// read checks the parameters of a query. Strict checks how they are written
// too; otherwise they are understood where they can be.
func read(q query, given map[string]ebrim.Parameter, statuses []string, strict bool) (arguments, []ebrim.Error) {
	var errors []ebrim.Error
	tell := func(code, format string, args ...any) {
		errors = append(errors, ebrim.Error{Code: code, Context: fmt.Sprintf(format, args...)})
	}
	found := arguments{}
	for _, p := range q.params {
		have, there := given[p.name]
		if !there {
			if p.need {
				tell(missing, "%s", p.name)
			}
			continue
		}
		if strict {
			for _, why := range miscoded(p, have) {
				tell(general, "%s: %s", p.name, why)
			}
		}
		if p.status {
			have.Groups = [][]string{slices.DeleteFunc(slices.Clone(have.Values()), func(s string) bool { return !slices.Contains(statuses, s) })}
		}
		values := have.Values()
		switch {
		case len(values) == 0 && p.need:
			tell(missing, "%s has no value that is known", p.name)
		case len(values) == 0:
			tell(number, "%s has no value", p.name)
		case !p.many && len(values) > 1:
			tell(number, "%s has %d values, one is allowed", p.name, len(values))
		case !p.grouped && len(have.Groups) > 1 && strict:
			tell(number, "%s is given twice: its values are alternatives of one Slot", p.name)
		}
		if !p.grouped {
			have.Groups = [][]string{values}
		}
		found[p.name] = have
	}
	given1 := slices.DeleteFunc(slices.Clone(q.oneOf), func(name string) bool { return len(found.values(name)) == 0 })
	switch {
	case len(q.oneOf) > 0 && len(given1) == 0 && len(errors) == 0:
		tell(missing, "%s", strings.Join(q.oneOf, " or "))
	case len(given1) > 1:
		tell(number, "only one of %s", strings.Join(given1, " and "))
	}
	if len(q.anyOf) > 0 && !slices.ContainsFunc(q.anyOf, func(name string) bool { return len(found.values(name)) > 0 }) {
		tell(missing, "one of %s", strings.Join(q.anyOf, ", "))
	}
	return found, errors
}

// miscoded says what is wrong with the way a parameter is written (IHE ITI TF-2
// 3.18.4.1.2.3.5).
func miscoded(p param, have ebrim.Parameter) []string {
	var why []string
	for _, s := range have.Spelling {
		switch {
		case s.Trouble != "":
			why = append(why, s.Trouble+" "+s.Text)
		case p.number && (s.Quoted || strings.Trim(s.Text, "0123456789") != ""):
			why = append(why, "a number without quotes is wanted: "+s.Text)
		case !p.number && !s.Quoted:
			why = append(why, "single quotes are wanted: "+s.Text)
		case p.many && !s.List:
			why = append(why, "parentheses are wanted: "+s.Text)
		case !p.many && s.List:
			why = append(why, "no parentheses are wanted: "+s.Text)
		case p.coded && !isCode(s.Text):
			why = append(why, "code^^codingScheme is wanted: "+s.Text)
		}
	}
	return why
}

func isCode(s string) bool {
	code, scheme, found := strings.Cut(s, "^^")
	return found && code != "" && scheme != "" && !strings.Contains(scheme, "^")
}
