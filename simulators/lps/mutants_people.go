package lps

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

// Defects of the patient services of the DMP, one clause each: what a message says of
// whom, and what is done after each state.
func peopleMutants() []Mutant {
	return slices.Concat(existenceMutants(), registeredMutants(), ownServiceMutants())
}

// inside changes every match of a pattern in the messages that hold a word.
func inside(word, pattern, with string) func(*hooks) {
	form := regexp.MustCompile(pattern)
	return func(h *hooks) {
		h.envelope = func(_ *call, b []byte) []byte {
			if !bytes.Contains(b, []byte(word)) {
				return b
			}
			return form.ReplaceAll(b, []byte(with))
		}
	}
}

func existenceMutants() []Mutant {
	query := func(f func(*hl7.Query)) func(*hooks) { return onSearch(f) }
	return []Mutant{
		define("existence-status", "H01.status", "La requête se dit déjà exécutée.", "The query says that it is executed already.", query(func(q *hl7.Query) { q.Status = "executing" })),
		define("existence-semantics", "H01.semantics", "Le critère est nommé comme celui d'une recherche.", "The parameter is named as that of a search.", inside("PRPA_IN201307", `>Patient\.id<`, `>LivingSubject.id<`)),
		define("existence-two-patients", "H01.patient", "La requête désigne deux patients.", "The query names two patients.", inside("PRPA_IN201307", `(<patientIdentifier>)(<value [^>]*/>)`, `${1}${2}${2}`)),
		define("existence-null", "H01.patient", "La requête ne désigne personne.", "The query names nobody.", inside("PRPA_IN201307", `(<patientIdentifier><value )[^>]*/>`, `${1}nullFlavor="UNK"/>`)),
		define("existence-mood", "H01.structure", "L'acte de la requête est un vœu.", "The act of the query is a wish.", inside("PRPA_IN201307", `(<controlActProcess [^>]*moodCode=")[A-Z]+`, `${1}INT`)),
		define("existence-query-id", "H01.query-id", "queryId n'a pas de racine.", "queryId has no root.", inside("PRPA_IN201307", `<queryId root="[^"]*"`, `<queryId`)),
		define("existence-reason-system", "H01.reason", "Le motif est d'une autre nomenclature.", "The reason is of another code system.", inside("PRPA_IN201307", `codeSystem="1\.2\.250\.1\.213\.1\.1\.4\.11"`, `codeSystem="1.2.250.1.213.1.1.4.10"`)),
		define("existence-sender", "H01.sender", "L'émetteur n'a pas d'identifiant.", "The sender has no identifier.", inside("PRPA_IN201307", `(<sender typeCode="SND"><device [^>]*>)<id [^>]*/>`, `${1}`)),
		define("existence-of-another", "A01.existence", "Le test est celui d'un autre patient, dans le message et dans le VIHF.", "The test is that of another patient, in the message and in the VIHF.",
			func(h *hooks) {
				h.asked = func(_ *LPS, a *etalon.Action) { a.Patient.INS = "283059999900726" }
			}),
		define("existence-instead-of-search", "A01.search", "Le test d'existence remplace la recherche par les traits.", "The existence test takes the place of the search by traits.",
			func(h *hooks) {
				h.asked = func(_ *LPS, a *etalon.Action) {
					if a.Name == etalon.ActFindPatient {
						a.Name = etalon.ActExistenceTest
					}
				}
			}, etalon.ActFindPatient),
	}
}

