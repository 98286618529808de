package judge

import (
	"slices"

	"github.com/etalon-dmp/etalon"
)

// The anomalies, of layer http, of a request that ended for a reason which is not
// in its bytes: see simulators/front/http.
const (
	timeLimit = "time-limit"
	reset     = "reset"
)

// cutShort tells an exchange whose request étalon's own limit or the network ended.
// What the product would have sent is not known, so no rule judges it.
func cutShort(x etalon.Exchange) (etalon.Finding, bool) {
	i := slices.IndexFunc(x.Anomalies, func(a etalon.Anomaly) bool {
		return a.Layer == "http" && (a.Code == timeLimit || a.Code == reset)
	})
	if i < 0 || x.Sent {
		return etalon.Finding{}, false
	}
	f := etalon.Finding{
		Rule: "WIRE.cut", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError, Scenario: x.Scenario, Exchange: x.ID,
		Location: etalon.Location{Direction: "request", Offset: x.Anomalies[i].Offset}, Observed: x.Anomalies[i].Detail,
		Message: etalon.Text{
			FR: "La connexion s'est rompue avant la fin de la requête : elle n'est pas jugée.",
			EN: "The connection broke before the end of the request: it is not judged.",
		},
		Hint: etalon.Text{
			FR: "Vérifiez le réseau entre le logiciel et Étalon, puis rejouez.",
			EN: "Check the network between the software and Étalon, then run again.",
		},
	}
	if x.Anomalies[i].Code == timeLimit {
		f.Message = etalon.Text{
			FR: "Étalon a cessé d'attendre la fin de la requête : elle n'est pas jugée.",
			EN: "Étalon stopped waiting for the end of the request: it is not judged.",
		}
	}
	return f, true
}
