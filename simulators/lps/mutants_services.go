package lps

import (
	"bytes"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// Defects of the DMP's own services and of conduct between messages: checks H02, H04,
// H05, H07, A02, A08, S01 and S03.
func serviceMutants() []Mutant {
	request := func(f func(*ownRequest)) func(*hooks) {
		return func(h *hooks) { h.own = func(_ *call, q *ownRequest) { f(q) } }
	}
	field := func(name, value string) func(*hooks) {
		return request(func(q *ownRequest) {
			for i := range q.Fields {
				if q.Fields[i][0] == name {
					q.Fields[i][1] = value
				}
			}
		})
	}
	after := func(m Mutant, b etalon.BehaviourName) Mutant { m.Behaviour = b; return m }
	list, authorised, withdraw := etalon.ActListRecords, etalon.ActListAuthorised, etalon.ActWithdrawAccess
	return []Mutant{
		define("records-namespace", "H04", "La liste des DMP est demandée dans un autre espace de noms.", "The list of records is asked for in another namespace.",
			request(func(q *ownRequest) { q.Service = "urn:si-dmp-patient" }), list),
		define("records-patient-named", "H04", "La liste des DMP nomme un patient.", "The list of records names a patient.",
			request(func(q *ownRequest) { q.Fields = append(q.Fields, [2]string{"ins", "280029999900134"}) }), list),
		define("records-date-short", "H04", "La date de début n'a pas d'heure.", "The start date has no time.", field("startDate", "20200101"), list),
		define("records-date-type", "H04", "La sorte de date est écrite sans sa faute.", "The kind of date is written without its misspelling.",
			field("dateType", "LASTAUTHORIZATION"), list),
		define("records-other-date", "A08", "La liste est demandée depuis une autre date.", "The list is asked for since another date.", field("startDate", "20250101000000"), list),
		define("records-other-kind", "A08", "La liste est celle des autorisations, non des documents.", "The list is that of authorisations, not of documents.",
			field("dateType", "LASTAUTORIZATION"), list),
		define("records-order", "H04", "Les champs ne sont pas dans l'ordre du WSDL.", "The fields are not in the order of the WSDL.",
			request(func(q *ownRequest) {
				if len(q.Fields) == 2 {
					q.Fields[0], q.Fields[1] = q.Fields[1], q.Fields[0]
				}
			}), list),
		define("authorised-mode", "H07", "Le mode de la liste des professionnels n'existe pas.", "The mode of the list of professionals does not exist.",
			field("mode", "TOUS"), authorised),
		define("authorised-other-mode", "A08", "Tous les professionnels sont demandés, quel que soit le choix.", "All professionals are asked for, whatever the choice.",
			field("mode", "TOUTE"), authorised),
		define("authorised-patient-named", "H07", "La liste des professionnels nomme le patient.", "The list of professionals names the patient.",
			request(func(q *ownRequest) { q.Fields = append(q.Fields, [2]string{"patient", "280029999900134"}) }), authorised),
		define("authorised-unqualified", "H07", "Les champs n'ont pas d'espace de noms.", "The fields have no namespace.",
			envelopeOf("listAuthorizationByPatient", "hab:mode", "mode"), authorised),
		define("withdrawn-as-added", "A08", "Le retrait demandé est envoyé comme un AJOUT.", "The withdrawal asked for is sent as an AJOUT.", field("action", "AJOUT"), withdraw),
		define("withdrawn-role", "A08", "Le retrait demandé n'ôte que le rôle de médecin traitant.", "The withdrawal asked for only removes the role of médecin traitant.",
			request(func(q *ownRequest) { q.Fields = append(q.Fields, [2]string{"role", "MEDECIN_TRAITANT"}) }), withdraw),
		define("withdrawn-word", "H02", "L'action de retrait n'est pas de la liste.", "The action of withdrawal is not on the list.", field("action", "RETRAIT"), withdraw),
		define("account-channel-unsaid", "H05", "Le canal du compte n'est pas dit.", "The channel of the account is not said.",
			request(func(q *ownRequest) { q.Fields = q.Fields[:min(len(q.Fields), 1)] }), etalon.ActCreateAccount),
		define("account-other-channel", "A08", "Le compte est créé avec un autre numéro que celui saisi.", "The account is created with another number than the one entered.",
			field("canal", "0699000099"), etalon.ActCreateAccount),
		define("channel-action", "H05", "L'action sur le canal n'est pas de la liste.", "The action on the channel is not on the list.",
			field("action", "AJOUTER"), etalon.ActUpdateChannel),
		define("renewal-patient-named", "H05", "Le renouvellement nomme le patient.", "The renewal names the patient.",
			request(func(q *ownRequest) { q.Fields = append(q.Fields, [2]string{"ins", "1"}) }), etalon.ActRenewAccount),
		define("data-as-existence", "H01", "Les données administratives sont demandées par une recherche du motif d'un autre service.", "The administrative data are asked for with the reason of another service.",
			func(h *hooks) {
				h.hl7 = func(c *call, q *hl7.Query) {
					if c.transaction == etalon.TD13a {
						q.Reason = "MODIF_DATA"
					}
				}
			}, etalon.ActReadData),
		define("data-without-existence", "S01", "Les données sont lues sans test d'existence.", "The data are read without an existence test.",
			func(h *hooks) { h.flow.skipExistenceTest = true }, etalon.ActReadData),
		define("changed-without-existence", "S01", "Le DMP est changé sans test d'existence.", "The record is changed without an existence test.",
			func(h *hooks) { h.flow.skipExistenceTest = true }, etalon.ActUpdateData),
		define("closed-record-changed", "S03", "Un DMP fermé est changé.", "A closed record is changed.",
			func(h *hooks) { h.flow.useAnyRecord = true }, etalon.ActUpdateData),
		define("forbidden-record-listed", "S01", "Les professionnels d'un DMP interdit sont demandés.", "The professionals of a forbidden record are asked for.",
			func(h *hooks) { h.flow.useAnyRecord = true }, authorised),
		define("forbidden-record-closed", "S01", "Un DMP interdit est fermé.", "A forbidden record is closed.",
			func(h *hooks) { h.flow.useAnyRecord = true }, etalon.ActCloseRecord),
		after(define("change-retried", "S02", "Un changement refusé est renvoyé tel quel.", "A change that was refused is sent again as it is.",
			func(h *hooks) { h.flow.retryBlindly = true }, etalon.ActUpdateData), etalon.BehaveRegistryError),
		after(define("change-shown-done", "S02", "Un changement refusé est montré comme fait.", "A change that was refused is shown as done.",
			func(h *hooks) { h.flow.successAfterError = true }, etalon.ActUpdateData), etalon.BehaveRegistryError),
		after(define("records-shown-empty", "S02", "Une liste refusée est montrée comme vide.", "A list that was refused is shown as empty.",
			func(h *hooks) { h.flow.successAfterError = true }, list), etalon.BehaveRegistryError),
	}
}

// envelopeOf changes the text of the messages that hold a word.
func envelopeOf(word, from, to string) func(*hooks) {
	return func(h *hooks) {
		h.envelope = func(_ *call, b []byte) []byte {
			if !bytes.Contains(b, []byte(word)) {
				return b
			}
			return bytes.ReplaceAll(b, []byte(from), []byte(to))
		}
	}
}
