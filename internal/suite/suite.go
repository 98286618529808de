package suite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"
	"github.com/onsi/ginkgo/v2/formatter"
	"github.com/onsi/ginkgo/v2/types"
	"github.com/onsi/gomega"

	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/run"
)

// ErrBroken tells that a spec panicked: the session's dossier must not be sealed.
var ErrBroken = errors.New("suite: the session broke")

// grace is how long a spec may go on after its step's own deadline before
// Ginkgo gives it up.
const grace = 15 * time.Second

// verdictless is the testing.T that Ginkgo wants. Its Fail says nothing: the
// dossier does.
type verdictless struct{}

func (verdictless) Fail() {}

// Run walks the session's plan as one Ginkgo suite. out gets Ginkgo's own
// progress (io.Discard for none).
func Run(ctx context.Context, s *run.Session, out io.Writer) error {
	globals.Reset()
	formatter.ColorableStdOut, formatter.ColorableStdErr = out, out
	w := &walk{ctx: ctx, session: s}
	ginkgo.Describe("session", ginkgo.Ordered, ginkgo.ContinueOnFailure, func() {
		for _, sc := range s.Plan.Scenarios {
			w.describe(sc)
		}
	})
	ginkgo.ReportAfterSuite("states", func(r ginkgo.Report) { w.states(r) })
	config, reporter := ginkgo.GinkgoConfiguration()
	config.RandomSeed = s.Plan.Seed
	config.Timeout = 0 // a person may need hours; each step has its own deadline
	config.LabelFilter, config.FocusStrings, config.SkipStrings = "", nil, nil
	reporter.NoColor, reporter.Succinct = true, true
	ginkgo.RunSpecs(verdictless{}, "Étalon", config, reporter)
	return w.close()
}

// walk is one traversal: which scenario is open, and the first harness error.
type walk struct {
	ctx     context.Context
	session *run.Session
	open    *plan.Scenario
	err     error
}

func (w *walk) describe(sc plan.Scenario) {
	ginkgo.Describe(string(sc.ID), ginkgo.Label(sc.Labels...), location(sc, sc.Line), func() {
		w.spec(sc, "begin", sc.Line, cleanTime, func(ctx context.Context) error {
			w.open = &sc
			return w.session.Begin(ctx, sc)
		})
		for _, st := range sc.Steps {
			w.step(sc, st)
		}
		w.spec(sc, "end", sc.Line, cleanTime, func(context.Context) error { return w.end(sc) })
	})
}

const cleanTime = time.Minute

func (w *walk) step(sc plan.Scenario, st plan.Step) {
	name := fmt.Sprintf("%s %s", st.ID, st.Kind)
	w.spec(sc, name, st.Line, st.Within, func(ctx context.Context) error {
		record, err := w.session.Step(ctx, sc, st)
		if err != nil {
			return err
		}
		gomega.NewGomega(fail).Expect(record).To(HaveEnded(outcome.Done, outcome.Received))
		return nil
	})
}

func fail(message string, skip ...int) {
	at := 0
	if len(skip) > 0 {
		at = skip[0]
	}
	ginkgo.Fail(message, at+1)
}

// spec registers one It. A harness error makes every later spec return at once.
func (w *walk) spec(sc plan.Scenario, name string, line int, within time.Duration, body func(context.Context) error) {
	ginkgo.It(name, location(sc, line), ginkgo.SpecTimeout(within+grace), ginkgo.GracePeriod(time.Second),
		func(spec ginkgo.SpecContext) {
			if w.err != nil {
				ginkgo.Skip(w.err.Error())
			}
			ctx, stop := context.WithCancel(spec)
			defer stop()
			defer context.AfterFunc(w.ctx, stop)()
			w.err = body(ctx)
		})
}

func (w *walk) end(sc plan.Scenario) error {
	w.open = nil
	if err := w.session.Clean(w.ctx, sc); err != nil {
		return err
	}
	return w.session.End(w.ctx, sc)
}

// states looks only for specs that broke; passed and failed are nobody's verdict.
func (w *walk) states(r ginkgo.Report) {
	for _, spec := range r.SpecReports {
		if spec.State == types.SpecStatePanicked && w.err == nil {
			w.err = fmt.Errorf("%w: %s: %s", ErrBroken, spec.FullText(), spec.Failure.ForwardedPanic)
		}
	}
}

// close ends a scenario that an interrupt left open.
func (w *walk) close() error {
	if w.err == nil && w.open != nil {
		w.err = w.end(*w.open)
	}
	return w.err
}

func location(sc plan.Scenario, line int) types.CodeLocation {
	return types.CodeLocation{FileName: sc.File, LineNumber: line}
}
