package community

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Mutants lists the defects, by family: a closed list.
func Mutants() []Mutant {
	all := slices.Concat(envelopeMutants(), statusMutants(), queryMutants(), retrievalMutants(), dutyMutants(), memoryMutants(), demographicsMutants(), identityMutants(), imageMutants())
	for i := range all {
		all[i].Name = "srv-" + all[i].Name
	}
	return all
}

// About is the transaction that the defect is in; "" for any.
func (m Mutant) About() etalon.Transaction { return m.transaction }

// on picks the messages of a transaction; with cases, only those.
func on(t etalon.Transaction, cases ...string) func(etalon.Sending) bool {
	return func(s etalon.Sending) bool {
		return s.Transaction == t && (len(cases) == 0 || slices.Contains(cases, s.Case))
	}
}

// querying picks the stored queries of a name.
func querying(names ...string) func(etalon.Sending) bool {
	return func(s etalon.Sending) bool {
		name := s.Params["query"]
		if name == "" {
			name = "FindDocuments"
		}
		return s.Transaction == etalon.ITI18 && slices.Contains(names, name)
	}
}

// refused picks the messages that a right server refuses.
func refused(t etalon.Transaction) func(etalon.Sending) bool {
	return func(s etalon.Sending) bool { return s.Transaction == t && s.Answer.Status == etalon.WantFailure }
}

// written makes a mutant that writes its answers otherwise.
func written(name string, kills etalon.RuleID, t etalon.Transaction, shows func(etalon.Sending) bool, fr, en string, f func(string) string) Mutant {
	return Mutant{
		Name: name, Kills: kills, transaction: t, Shows: shows, Summary: etalon.Text{FR: fr, EN: en},
		spoil: func(r *fronthttp.Reply) { r.Body = []byte(f(string(r.Body))) },
	}
}

// deaf makes a mutant that hears another request than the one sent.
func deaf(name string, kills etalon.RuleID, t etalon.Transaction, shows func(etalon.Sending) bool, fr, en string, f func(string) string) Mutant {
	return Mutant{Name: name, Kills: kills, transaction: t, Shows: shows, Summary: etalon.Text{FR: fr, EN: en}, instead: f}
}

// swap replaces every place of a text.
func swap(old, replacement string) func(string) string {
	return func(s string) string { return strings.ReplaceAll(s, old, replacement) }
}

// without takes away every element that begins with a text, up to its end.
func without(begin, end string) func(string) string {
	return func(s string) string {
		for {
			i := strings.Index(s, begin)
			if i < 0 {
				return s
			}
			j := strings.Index(s[i:], end)
			if j < 0 {
				return s
			}
			s = s[:i] + s[i+j+len(end):]
		}
	}
}

const (
	statusType = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"
	partial    = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess"
	severities = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:"
)
