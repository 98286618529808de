package run

import (
	"reflect"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// look records what the actors hold once a step has ended, "" as the scenario
// begins, when it is not what was recorded last.
func (s *Session) look(sc plan.Scenario, after etalon.StepID) error {
	h := s.Stage.Held()
	h.Scenario, h.Step = sc.ID, after
	last := s.scene.held
	last.Step = after
	if reflect.DeepEqual(h, last) {
		return nil
	}
	s.scene.held = h
	return s.Journal.Held(h)
}
