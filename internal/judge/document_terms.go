package judge

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas/terminology"
)

// notLooked says of the code systems that the terminologies given lack, and that are
// published whole, that their codes are still open: who asks for codes to be looked up
// is not told that they hold when they were not.
func notLooked(systems []string) []etalon.Finding {
	var open []string
	for _, s := range systems {
		if terminology.Published(s) {
			open = append(open, s)
		}
	}
	if len(open) == 0 {
		return nil
	}
	return []etalon.Finding{{
		Rule: "TERM.absent", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError,
		Location: etalon.Location{Offset: -1}, Observed: strings.Join(open, " "),
		Message: etalon.Text{
			FR: "Des codes de ce document n'ont pas été cherchés : leur terminologie n'est pas dans le dossier de --terminology.",
			EN: "Codes of this document were not looked up: their terminology is not in the folder of --terminology.",
		},
		Hint: etalon.Text{
			FR: "Ajoutez-y OID.rdf, tel que l'ANS le publie, pour chacune de ces terminologies.",
			EN: "Add OID.rdf, as ANS publishes it, for each of these terminologies.",
		},
	}}
}
