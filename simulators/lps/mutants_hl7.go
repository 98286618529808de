package lps

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// Defects of the HL7 V3 wrapper: check H01.
func hl7Mutants() []Mutant {
	message := func(f func(*hl7.Query)) func(*hooks) {
		return func(h *hooks) { h.hl7 = func(_ *call, q *hl7.Query) { f(q) } }
	}
	return []Mutant{
		define("receiver-device", "H01", "Le destinataire du message HL7 n'est pas le DMP.", "The receiver of the HL7 message is not the DMP.",
			message(func(q *hl7.Query) { q.Receiver = "1.2.250.1.999.4.1" })),
		define("processing-mode", "H01", "processingModeCode ne vaut pas T.", "processingModeCode is not T.",
			message(func(q *hl7.Query) { q.Mode = "A" })),
		define("accept-ack", "H01", "acceptAckCode ne vaut pas AL.", "acceptAckCode is not AL.",
			message(func(q *hl7.Query) { q.Accept = "NE" })),
		define("interaction-id", "H01", "interactionId ne nomme pas le message envoyé.", "interactionId does not name the message sent.",
			message(func(q *hl7.Query) { q.Interaction = "PRPA_IN201309UV02" })),
		define("hl7-id-reused", "H01", "Tous les messages HL7 portent le même identifiant.", "All HL7 messages bear the same identifier.",
			func(h *hooks) {
				h.hl7 = func(c *call, q *hl7.Query) { q.ID = c.lps.keepForever("hl7-id", q.ID) }
			}, etalon.ActExistenceTest, etalon.ActFindPatient),
		define("creation-no-date", "H01", "creationTime est le 30 février.", "creationTime is the 30th of February.",
			message(func(q *hl7.Query) { q.Created = q.Created[:4] + "0230" + q.Created[8:] })),
		define("reason-code", "H01", "Le motif du test d'existence n'est pas TEST_EXST.", "The reason of the existence test is not TEST_EXST.",
			message(func(q *hl7.Query) {
				if q.Reason != "" {
					q.Reason = "TEST"
				}
			})),
	}
}
