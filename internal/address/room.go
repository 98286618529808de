package address

import (
	"slices"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// What a room shows at most of what came and of what was played.
const (
	mostCame = 100
	mostPast = 200
)

// room is what a sitting waits for and what came, as it changes.
type room struct {
	clock  func() time.Time
	driver *driver.Room

	mu      sync.Mutex
	shown   campaign.Room
	plan    *plan.Plan
	now     *plan.Scenario // under way
	changed chan struct{}  // closed when something is otherwise
}

func newRoom(sitting campaign.ID, at string, clock func() time.Time) *room {
	r := &room{clock: clock, changed: make(chan struct{}), shown: campaign.Room{Sitting: sitting, At: at, Awaited: []campaign.Awaited{}, Came: []campaign.Came{}, Past: []campaign.Past{}}}
	r.driver = driver.NewRoom(clock, func() { r.change(func() {}) })
	return r
}

// change changes what is shown, and wakes who looks.
func (r *room) change(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	f()
	r.shown.Revision++
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *room) over() { r.change(func() { r.shown.Over = true }) }

// trouble shows that the bench does not manage: why is for whoever runs it.
func (r *room) trouble() { r.change(func() { r.shown.Trouble = true }) }

// begin shows a plan, and what was played of it before.
func (r *room) begin(p *plan.Plan, earlier *dossier.Dossier) {
	r.change(func() {
		r.plan, r.now, r.shown.Trouble = p, nil, false
		r.shown.Past, r.shown.Total, r.shown.Done = []campaign.Past{}, len(p.Scenarios), earlier.Played()
		if earlier == nil {
			return
		}
		for _, one := range earlier.Scenarios {
			if sc := r.scenario(one.ID); sc != nil && !earlier.Left(one.ID) {
				r.past(campaign.Past{Scenario: one.ID, Title: sc.Title, Outcome: one.Outcome})
			}
		}
	})
}

func (r *room) scenario(id etalon.ScenarioID) *plan.Scenario {
	i := slices.IndexFunc(r.plan.Scenarios, func(s plan.Scenario) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &r.plan.Scenarios[i]
}

func (r *room) past(p campaign.Past) {
	r.shown.Past = slices.Insert(r.shown.Past, 0, p)
	r.shown.Past = r.shown.Past[:min(len(r.shown.Past), mostPast)]
}

// event is told how far the session is.
func (r *room) event(e etalon.Event) {
	r.change(func() {
		if e.Total > 0 {
			r.shown.Done, r.shown.Total = e.Done, e.Total
		}
		switch e.Kind {
		case etalon.EventScenarioBegan:
			r.now = r.scenario(e.Scenario)
			r.shown.Scenario, r.shown.Title, r.shown.Began, r.shown.Awaited = e.Scenario, e.Text, e.Time, []campaign.Awaited{}
		case etalon.EventScenarioEnded:
			r.past(campaign.Past{Scenario: e.Scenario, Title: e.Text, Outcome: e.Outcome, At: e.Time})
			r.unclaimed(e.Scenario)
			r.now = nil
			r.shown.Scenario, r.shown.Title, r.shown.Began, r.shown.Awaited = "", etalon.Text{}, time.Time{}, []campaign.Awaited{}
		case etalon.EventPrompt:
			r.awaited(e.Step)
		case etalon.EventStepEnded:
			r.ended(e)
		case etalon.EventReady, etalon.EventExchange, etalon.EventSealed:
		}
	})
}

// awaited shows the exchanges that a step asks for.
func (r *room) awaited(ask etalon.StepID) {
	r.shown.Awaited = []campaign.Awaited{}
	if r.now == nil {
		return
	}
	after := false
	for _, st := range slices.Concat(r.now.Steps, r.now.Cleanup) {
		switch {
		case st.ID == ask:
			after = true
		case after && st.Kind == plan.Ask:
			return
		case after && st.Kind == plan.Expect:
			r.shown.Awaited = append(r.shown.Awaited, campaign.Awaited{Step: st.ID, Actor: st.Expect.Actor, Transaction: st.Expect.Transaction})
		}
	}
}

// ended shows what an exchange counts for.
func (r *room) ended(e etalon.Event) {
	if e.Outcome != outcome.Received {
		return
	}
	for i := range r.shown.Awaited {
		if r.shown.Awaited[i].Step == e.Step {
			r.shown.Awaited[i].Came = true
		}
	}
	for i := range r.shown.Came {
		if r.shown.Came[i].Exchange == e.Exchange {
			r.shown.Came[i].Counted, r.shown.Came[i].Why = e.Step, etalon.Text{}
		}
	}
}

// Look gives what is shown now, and a channel that is closed when it is otherwise.
func (r *room) look() (campaign.Room, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := r.shown
	out.Awaited, out.Came, out.Past = slices.Clone(out.Awaited), slices.Clone(out.Came), slices.Clone(out.Past)
	if p := r.driver.Asked(); p != nil {
		out.Prompt = &campaign.Asked{Number: p.Number, Question: p.Question != nil, Text: p.Text(), Action: p.Action, Since: p.Since}
	}
	return out, r.changed
}
