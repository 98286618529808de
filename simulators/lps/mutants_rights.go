package lps

import (
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

// Defects of who does what: actions sent in the name of somebody, or in an access mode,
// to whom the sheets of rights refuse them. Checks RM01 and RM02, which warn: the sheets inform.
func rightsMutants() []Mutant {
	type change = func(*vihf.Assertion)
	roles := func(codes ...vihf.Code) change {
		return func(a *vihf.Assertion) {
			a.Drop(vihf.Role)
			a.AddCodes(vihf.Role, "Role", codes...)
		}
	}
	doctor := vihf.Code{Code: "10", System: "1.2.250.1.71.1.2.7", Label: "Médecin"}
	staff := roles(vihf.Code{Code: "SECR_MED", System: "1.2.250.1.213.1.1.4.6", Label: "Secrétaire médicale"})
	occupational := roles(doctor, vihf.Code{Code: "SM25", System: "1.2.250.1.71.4.2.5", Label: "Médecine du travail (SM)"})
	nurse := roles(vihf.Code{Code: "60", System: "1.2.250.1.71.1.2.7", Label: "Infirmier"})
	structure := func(a *vihf.Assertion) {
		a.Set(vihf.Mode, string(etalon.ModeIndirect))
		a.ClassRef, a.Decl = vihf.Password, ""
	}
	purpose := func(code, label string) change {
		return func(a *vihf.Assertion) {
			c := vihf.NormalAccess()
			c.Code, c.Label = code, label
			a.Drop(vihf.PurposeOfUse)
			a.AddCodes(vihf.PurposeOfUse, "PurposeOfUse", c)
		}
	}
	regulation, emergency := purpose(etalon.AccessRegulation, "Accès par un centre 15"), purpose(etalon.AccessEmergency, "Accès bris de glace")
	as := func(name string, kills etalon.RuleID, fr, en string, action etalon.ActionName, on []etalon.Transaction, all ...change) Mutant {
		m := define(name, kills, fr, en, func(h *hooks) {
			h.vihf = func(c *call, a *vihf.Assertion) {
				if slices.Contains(on, c.transaction) {
					for _, f := range all {
						f(a)
					}
				}
			}
		}, action)
		m.Warns = true
		return m
	}
	search, fetch, update := []etalon.Transaction{etalon.ITI18}, []etalon.Transaction{etalon.ITI43}, []etalon.Transaction{etalon.ITI57}
	listed, declared, records := []etalon.Transaction{etalon.TD16}, []etalon.Transaction{etalon.TD03}, []etalon.Transaction{etalon.TD04}
	const another, entry = "2.25.299709603791625902553112117265792892135", "urn:uuid:29a6b701-80f3-51d0-89fb-c71a4ae7895a" // ATTRIBUTS-AUTRUI
	const patients = "urn:uuid:2f820bd1-12a6-51fa-9997-fb0b7e5e60fa"                                                       // ATTRIBUTS-PATIENT
	beside := func(name string, kills etalon.RuleID, fr, en string, install func(*hooks), action etalon.ActionName) Mutant {
		m := define(name, kills, fr, en, install, action)
		m.Warns = true
		return m
	}
	return []Mutant{
		beside("rights-masked-too", "RM02.masked", "Avec le document ouvert, un document masqué d'un confrère est demandé.", "With the document opened, a masked document of a colleague is asked for.",
			func(h *hooks) {
				h.retrieve = func(_ *call, r *submission.Retrieve) { r.UniqueIDs = append(r.UniqueIDs, another) }
			}, etalon.ActFetch),
		beside("rights-archive-patients", "RM03.patient", "C'est le document que le patient a saisi qui est archivé.", "It is the document that the patient entered that is archived.",
			func(h *hooks) {
				h.set = func(_ *call, s *submission.Set) {
					for i := range s.Associations {
						if s.Associations[i].Type == submission.UpdateStatus {
							s.Associations[i].Target = patients
						}
					}
				}
			}, etalon.ActArchive),
		beside("rights-archive-anothers", "RM02.own", "C'est le document d'un confrère qui est archivé.", "It is a colleague's document that is archived.",
			func(h *hooks) {
				h.set = func(_ *call, s *submission.Set) {
					for i := range s.Associations {
						if s.Associations[i].Type == submission.UpdateStatus {
							s.Associations[i].Target = entry
						}
					}
				}
			}, etalon.ActArchive),
		as("rights-staff-search", "RM01.search", "Une secrétaire cherche les documents.", "A secretary searches the documents.", etalon.ActListDocuments, search, staff),
		as("rights-structure-search", "RM01.search", "La structure seule cherche les documents.", "The structure alone searches the documents.", etalon.ActListDocuments, search, structure),
		as("rights-staff-fetch", "RM01.fetch", "Une secrétaire ouvre un document.", "A secretary opens a document.", etalon.ActFetch, fetch, staff),
		as("rights-structure-fetch", "RM01.fetch", "La structure seule ouvre un document.", "The structure alone opens a document.", etalon.ActFetch, fetch, structure),
		as("rights-occupational-fetch", "RM01.fetch", "Un médecin du travail ouvre un document.", "An occupational doctor opens a document.", etalon.ActFetch, fetch, occupational),
		as("rights-staff-mask", "RM01.change", "Une secrétaire masque un document.", "A secretary masks a document.", etalon.ActMask, update, staff),
		as("rights-structure-mask", "RM01.change", "La structure seule masque un document.", "The structure alone masks a document.", etalon.ActMask, update, structure),
		as("rights-regulation-mask", "RM01.change", "Un document est masqué en régulation, sans que l'utilisateur y soit.", "A document is masked in regulation mode, where the user is not.",
			etalon.ActMask, update, regulation),
		as("rights-emergency-mask", "RM01.change", "Un document est masqué en bris de glace, sans que l'utilisateur y soit.", "A document is masked in emergency mode, where the user is not.",
			etalon.ActMask, update, emergency),
		as("rights-structure-archive", "RM01.change", "La structure seule archive un document.", "The structure alone archives a document.", etalon.ActArchive, update, structure),
		as("rights-staff-archive", "RM01.change", "Une secrétaire archive un document.", "A secretary archives a document.", etalon.ActArchive, update, staff),
		as("rights-nurse-archive", "RM01.change", "Un infirmier archive un document en régulation.", "A nurse archives a document in regulation mode.", etalon.ActArchive, update, nurse, regulation),
		as("rights-nurse-unarchive", "RM01.change", "Un infirmier désarchive un document en bris de glace.", "A nurse takes a document out of the archive in emergency mode.",
			etalon.ActUnarchive, update, nurse, emergency),
		as("rights-staff-professionals", "RM01.professionals", "Une secrétaire liste les professionnels.", "A secretary lists the professionals.", etalon.ActListAuthorised, listed, staff),
		as("rights-structure-professionals", "RM01.professionals", "La structure seule liste les professionnels.", "The structure alone lists the professionals.",
			etalon.ActListAuthorised, listed, structure),
		as("rights-regulation-professionals", "RM01.professionals", "Les professionnels sont listés en régulation, sans que l'utilisateur y soit.", "The professionals are listed in regulation mode, where the user is not.",
			etalon.ActListAuthorised, listed, regulation),
		as("rights-emergency-professionals", "RM01.professionals", "Les professionnels sont listés en bris de glace, sans que l'utilisateur y soit.", "The professionals are listed in emergency mode, where the user is not.",
			etalon.ActListAuthorised, listed, emergency),
		as("rights-structure-declare", "RM01.authorisation", "La structure seule déclare un accès.", "The structure alone declares access.", etalon.ActDeclareAccess, declared, structure),
		as("rights-occupational-declare", "RM01.authorisation", "Un médecin du travail déclare un accès.", "An occupational doctor declares access.", etalon.ActDeclareAccess, declared, occupational),
		as("rights-staff-withdraw", "RM01.authorisation", "Une secrétaire retire un accès.", "A secretary withdraws access.", etalon.ActWithdrawAccess, declared, staff),
		as("rights-structure-records", "RM01.records", "La structure seule liste les DMP en régulation.", "The structure alone lists the records in regulation mode.",
			etalon.ActListRecords, records, structure, regulation),
	}
}
