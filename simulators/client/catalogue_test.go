package client_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/driver"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/run"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/scenarios"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// planned is the catalogue of one profile.
func planned(t *testing.T, profile etalon.ProfileID) *plan.Plan {
	t.Helper()
	own, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	cat, problems, err := scenario.LoadCatalogue(scenarios.FS(), own)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	list, problems, err := scenario.LoadDir(scenarios.FS(), scenarios.Catalogue, cat)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	p, problems := plan.Build(plan.BuildInput{
		SUT:      etalon.SUT{Name: "X", Version: "1", Mode: etalon.ModeIndirect, Roles: []string{scenario.RoleRegistry, scenario.RoleRepository, scenario.RoleDemographicsSupplier, scenario.RoleTimeServer, scenario.RoleAuditRepository, scenario.RoleNodeServer, scenario.RoleImagingSource}, Endpoints: map[etalon.Actor]string{etalon.Registry: "https://x/", etalon.Repository: "https://x/", etalon.Patients: "https://x/"}, RepositoryID: repository},
		Profiles: []etalon.ProfileID{profile}, Seed: 7, Scenarios: list, Catalogue: cat, Packs: own,
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return p
}

// lenient are scenarios that the simulated DMP does not answer as a right
// registry: it lets metadata pass that the rules then judge, and answers
// badly written queries, whatever their packaging.
var lenient = []string{
	"dmp-registry-iti42-missing/", "dmp-registry-iti42-repeated/", "dmp-registry-iti42-malformed/", "dmp-registry-iti42-structure/",
	"dmp-registry-iti57-version-errors/", "dmp-registry-iti57-folder-errors/", "dmp-registry-iti18-coding/",
	"dmp-repository-iti41-registry-errors/", "dmp-registry-iti42-codes/",
}

var lenientCases = []string{"no-message-id", "wrong-packaging", "wrong-content-type"}

// got words an answer as a Want.
func got(f etalon.Fields) etalon.Want {
	status := map[string]string{"Success": etalon.WantSuccess, "PartialSuccess": etalon.WantPartial, "Failure": etalon.WantFailure, "Fault": etalon.WantFault}[f[etalon.FieldStatus]]
	if f[etalon.FieldCodes] == "NF" && status == etalon.WantSuccess {
		status = etalon.WantNothing
	}
	return etalon.Want{Status: status, Codes: strings.Fields(f[etalon.FieldCodes])}
}

func satisfied(want, got etalon.Want) bool {
	if want.Status != got.Status {
		return false
	}
	return len(want.Codes) == 0 || slices.ContainsFunc(got.Codes, func(c string) bool { return slices.Contains(want.Codes, c) })
}

// watcher is a client that compares what is answered with what the scenario
// says a right server answers.
type watcher struct {
	*world
	sent int
}

func (w *watcher) Send(ctx context.Context, m etalon.Sending) (etalon.Sent, error) {
	sent, err := w.client.Send(ctx, m)
	w.sent++
	excused := w.inDMP && slices.Contains(lenientCases, m.Case) || slices.ContainsFunc(lenient, func(id string) bool { return strings.HasPrefix(m.ID, id) })
	if answer := got(sent.Fields); err == nil && !excused && !satisfied(m.Answer, answer) {
		w.t.Errorf("%s: %s %s: got %+v, want %+v", m.ID, m.Transaction, m.Case, answer, m.Answer)
	}
	return sent, err
}

// journal complains of steps that did not go as they should.
type journal struct{ t *testing.T }

func (journal) Begin(etalon.ScenarioID) error               { return nil }
func (journal) End(etalon.ScenarioID, string, string) error { return nil }
func (journal) Held(etalon.Held) error                      { return nil }
func (journal) Err() error                                  { return nil }
func (j journal) Step(r etalon.StepRecord) error {
	if r.Outcome != outcome.Done && r.Outcome != outcome.Received {
		j.t.Errorf("%s %s (%s): %s %s", r.Scenario, r.Step, r.Kind, r.Outcome, r.Detail)
	}
	return nil
}

func TestOurServersAnswerTheCatalogue(t *testing.T) {
	for _, profile := range []etalon.ProfileID{"xds-registry", "xds-repository", "dmp-registry", "dmp-repository", "pdq-supplier"} {
		t.Run(string(profile), func(t *testing.T) {
			t.Parallel()
			w := begin(t, strings.HasPrefix(string(profile), "dmp"))
			w.client = w.connect(w.base, strings.HasPrefix(string(profile), "dmp"), 64<<20)
			seen := &watcher{world: w}
			s := &run.Session{Plan: planned(t, profile), Stage: w.dmp, Driver: driver.None{}, Clients: run.Clients{etalon.EnvironmentIHE: seen, etalon.EnvironmentDMP: seen}, Journal: journal{t}, Clock: clock}
			if err := run.Sequential(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			if seen.sent < 30 {
				t.Errorf("%d messages sent", seen.sent)
			}
		})
	}
}

// unplayed are the cases that no scenario of the catalogue plays: how strict a
// reader of multipart must be, and whether wsa:ReplyTo may be left out, is
// answered differently by different right servers.
var unplayed = map[string]bool{"no-reply-to": true, "no-type": true, "unknown-start": true, "cut-multipart": true, "bare-content-id": true}

func TestTheCatalogueNamesEveryCase(t *testing.T) {
	played := map[string]bool{}
	for _, profile := range []etalon.ProfileID{"xds-registry", "xds-repository", "pdq-supplier", "xua-provider", "ct-server", "atna-repository", "atna-repository-udp", "atna-node-server", "xds-i-image-server", "xds-i-image-server-wado", "xds-i-image-server-wado-rs"} {
		for _, s := range planned(t, profile).Scenarios {
			for _, st := range s.Steps {
				if st.Send != nil {
					played[string(st.Send.Transaction)+" "+st.Send.Case] = true
				}
			}
		}
	}
	for _, c := range client.Cases() {
		if strings.HasPrefix(c.Name, "xua-") && c.Transaction != etalon.ITI18 {
			continue // what a provider must refuse, it must refuse whatever is asked
		}
		if key := string(c.Transaction) + " " + c.Name; played[key] == unplayed[c.Name] {
			t.Errorf("%s: played %v", key, played[key])
		}
	}
}