func registeredMutants() []Mutant {
	message := func(f func(*hl7.Registration)) func(*hooks) {
		return func(h *hooks) { h.register = func(_ *call, r *hl7.Registration) { f(r) } }
	}
	update, create, closing, again := etalon.ActUpdateData, etalon.ActCreateRecord, etalon.ActCloseRecord, etalon.ActReactivateRecord
	swap := func(r *hl7.Registration, a, b string) {
		for i := range r.Flags {
			switch r.Flags[i].Code {
			case a:
				r.Flags[i].Code = b
			case b:
				r.Flags[i].Code = a
			}
		}
	}
	return []Mutant{
		define("created-oppositions-swapped", "A08.choices", "À la création, les deux oppositions sont échangées.", "At the creation, the two oppositions are swapped.",
			message(func(r *hl7.Registration) { swap(r, "OPPOSITION_BRIS_DE_GLACE", "OPPOSITION_ACCES_URGENCE") }), create),
		define("created-other-consent", "H06.consent", "La création porte le consentement à la réactivation.", "The creation bears the consent to the reactivation.",
			message(func(r *hl7.Registration) { swap(r, "CONSENTEMENT_OUVERTURE_DMP", "CONSENTEMENT_REACTIVATION_DMP") }), create),
		define("reactivated-other-consent", "H06.consent", "La réactivation porte le consentement à l'ouverture.", "The reactivation bears the consent to the opening.",
			message(func(r *hl7.Registration) { swap(r, "CONSENTEMENT_REACTIVATION_DMP", "CONSENTEMENT_OUVERTURE_DMP") }), again),
		define("created-flag-system", "H06.flag", "Les consentements sont d'une autre nomenclature.", "The consents are of another code system.",
			inside("PRPA_IN201311", `codeSystem="1\.2\.250\.1\.213\.4\.1\.2\.3"`, `codeSystem="1.2.250.1.213.4.1.2.9"`), create),
		define("created-flag-twice", "H06.flag", "Une opposition est dite deux fois.", "An opposition is told twice.",
			message(func(r *hl7.Registration) { r.Flags = append(r.Flags, r.Flags[len(r.Flags)-1]) }), create),
		define("created-as-change", "H06.reason", "La création est envoyée comme un changement.", "The creation is sent as a change.", message(func(r *hl7.Registration) { r.Reason = "MODIF_DATA" }), create),
		define("created-terminated", "H06.status", "Le DMP est créé fermé.", "The record is created closed.", message(func(r *hl7.Registration) { r.Patient = "terminated" }), create),
		define("reactivated-terminated", "H06.status", "Le DMP est réactivé fermé.", "The record is reactivated closed.", message(func(r *hl7.Registration) { r.Patient = "terminated" }), again),
		define("created-other-gender", "A01.person", "Le sexe du patient est l'autre.", "The gender of the patient is the other one.",
			message(func(r *hl7.Registration) { r.Gender = map[string]string{"F": "M", "M": "F"}[r.Gender] }), create),
		define("created-other-birth", "A01.person", "La date de naissance est celle de la veille.", "The date of birth is that of the day before.",
			message(func(r *hl7.Registration) { r.BirthTime = r.BirthTime[:6] + "01" }), create),
		define("created-names-swapped", "A01.person", "Nom et prénom sont échangés.", "Family and given name are swapped.",
			message(func(r *hl7.Registration) { r.Birth, r.Given = r.Given, r.Birth }), create),
		define("created-author-is-patient", "H06.same-author", "L'auteur de la création est le patient.", "The author of the creation is the patient.",
			message(func(r *hl7.Registration) { r.AuthorID = r.PatientID.Extension }), create),
		define("created-author-system", "H06.author", "L'auteur est d'une autre autorité.", "The author is of another authority.", message(func(r *hl7.Registration) { r.AuthorRoot = "1.2.250.1.71.4.2.3" }), create),
		define("created-no-structure", "H06.structure", "La structure de l'auteur manque.", "The structure of the author is missing.",
			inside("PRPA_IN201311", `<representedOrganization.*?</representedOrganization>`, ``), create),
		define("created-two-people", "H06.subject", "La création porte deux sujets.", "The creation has two subjects.", inside("PRPA_IN201311", `(<subject typeCode="SUBJ">.*?</registrationRequest></subject>)`, `${1}${1}`), create),
		define("created-no-gender", "H06.gender", "Le sexe manque.", "The gender is missing.", inside("PRPA_IN201311", `<administrativeGenderCode [^>]*/>`, ``), create),
		define("created-two-births", "H06.birth", "Deux dates de naissance sont dites.", "Two dates of birth are told.", inside("PRPA_IN201311", `(<birthTime [^>]*/>)`, `${1}${1}`), create),
		define("created-two-addresses", "H06.address", "Deux adresses sont dites.", "Two addresses are told.", inside("PRPA_IN201311", `(<addr>.*?</addr>)`, `${1}${1}`), create),
		define("created-mobile-as-work", "H06.telecom", "Le mobile est dit professionnel.", "The mobile is told as that of work.", inside("PRPA_IN201311", `use="MC"`, `use="WP"`), create),
		define("created-mail-lost", "A08.telecom", "L'adresse électronique saisie n'est pas envoyée.", "The mail address entered is not sent.", message(func(r *hl7.Registration) { r.Mail = "" }), create),
		define("created-card-twice", "H06.contact", "La carte Vitale est codée deux fois.", "The Vitale card is coded twice.", inside("PRPA_IN201311", `(<contactParty classCode="CON">)(<code [^>]*/>)`, `${1}${2}${2}`), create),
		define("created-holder-nameless", "H06.contact", "Le porteur de la carte n'a pas de nom.", "The holder of the card has no name.", inside("PRPA_IN201311", `(<contactPerson [^>]*><name>)<family [^>]*>[^<]*</family>`, `${1}`), create),
		define("created-parent-nameless", "H06.relative", "Le représentant n'a pas de nom.", "The representative has no name.", inside("PRPA_IN201311", `(<relationshipHolder1 [^>]*><name>)<family [^>]*>[^<]*</family>`, `${1}`), create),
		define("created-parent-system", "H06.relative", "Le lien du représentant est d'une autre nomenclature.", "The relationship of the representative is of another code system.",
			inside("PRPA_IN201311", `2\.16\.840\.1\.113883\.1\.11\.19579`, `2.16.840.1.113883.5.111`), create),
		define("created-parent-reversed", "A08.representative", "Le représentant porte le nom de l'enfant.", "The representative bears the name of the child.",
			message(func(r *hl7.Registration) {
				if r.RelativeRole != "" {
					r.RelativeFamily, r.RelGiven = r.Birth, r.Given
				}
			}), create),
		when(define("created-sent-twice", "S02", "Après DMPFound, la création est renvoyée.", "After DMPFound, the creation is sent again.", func(h *hooks) { h.flow.retryBlindly = true }, create), etalon.BehaveRegistryError),
		define("update-opposes", "A08.unasked", "Un changement d'adresse oppose le patient au bris de glace.", "A change of address opposes the patient to emergency access.",
			message(func(r *hl7.Registration) {
				if r.Street != "" {
					r.Flags = append(r.Flags, hl7.Flag{Code: "OPPOSITION_BRIS_DE_GLACE", Value: true})
				}
			}), update),
		define("update-consents", "A08.unasked", "Un changement d'adresse porte un consentement que personne n'a donné.", "A change of address bears a consent that nobody gave.",
			message(func(r *hl7.Registration) {
				if r.Street != "" {
					r.Flags = append(r.Flags, hl7.Flag{Code: "CONSENTEMENT_REACTIVATION_DMP", Value: true})
				}
			}), update),
		define("update-as-closing", "H06.status", "Un changement porte le motif d'une fermeture.", "A change bears the reason of a closing.", message(func(r *hl7.Registration) { r.Reason = "FERM" }), update),
		define("update-keeps-address", "A08.address", "L'ancienne adresse est envoyée.", "The former address is sent.", message(func(r *hl7.Registration) { r.Street, r.PostalCode, r.City = "1 rue ancienne", "99999", "VILLE-FICTIVE" }), update),
		define("update-motive", "H06.motive", "Un changement porte un motif de fermeture.", "A change bears a motive of closing.",
			message(func(r *hl7.Registration) { r.Motive, r.MotiveText = "FERMETURE_DEMANDE_PATIENT", "Non" }), update),
		define("closing-motive-system", "H06.motive", "Le motif de fermeture est d'une autre nomenclature.", "The motive of closing is of another code system.",
			inside("PRPA_IN201314", `codeSystem="1\.2\.250\.1\.213\.4\.1\.2\.4"`, `codeSystem="1.2.250.1.213.4.1.2.5"`), closing),
		define("closing-as-change", "H06.status", "La fermeture est envoyée comme une réactivation.", "The closing is sent as a reactivation.", message(func(r *hl7.Registration) { r.Reason = "REAC" }), closing),
		define("closing-another", "H06.same-patient", "Le DMP fermé est celui d'un homonyme.", "The record closed is that of a homonym.", message(func(r *hl7.Registration) { r.PatientID.Extension = "283059999900825" }), closing),
		define("read-as-change", "A02", "La lecture des données est faite par un changement.", "The data are read by a change.",
			func(h *hooks) {
				h.asked = func(_ *LPS, a *etalon.Action) {
					if a.Name == etalon.ActReadData {
						a.Name = etalon.ActUpdateData
					}
				}
			}, etalon.ActReadData),
	}
}

