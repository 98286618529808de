package interop

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon"
)

// The directions of a run: the peer as a client of the simulated actors, and
// the peer as a server that the client actors ask.
const (
	Client = "client"
	Server = "server"
)

// OpenVerdict stands for the rule where no finding says why a scenario did not pass.
const OpenVerdict = "verdict"

// Explained is one finding that was looked at: whose it is and why.
type Explained struct {
	Direction string `yaml:"direction"` // client or server
	Rule      string `yaml:"rule"`      // id of the rule, or "verdict"
	// Where it is seen: SCENARIO, SCENARIO/CASE or */CASE, a case being a named
	// message of the client actors. * is any part of a name.
	Where  []string `yaml:"where"`
	Whose  string   `yaml:"whose"`  // peer, or stand: what we built around it
	Clause string   `yaml:"clause"` // document and section
	FR     string   `yaml:"fr"`
	EN     string   `yaml:"en"`
}

// List is what is known of one version of a peer.
type List struct {
	Peer     string      `yaml:"peer"`
	Version  string      `yaml:"version"`
	Findings []Explained `yaml:"findings"`
}

// ReadList reads a list. Keys that it does not know are faults.
func ReadList(src []byte) (List, error) {
	var l List
	if err := yaml.UnmarshalWithOptions(src, &l, yaml.Strict()); err != nil {
		return List{}, fmt.Errorf("list of explained findings: %w", err)
	}
	for i, e := range l.Findings {
		if (e.Direction != Client && e.Direction != Server) || e.Rule == "" || len(e.Where) == 0 ||
			(e.Whose != "peer" && e.Whose != "stand") || e.Clause == "" || e.FR == "" || e.EN == "" {
			return List{}, fmt.Errorf("list of explained findings: entry %d, of rule %q, is not complete", i+1, e.Rule)
		}
	}
	return l, nil
}

// Row is what one rule said in a run, of one case where it names one, or one
// scenario that it left open.
type Row struct {
	Rule      string
	Case      string // "" when the rule names none
	Scenarios []etalon.ScenarioID
	Severity  etalon.Severity
	Message   etalon.Text
	Observed  string
	Count     int
	Known     *Explained // nil: nobody has explained it
}

// caseOf finds the case that a rule about answers names.
var caseOf = regexp.MustCompile(`\(ITI-\d+, ([a-z0-9.-]+)\)`)

// Compare gives a row for each thing that is not as it should be, sorted, and
// the places of the list that the run does not show any more, as "rule place".
func (l List) Compare(direction string, r etalon.Result) (rows []Row, stale []string) {
	seen := map[string]bool{}
	found := map[string]*Row{}
	add := func(row Row, at etalon.ScenarioID) {
		if m := caseOf.FindStringSubmatch(row.Message.EN); m != nil {
			row.Case = m[1]
		}
		row.Known = l.explains(direction, row.Rule, string(at)+"/"+row.Case, seen)
		key := fmt.Sprint(row.Rule, " ", row.Case, " ", row.Known == nil)
		if row.Case == "" {
			key += fmt.Sprintf(" %p", row.Known)
		}
		old := found[key]
		if old == nil {
			old = &row
			found[key] = old
		}
		old.Count++
		if !slices.Contains(old.Scenarios, at) {
			old.Scenarios = append(old.Scenarios, at)
		}
	}
	for _, f := range r.Findings {
		if f.Severity != etalon.SeverityInfo {
			add(Row{Rule: string(f.Rule), Severity: f.Severity, Message: f.Message, Observed: f.Observed}, f.Scenario)
		}
	}
	for _, s := range r.Scenarios {
		if s.Verdict != etalon.Pass && len(s.Findings) == 0 {
			add(Row{Rule: OpenVerdict, Severity: etalon.SeverityError, Message: s.Reason, Observed: s.Verdict.String()}, s.ID)
		}
	}
	for _, row := range found {
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.Case, b.Case), strings.Compare(string(a.Scenarios[0]), string(b.Scenarios[0])))
	})
	for _, e := range l.Findings {
		for _, place := range e.Where {
			if e.Direction == direction && !seen[e.Rule+" "+place] {
				stale = append(stale, e.Rule+" "+place)
			}
		}
	}
	return rows, stale
}

// explains finds the entry for a rule at "scenario/case", and notes which of
// its places was used.
func (l List) explains(direction, rule, at string, seen map[string]bool) *Explained {
	scenario, _, _ := strings.Cut(at, "/")
	var found *Explained
	for i, e := range l.Findings {
		if e.Direction != direction || e.Rule != rule {
			continue
		}
		for _, place := range e.Where {
			target := at
			if !strings.Contains(place, "/") {
				target = scenario
			}
			if ok, err := path.Match(place, target); err == nil && ok {
				seen[rule+" "+place] = true
				found = &l.Findings[i]
			}
		}
	}
	return found
}
