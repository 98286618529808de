package judge

import (
	"maps"

	"github.com/etalon-dmp/etalon"
)

// Packs names those that judge a scenario, with what they extend.
func (s *Sitting) Packs(id etalon.ScenarioID) []string {
	var out []string
	for _, v := range s.court.packsFor(id) {
		out = append(out, v.pack.Name)
	}
	return out
}

// Over is the sitting with a connection as it would have been.
func (s *Sitting) Over(c etalon.Connection) *Sitting {
	out := *s
	d := *s.court.dossier
	d.Connections = maps.Clone(d.Connections)
	d.Connections[c.ID] = c
	out.court.dossier = &d
	return &out
}
