package interop

import (
	"fmt"
	"slices"
	"sort"

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
	Direction string              `yaml:"direction"` // client or server
	Rule      string              `yaml:"rule"`      // id of the rule, or "verdict"
	Scenarios []etalon.ScenarioID `yaml:"scenarios"` // where it is seen
	Whose     string              `yaml:"whose"`     // peer, or stand: what we built around it
	Clause    string              `yaml:"clause"`    // document and section
	FR        string              `yaml:"fr"`
	EN        string              `yaml:"en"`
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
		if (e.Direction != Client && e.Direction != Server) || e.Rule == "" || len(e.Scenarios) == 0 ||
			(e.Whose != "peer" && e.Whose != "stand") || e.Clause == "" || e.FR == "" || e.EN == "" {
			return List{}, fmt.Errorf("list of explained findings: entry %d, of rule %q, is not complete", i+1, e.Rule)
		}
	}
	return l, nil
}

// Row is what one rule said, or one scenario left open, in a run.
type Row struct {
	Rule     string
	Scenario etalon.ScenarioID
	Severity etalon.Severity
	Message  etalon.Text
	Observed string
	Count    int
	Known    *Explained // nil: nobody has explained it
}

// Compare gives a row for each rule and scenario that is not as it should be,
// sorted, and the entries of the list that the run does not show any more, as
// "rule scenario".
func (l List) Compare(direction string, r etalon.Result) (rows []Row, stale []string) {
	found := map[string]*Row{}
	add := func(row Row) {
		key := row.Rule + " " + string(row.Scenario)
		if old := found[key]; old != nil {
			old.Count++
			return
		}
		row.Count = 1
		found[key] = &row
	}
	for _, f := range r.Findings {
		if f.Severity != etalon.SeverityInfo {
			add(Row{Rule: string(f.Rule), Scenario: f.Scenario, Severity: f.Severity, Message: f.Message, Observed: f.Observed})
		}
	}
	for _, s := range r.Scenarios {
		if s.Verdict != etalon.Pass && len(s.Findings) == 0 {
			add(Row{Rule: OpenVerdict, Scenario: s.ID, Severity: etalon.SeverityError, Message: s.Reason, Observed: s.Verdict.String()})
		}
	}
	for i, e := range l.Findings {
		if e.Direction != direction {
			continue
		}
		for _, s := range e.Scenarios {
			if row := found[e.Rule+" "+string(s)]; row != nil {
				row.Known = &l.Findings[i]
			} else {
				stale = append(stale, e.Rule+" "+string(s))
			}
		}
	}
	for _, row := range found {
		rows = append(rows, *row)
	}
	sort.Slice(rows, func(i, j int) bool {
		if rows[i].Rule != rows[j].Rule {
			return rows[i].Rule < rows[j].Rule
		}
		return rows[i].Scenario < rows[j].Scenario
	})
	slices.Sort(stale)
	return rows, stale
}
