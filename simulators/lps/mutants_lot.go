package lps

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of the submission set: checks X01 to X03, X13 and X14.
func lotMutants() []Mutant {
	feed := func(f func(*submission.Set)) func(*hooks) {
		return func(h *hooks) { h.set = onlyFeed(f) }
	}
	return []Mutant{
		define("two-lots", "X01", "L'envoi porte deux lots de soumission.", "The submission holds two submission sets.",
			feed(func(s *submission.Set) {
				other := *s.Package()
				other.ID = "SubmissionSet02"
				other.ExternalIDs = append([]submission.ExternalID(nil), other.ExternalIDs...)
				other.External(submission.SetUniqueID).Value += "1"
				s.Packages = append(s.Packages, &other)
			}), etalon.ActFeed),
		define("submission-time-local", "X01", "submissionTime est en heure locale avec décalage.", "submissionTime is local time with an offset.",
			feed(func(s *submission.Set) {
				p := s.Package()
				p.SetSlot("submissionTime", p.Slot("submissionTime")[0]+"+0100")
			}), etalon.ActFeed),
		define("submission-time-future", "X01", "submissionTime est dans le futur.", "submissionTime is in the future.",
			func(h *hooks) {
				h.set = func(c *call, s *submission.Set) {
					if c.transaction == etalon.ITI41 {
						s.Package().SetSlot("submissionTime", cda.UTC(c.lps.now().Add(3*time.Hour)))
					}
				}
			}, etalon.ActFeed),
		define("source-id-not-oid", "X02", "sourceId n'est pas un OID.", "sourceId is no OID.",
			feed(func(s *submission.Set) { s.Package().External(submission.SetSourceID).Value = "MON-LOGICIEL" }), etalon.ActFeed),
		define("unique-id-uuid", "X02", "Le uniqueId du document est un UUID, pas un OID.", "The document uniqueId is a UUID, not an OID.",
			func(h *hooks) {
				h.entry = func(c *call, e *submission.Object) { e.External(submission.EntryUniqueID).Value = c.lps.uuid() }
			}, etalon.ActFeed),
		define("lot-unique-id-reused", "X02", "Le uniqueId du lot resert d'un envoi à l'autre.", "The lot's uniqueId is reused from one submission to the next.",
			func(h *hooks) {
				h.set = func(c *call, s *submission.Set) {
					x := s.Package().External(submission.SetUniqueID)
					x.Value = c.lps.keepForever("lot", x.Value)
				}
			}, etalon.ActFeed, etalon.ActFeed),
		define("update-unique-id-reused", "X02", "Le uniqueId du lot resert d'une mise à jour à l'autre.", "The set's uniqueId is reused from one update to the next.",
			func(h *hooks) {
				h.set = func(c *call, s *submission.Set) {
					x := s.Package().External(submission.SetUniqueID)
					x.Value = c.lps.keepForever("lot", x.Value)
				}
			}, etalon.ActArchive, etalon.ActUnarchive),
		define("patient-id-other", "X03", "Le patientId du lot n'est pas celui du VIHF.", "The lot's patientId is not that of the VIHF.",
			feed(func(s *submission.Set) { otherPatient(&s.Package().External(submission.SetPatientID).Value) }), etalon.ActFeed),
		define("document-patient-other", "X03", "Le patientId du document n'est pas celui du lot.", "The document's patientId is not that of the lot.",
			func(h *hooks) {
				h.entry = func(_ *call, e *submission.Object) { otherPatient(&e.External(submission.EntryPatientID).Value) }
			}, etalon.ActFeed),
		define("author-person-malformed", "X13", "L'auteur du lot n'est pas un XCN complet.", "The lot's author is no complete XCN.",
			feed(func(s *submission.Set) {
				s.Package().Class(submission.SetAuthor).SetSlot("authorPerson", "Camille ETALON-MEDECIN")
			}), etalon.ActFeed),
		define("author-institution-malformed", "X13", "La structure de l'auteur n'est pas un XON complet.", "The author's institution is no complete XON.",
			feed(func(s *submission.Set) {
				s.Package().Class(submission.SetAuthor).SetSlot("authorInstitution", "CABINET ETALON FICTIF")
			}), etalon.ActFeed),
		define("author-other", "X14", "L'auteur du lot n'est pas l'utilisateur du VIHF.", "The lot's author is not the user of the VIHF.",
			feed(func(s *submission.Set) {
				p := cda.Person{ID: "899900000025", Family: "ETALON-AUTRE", Given: "Dominique"}
				s.Package().Class(submission.SetAuthor).SetSlot("authorPerson", p.XCN())
			}), etalon.ActFeed),
		define("institution-other", "X14", "La structure du lot n'est pas celle du VIHF.", "The lot's institution is not that of the VIHF.",
			feed(func(s *submission.Set) {
				o := cda.Organization{ID: "1990000020", Name: "AUTRE CABINET"}
				s.Package().Class(submission.SetAuthor).SetSlot("authorInstitution", o.XON())
			}), etalon.ActFeed),
	}
}

// otherPatient makes a CX speak of another INS, with a valid key.
func otherPatient(cx *string) {
	const other = "180049999900119" // synthetic, valid key
	if _, rest, ok := strings.Cut(*cx, "^"); ok {
		*cx = other + "^" + rest
	}
}
