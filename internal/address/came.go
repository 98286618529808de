package address

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
)

// arrived is told of each request that was recorded, before it is answered.
func (r *room) arrived(x etalon.ExchangeID, a etalon.Arrival) {
	r.change(func() {
		c := campaign.Came{Exchange: x, At: a.Received.UTC(), Actor: a.Actor, Transaction: a.Transaction, Scenario: r.shown.Scenario, Why: r.why(a)}
		r.shown.Came = slices.Insert(r.shown.Came, 0, c)
		r.shown.Came = r.shown.Came[:min(len(r.shown.Came), mostCame)]
	})
}

// why is why a request does not count, as far as that is known when it comes.
func (r *room) why(a etalon.Arrival) etalon.Text {
	for _, n := range a.Anomalies {
		if n.Layer == "tls" {
			return etalon.Text{FR: "Le certificat présenté est refusé (" + n.Code + ").", EN: "The certificate that was shown is refused (" + n.Code + ")."}
		}
	}
	if a.Transaction == etalon.Unknown || a.Transaction == "" {
		return etalon.Text{FR: "La transaction n'est pas reconnue : ni l'action ni l'adresse n'en nomment une.", EN: "The transaction is not recognised: neither action nor path names one."}
	}
	if slices.ContainsFunc(r.shown.Awaited, func(w campaign.Awaited) bool {
		return !w.Came && w.Actor == a.Actor && w.Transaction == a.Transaction
	}) {
		return etalon.Text{} // its step takes it
	}
	return r.unexpected(a)
}

// unexpected says what is awaited instead.
func (r *room) unexpected(a etalon.Arrival) etalon.Text {
	var wanted string
	for _, w := range r.shown.Awaited {
		switch {
		case w.Came && w.Transaction == a.Transaction && w.Actor == a.Actor:
			return etalon.Text{FR: "L'étape qui l'attendait en a déjà reçu une.", EN: "The step that awaited it has one already."}
		case w.Transaction == a.Transaction:
			return etalon.Text{
				FR: fmt.Sprintf("%s est attendue à un autre acteur : %s.", w.Transaction, w.Actor.Title().FR),
				EN: fmt.Sprintf("%s is awaited at another actor: %s.", w.Transaction, w.Actor.Title().EN),
			}
		case !w.Came && wanted == "":
			wanted = string(w.Transaction)
		}
	}
	if wanted == "" {
		return etalon.Text{FR: "Aucune étape n'attend de message en ce moment.", EN: "No step awaits a message at present."}
	}
	return etalon.Text{FR: "Aucune étape n'attend ce message : " + wanted + " est attendue.", EN: "No step awaits this message: " + wanted + " is awaited."}
}

// unclaimed tells of each request of a scenario that ended that no step took it.
func (r *room) unclaimed(of etalon.ScenarioID) {
	for i := range r.shown.Came {
		c := &r.shown.Came[i]
		if c.Scenario == of && c.Counted == "" && c.Why == (etalon.Text{}) {
			c.Why = etalon.Text{FR: "Aucune étape ne l'a pris avant la fin du scénario.", EN: "No step took it before the scenario ended."}
		}
	}
}