func ownServiceMutants() []Mutant {
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
	declare, withdraw, list, authorised := etalon.ActDeclareAccess, etalon.ActWithdrawAccess, etalon.ActListRecords, etalon.ActListAuthorised
	return []Mutant{
		define("access-lower-case", "H02.action", "L'action est écrite en minuscules.", "The action is written in lower case.", field("action", "ajout"), declare),
		define("access-twice", "H02", "L'action est dite deux fois.", "The action is told twice.", request(func(q *ownRequest) {
			if q.Operation == "setAuthorization" {
				q.Fields = append(q.Fields, q.Fields[0])
			}
		}), declare),
		define("access-patient-named", "H02.fields", "La déclaration nomme le patient.", "The declaration names the patient.", request(func(q *ownRequest) {
			q.Fields = append(q.Fields, [2]string{"patient", "280029999900134"})
		}), declare),
		define("access-role-first", "H02.fields", "Le rôle précède l'action.", "The role comes before the action.", request(func(q *ownRequest) {
			q.Fields = [][2]string{{"role", "MEDECIN_TRAITANT"}, q.Fields[0]}
		}), declare),
		define("access-role-unknown", "H02.role", "Le rôle est celui d'un infirmier.", "The role is that of a nurse.", request(func(q *ownRequest) {
			q.Fields = append(q.Fields[:1:1], [2]string{"role", "INFIRMIER"})
		}), declare),
		define("access-for-another", "A01.vihf", "L'accès est déclaré sur le DMP d'un autre patient.", "Access is declared on the record of another patient.",
			func(h *hooks) {
				h.vihf = func(c *call, a *vihf.Assertion) {
					if c.transaction == etalon.TD03 {
						a.Set("urn:oasis:names:tc:xacml:2.0:resource:resource-id", "283059999900726^^^&1.2.250.1.213.1.4.10&ISO^NH")
					}
				}
			}, declare),
		define("access-as-list", "H02.operation", "La déclaration est dans l'espace de noms des patients.", "The declaration is in the namespace of patients.", request(func(q *ownRequest) { q.Service = specific }), declare),
		define("withdrawn-forgotten", "A06.withdrawn", "Le retrait demandé n'est pas envoyé.", "The withdrawal asked for is not sent.",
			func(h *hooks) {
				h.asked = func(_ *LPS, a *etalon.Action) {
					if a.Name == etalon.ActWithdrawAccess {
						a.Name = etalon.ActExistenceTest
					}
				}
			}, withdraw),
		define("records-since-never", "A08.records", "La date depuis laquelle la liste est voulue n'est pas envoyée.", "The date since which the list is wanted is not sent.", request(func(q *ownRequest) { q.Fields = nil }), list),
		define("records-no-calendar", "H04.date", "La date de la liste est le 30 février.", "The date of the list is 30 February.", field("startDate", "20200230000000"), list),
		define("records-twice", "H04.fields", "La date est dite deux fois.", "The date is told twice.", request(func(q *ownRequest) {
			if len(q.Fields) > 0 {
				q.Fields = slices.Insert(q.Fields, 1, q.Fields[0])
			}
		}), list),
		define("authorised-lower-case", "H07.mode", "Le mode est en minuscules.", "The mode is in lower case.", request(func(q *ownRequest) {
			for i := range q.Fields {
				q.Fields[i][1] = strings.ToLower(q.Fields[i][1])
			}
		}), authorised),
		define("authorised-wrong-service", "H07.operation", "La liste est demandée dans l'espace de noms des patients.", "The list is asked for in the namespace of patients.", request(func(q *ownRequest) { q.Service = specific }), authorised),
		define("account-other-type", "A08.account", "Le compte est créé par courriel au lieu de SMS.", "The account is created by mail instead of text message.", field("type", "EMAIL"), etalon.ActCreateAccount),
		define("account-type-unknown", "H05.channel", "Le type de canal n'est pas de la liste.", "The type of channel is not on the list.", field("type", "TELEPHONE"), etalon.ActCreateAccount),
		define("channel-other-action", "A08.account", "Le canal est supprimé au lieu d'être modifié.", "The channel is removed instead of being changed.", field("action", "SUPPRESSION"), etalon.ActUpdateChannel),
		define("channel-order", "H05.otp-fields", "L'action précède le canal.", "The action comes before the channel.", request(func(q *ownRequest) { slices.Reverse(q.Fields) }), etalon.ActUpdateChannel),
		define("renewal-as-creation", "A02", "Le renouvellement recrée le compte.", "The renewal creates the account again.",
			func(h *hooks) {
				h.asked = func(_ *LPS, a *etalon.Action) {
					if a.Name == etalon.ActRenewAccount {
						a.Name, a.Params = etalon.ActCreateAccount, map[string]string{"type": "SMS", "channel": "0699000001"}
					}
				}
			}, etalon.ActRenewAccount),
		define("renewal-with-channel", "H05.renew-fields", "Le renouvellement dit un canal.", "The renewal tells a channel.", request(func(q *ownRequest) { q.Fields = append(q.Fields, [2]string{"canal", "0699000001"}) }), etalon.ActRenewAccount),
	}
}
