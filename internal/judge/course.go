package judge

import (
	"cmp"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
	"github.com/etalon-dmp/etalon/internal/plan"
)

// went is what the course of a scenario does to its verdict, why, and whose trouble
// it is.
func (c *court) went(sc plan.Scenario) (etalon.Verdict, etalon.Text, etalon.Owner) {
	i := slices.IndexFunc(c.dossier.Scenarios, func(r dossier.ScenarioRecord) bool { return r.ID == sc.ID })
	if i < 0 {
		return etalon.Inconclusive, etalon.Text{
			FR: "Le scénario n'a pas commencé : la session s'est arrêtée avant.",
			EN: "The scenario never began: the session ended before it.",
		}, c.stopped()
	}
	r := c.dossier.Scenarios[i]
	who := trouble(sc, r)
	switch {
	case !r.Ended:
		return etalon.Inconclusive, etalon.Text{
			FR: "La session s'est interrompue pendant ce scénario ; ce qui a été enregistré a été jugé.",
			EN: "The session broke off during this scenario; what was recorded has been judged.",
		}, who
	case r.Outcome == outcome.Cancelled:
		return etalon.Inconclusive, etalon.Text{FR: "Le scénario a été annulé.", EN: "The scenario was cancelled."}, who
	case r.Outcome != outcome.Completed:
		why := open(sc, r)
		return etalon.Inconclusive, blamed(who, etalon.Text{
			FR: "Le scénario s'est arrêté en chemin : " + cmp.Or(r.Detail, why.FR) + ".",
			EN: "The scenario stopped on its way: " + cmp.Or(r.Detail, why.EN) + ".",
		}), who
	case open(sc, r) != (etalon.Text{}):
		why := open(sc, r)
		return etalon.Inconclusive, blamed(who, etalon.Text{
			FR: "Une étape n'a pas abouti : " + why.FR + ".",
			EN: "A step did not succeed: " + why.EN + ".",
		}), who
	case unwalked(sc, r) != "":
		return etalon.Inconclusive, etalon.Text{
			FR: "Une étape prévue n'est pas au journal : " + unwalked(sc, r) + ".",
			EN: "A step of the plan is not in the journal: " + unwalked(sc, r) + ".",
		}, etalon.OwnerHarness
	case len(c.dossier.Taken.Lines) > 0:
		return etalon.Inconclusive, etalon.Text{
			FR: "Des mots du journal ont été caviardés : rien ne garantit plus ces lignes. Jugez le dossier d'origine.",
			EN: "Words of the journal were redacted: nothing vouches for those lines any longer. Judge the original dossier.",
		}, ""
	}
	return etalon.Pass, etalon.Text{}, ""
}

// stopped is whose trouble it is that a session ended before its last scenario.
func (c *court) stopped() etalon.Owner {
	switch {
	case c.dossier.Seal == nil:
		return etalon.OwnerHarness
	case c.dossier.Seal.Outcome == outcome.Cancelled:
		return etalon.OwnerUser
	}
	return ""
}

// blamed says whose trouble a reason is, where it is not the product's.
func blamed(who etalon.Owner, why etalon.Text) etalon.Text {
	var whose etalon.Text
	switch who {
	case etalon.OwnerDriver:
		whose = etalon.Text{FR: "Le pilote est en cause, non le produit. ", EN: "The driver is at fault, not the product. "}
	case etalon.OwnerEnvironment:
		whose = etalon.Text{FR: "L'environnement est en cause, non le produit. ", EN: "The environment is at fault, not the product. "}
	case etalon.OwnerHarness:
		whose = etalon.Text{FR: "Étalon est en cause, non le produit. ", EN: "Étalon is at fault, not the product. "}
	case etalon.OwnerProduct, etalon.OwnerUser: // the reason says it
	}
	return etalon.Text{FR: whose.FR + why.FR, EN: whose.EN + why.EN}
}

// open names the first step that did not do what it was there for. Whatever the
// rules say of it, its scenario is no pass.
func open(sc plan.Scenario, r dossier.ScenarioRecord) etalon.Text {
	var last *etalon.Reaction
	for _, st := range r.Steps {
		if st.Reaction != nil {
			last = st.Reaction
		}
		if st.Outcome == outcome.Done || st.Outcome == outcome.Received {
			continue
		}
		if i := slices.IndexFunc(sc.Steps, func(p plan.Step) bool { return p.ID == st.Step && p.Attest != nil }); i >= 0 && st.Outcome == outcome.Refused {
			return denied(st, sc.Steps[i].Attest, last)
		}
		why := string(st.Step) + " " + st.Outcome
		return etalon.Text{FR: why, EN: why}
	}
	return etalon.Text{}
}

// denied tells a question that was answered no: by a person, or by the last reaction
// of a driver, which is told beside the one that was due.
func denied(st etalon.StepRecord, q *plan.Question, last *etalon.Reaction) etalon.Text {
	why := etalon.Text{
		FR: string(st.Step) + ", « " + q.Text.FR + " » : non",
		EN: string(st.Step) + ", “" + q.Text.EN + "”: no",
	}
	if q.Expect == "" || last == nil || last.Status == q.Expect {
		return why
	}
	return etalon.Text{
		FR: why.FR + " ; le pilote a répondu " + last.Status + ", au lieu de " + q.Expect,
		EN: why.EN + "; the driver answered " + last.Status + " instead of " + q.Expect,
	}
}

// unwalked names the first step of a scenario that nothing was recorded of.
func unwalked(sc plan.Scenario, r dossier.ScenarioRecord) string {
	for _, st := range sc.Steps {
		if !slices.ContainsFunc(r.Steps, func(w etalon.StepRecord) bool { return w.Step == st.ID }) {
			return string(st.ID)
		}
	}
	return ""
}
