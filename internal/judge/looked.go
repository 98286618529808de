package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/terminology"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// lacks keeps the terminologies of a document of the product that are published whole
// and that nobody gave: what hangs on its codes is open in that scenario.
func (c *court) lacks(x etalon.Exchange, e *facts.Evidence) {
	if x.Sent {
		return
	}
	for _, system := range e.Unlooked {
		if !terminology.Published(system) || slices.Contains(c.unlooked[x.Scenario], system) {
			continue
		}
		if c.unlooked == nil {
			c.unlooked = map[etalon.ScenarioID][]string{}
		}
		c.unlooked[x.Scenario] = append(c.unlooked[x.Scenario], system)
	}
}

// lookedUp says why a requirement that hangs on terminologies is open in a scenario where
// its rules met matched codes: no terminology was given, none given has a code of the
// documents, or some of those that they use are missing. Empty where all was judged.
func (c *court) lookedUp(scenario etalon.ScenarioID, id etalon.RequirementID, matched int) etalon.Text {
	l := c.book.looked(id)
	if l == nil {
		return nothing
	}
	systems := slices.Sorted(slices.Values(c.unlooked[scenario]))
	switch {
	case len(systems) > 0:
		missing := strings.Join(systems, " ")
		return etalon.Text{
			FR: fmt.Sprintf("des codes n'ont pas été cherchés : ajoutez OID.rdf, tel que l'ANS le publie, pour chacune de ces terminologies : %s", missing),
			EN: fmt.Sprintf("codes were not looked up: add OID.rdf, as ANS publishes it, for each of these terminologies: %s", missing),
		}
	case matched == 0:
		return l.Settle
	}
	return nothing
}

// looked is what a pack says of a requirement that hangs on terminologies; nil: none does.
func (b *Book) looked(id etalon.RequirementID) *schemas.Looked {
	for _, v := range b.volumes {
		if l := v.pack.Looked; l != nil && slices.Contains(l.Requirements, id) {
			return l
		}
	}
	return nil
}
