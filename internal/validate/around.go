package validate

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Around is the environment that a declared product sends its messages in.
func Around(sut etalon.SUT) facts.Environment {
	return judge.Environment(&plan.Plan{SUT: sut, Environment: plan.Around(sut)})
}
