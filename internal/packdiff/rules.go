package packdiff

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// index is the rules of one pack with what became of each.
type index struct {
	entries map[string]map[etalon.RuleID]fate // by name of the entry
}

// fate is what a rule is in the other pack.
type fate struct {
	other  etalon.RuleID // its id there
	why    Why           // "" when it is the same
	fields []string
}

func (x *index) add(entry string, id etalon.RuleID, f fate) {
	rules := x.entries[entry]
	if rules == nil {
		rules = map[etalon.RuleID]fate{}
		x.entries[entry] = rules
	}
	if old, ok := rules[id]; !ok || old.why == "" {
		rules[id] = f // of rules that share an id, one that changed speaks for all
	}
}

// compareRules fills in the changes of entries and rules.
func (d *Diff) compareRules(a, b *Pack) {
	d.before, d.after = &index{map[string]map[etalon.RuleID]fate{}}, &index{map[string]map[etalon.RuleID]fate{}}
	others := map[string]entry{}
	for _, e := range b.entries {
		others[e.name] = e
	}
	for _, e := range a.entries {
		o, ok := others[e.name]
		delete(others, e.name)
		switch {
		case !ok:
			d.Entries = append(d.Entries, EntryChange{Change: Removed, Entry: e.name, File: e.file, Rules: len(e.rules), Before: reason(e)})
			d.compareEntry(e.name, e.rules, nil, WhyEntryRemoved)
		case reason(e) != reason(o):
			d.Entries = append(d.Entries, EntryChange{Change: Changed, Entry: e.name, File: o.file, Rules: len(o.rules), Before: reason(e), After: reason(o)})
			d.compareEntry(e.name, e.rules, o.rules, "")
		default:
			d.compareEntry(e.name, e.rules, o.rules, "")
		}
	}
	for _, e := range b.entries {
		if _, left := others[e.name]; left {
			d.Entries = append(d.Entries, EntryChange{Change: Added, Entry: e.name, File: e.file, Rules: len(e.rules), After: reason(e)})
			d.compareEntry(e.name, nil, e.rules, WhyEntryAdded)
		}
	}
}

func reason(e entry) string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

// compareEntry lists removed rules in the order of the first pack, then changed
// and added ones in that of the second.
func (d *Diff) compareEntry(name string, a, b []Rule, whole Why) {
	partner := pair(a, b)
	met := make([]bool, len(a))
	for _, i := range partner {
		if i >= 0 {
			met[i] = true
		}
	}
	for i := range a {
		if !met[i] {
			d.Rules = append(d.Rules, RuleChange{Change: Removed, Entry: name, Before: &a[i]})
			d.before.add(name, a[i].ID, fate{why: first(whole, WhyRuleRemoved)})
		}
	}
	for j := range b {
		i := partner[j]
		if i < 0 {
			d.Rules = append(d.Rules, RuleChange{Change: Added, Entry: name, After: &b[j]})
			d.after.add(name, b[j].ID, fate{why: first(whole, WhyRuleAdded)})
			continue
		}
		var why Why
		fields := differences(a[i], b[j])
		if len(fields) > 0 {
			why = WhyRuleChanged
			d.Rules = append(d.Rules, RuleChange{Change: Changed, Entry: name, Fields: fields, Before: &a[i], After: &b[j]})
		}
		d.before.add(name, a[i].ID, fate{b[j].ID, why, fields})
		d.after.add(name, b[j].ID, fate{a[i].ID, why, fields})
	}
}

func first(a, b Why) Why {
	if a != "" {
		return a
	}
	return b
}

// differences names what two forms of a rule differ in. White space between
// words is not a difference; nor is the place in the file, nor a number in the
// place of an id.
func differences(a, b Rule) []string {
	var out []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"id", a.ID == b.ID || position(a) >= 0 && position(b) >= 0},
		{"pattern", a.Pattern == b.Pattern},
		{"context", oneLine(a.Context) == oneLine(b.Context)},
		{"test", oneLine(a.Test) == oneLine(b.Test) && a.Report == b.Report},
		{"message", a.Message == b.Message},
		{"diagnostics", a.Diagnostics == b.Diagnostics},
		{"variables", a.Variables == b.Variables},
		{"role", a.Role == b.Role},
		{"flag", a.Flag == b.Flag},
		{"severity", a.Severity == b.Severity || a.Role != b.Role || a.Flag != b.Flag},
		{"attributes", a.Attributes == b.Attributes},
	} {
		if !f.same {
			out = append(out, f.name)
		}
	}
	return out
}

// position is the number of a check without an id in its rule, -1 for one with
// an id: see schematron.RuleInfo.
func position(r Rule) int {
	rest, ok := strings.CutPrefix(string(r.ID), r.Pattern+"/")
	rule, check, both := strings.Cut(rest, "/")
	if _, err := strconv.Atoi(rule); !ok || !both || err != nil {
		return -1
	}
	n, err := strconv.Atoi(check)
	if err != nil {
		return -1
	}
	return n
}
