package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// Defects of the messages that create, change and close a record: checks H06, A01
// and A08.
func registrationMutants() []Mutant {
	message := func(f func(*hl7.Registration)) func(*hooks) {
		return func(h *hooks) { h.register = func(_ *call, r *hl7.Registration) { f(r) } }
	}
	update, create, closing := etalon.ActUpdateData, etalon.ActCreateRecord, etalon.ActCloseRecord
	return []Mutant{
		define("registration-event", "H06", "L'événement d'un changement est celui d'une création.", "The event of a change is that of a creation.",
			message(func(r *hl7.Registration) { r.Trigger = "PRPA_TE201311UV02" }), update),
		define("registration-reason", "H06", "Un changement porte le motif d'une création.", "A change bears the reason of a creation.",
			message(func(r *hl7.Registration) { r.Reason = "CREA_RD" }), update),
		define("registration-no-reason", "H06", "Un changement ne porte aucun motif.", "A change bears no reason.",
			message(func(r *hl7.Registration) { r.Reason = "" }), update),
		define("registration-mood", "H06", "La demande est en mode EVN, comme si elle était faite.", "The request is in mood EVN, as if it were done.",
			envelopeOf("201314", `<registrationRequest classCode="REG" moodCode="RQO">`, `<registrationRequest classCode="REG" moodCode="EVN">`), update),
		define("registration-old-ins", "H06", "Le patient est désigné par un identifiant qui n'est pas un INS.", "The patient is named by an identifier that is no INS.",
			message(func(r *hl7.Registration) { r.PatientID.Root = "1.2.250.1.213.1.4.2" }), update),
		define("registration-ins-short", "H06", "L'INS du message n'a pas sa clé.", "The INS of the message lacks its key.",
			message(func(r *hl7.Registration) { r.PatientID.Extension = r.PatientID.Extension[:13] }), update),
		define("registration-other-patient", "H06", "Le message change le DMP d'un autre patient que celui du VIHF.", "The message changes the record of another patient than that of the VIHF.",
			message(func(r *hl7.Registration) { r.PatientID.Extension = "283059999900726" }), update),
		define("registration-status", "H06", "Un changement dit le DMP fermé.", "A change says that the record is closed.",
			message(func(r *hl7.Registration) { r.Patient = "terminated" }), update),
		define("closing-active", "H06", "Une fermeture dit le DMP actif.", "A closing says that the record is active.",
			message(func(r *hl7.Registration) { r.Patient = "active" }), closing),
		define("closing-no-motive", "H06", "Une fermeture ne dit pas son motif.", "A closing does not say its motive.",
			message(func(r *hl7.Registration) { r.Motive = "" }), closing),
		define("closing-other-motive", "H06", "Le motif d'une fermeture n'est pas de la nomenclature.", "The motive of a closing is not of the code system.",
			message(func(r *hl7.Registration) { r.Motive = "FERMETURE" }), closing),
		define("closing-no-words", "A08", "Le motif saisi n'est pas envoyé.", "The motive entered is not sent.",
			message(func(r *hl7.Registration) { r.MotiveText = "Fermeture" }), closing),
		define("registration-no-given", "H06", "Le prénom du patient est vide.", "The patient's given name is empty.",
			message(func(r *hl7.Registration) { r.Given = "" }), update),
		define("registration-family-unsaid", "H06", "Le nom de famille ne dit pas s'il est de naissance ou d'usage.", "The family name does not say whether it is of birth or usual.",
			envelopeOf("201314", ` qualifier="BR"`, ``), update),
		define("registration-gender", "H06", "Le sexe est un chiffre, comme dans le NIR.", "The gender is a digit, as in the NIR.",
			message(func(r *hl7.Registration) { r.Gender = "1" }), update),
		define("registration-birth", "H06", "La date de naissance est écrite avec des tirets.", "The date of birth is written with hyphens.",
			message(func(r *hl7.Registration) { b := r.BirthTime; r.BirthTime = b[:4] + "-" + b[4:6] + "-" + b[6:] }), update),
		define("registration-birth-no-day", "H06", "La date de naissance est le 30 février.", "The date of birth is the 30th of February.",
			message(func(r *hl7.Registration) { r.BirthTime = r.BirthTime[:4] + "0230" }), update),
		define("registration-telephone", "H06", "Le téléphone n'est pas précédé de tel:.", "The telephone is not preceded by tel:.",
			envelopeOf("201314", `value="tel:`, `value="`), update),
		define("registration-representative", "H06", "Le lien du représentant légal est en français.", "The relationship of the legal representative is in French.",
			message(func(r *hl7.Registration) { r.RelativeRole = strings.Replace(r.RelativeRole, "MTH", "mère", 1) }), update),
		define("registration-order", "H01.order", "La période d'un lien précède sa nature.", "The period of a relationship comes before its kind.",
			envelopeOf("201314", `<personalRelationship classCode="PRS">`, `<personalRelationship classCode="PRS"><effectiveTime value="20260101"/>`), update),
		define("registration-device-twice", "H01.single", "Le destinataire a deux identifiants.", "The receiver has two identifiers.",
			envelopeOf("201314", `<id root="1.2.250.1.213.4.1.1.1"/>`, `<id root="1.2.250.1.213.4.1.1.1"/><id root="1.2.250.1.213.4.1.1.1"/>`), update),
		define("registration-card-unnamed", "H06.parts", "Le prénom du porteur de la carte Vitale est vide.", "The given name of the holder of the Vitale card is empty.",
			envelopeOf("201311", `</name></contactPerson>`, `<given></given></name></contactPerson>`), create),
		define("registration-null-flavor", "PW04", "Le sexe a une valeur et dit qu'il n'en a pas.", "The gender has a value and says that it has none.",
			envelopeOf("201314", `<administrativeGenderCode `, `<administrativeGenderCode nullFlavor="UNK" `), update),
		define("registration-no-author", "H06", "La demande n'a pas d'auteur.", "The request has no author.",
			message(func(r *hl7.Registration) { r.AuthorID = "" }), update),
		define("registration-other-author", "H06", "L'auteur n'est pas l'utilisateur du VIHF.", "The author is not the user of the VIHF.",
			message(func(r *hl7.Registration) { r.AuthorID = "899900000025" }), update),
		define("registration-author-unnamed", "H06", "L'auteur n'a pas de nom.", "The author has no name.",
			message(func(r *hl7.Registration) { r.AuthorFamily, r.AuthorGiven = "", "" }), update),
		define("registration-structure", "H06", "La structure de l'auteur n'est pas celle du VIHF.", "The structure of the author is not that of the VIHF.",
			message(func(r *hl7.Registration) { r.StructureID = "1750000001" }), update),
		define("opposition-text", "H06", "Une opposition n'est pas un booléen.", "An opposition is not a boolean.",
			envelopeOf("201314", `xsi:type="BL" value="true"`, `xsi:type="ST" value="true"`), update),
		define("opposition-swapped", "A08", "Le bris de glace et le centre 15 sont confondus.", "Emergency and regulation access are mixed up.",
			message(func(r *hl7.Registration) {
				for i := range r.Flags {
					r.Flags[i].Value = !r.Flags[i].Value
				}
			}), update),
		define("address-without-accents", "A08", "Les accents de l'adresse sont perdus.", "The accents of the address are lost.",
			message(func(r *hl7.Registration) { r.Street = strings.ReplaceAll(r.Street, "é", "e") }), update),
		define("telephone-kept", "A08", "Le numéro envoyé n'est pas celui qui est saisi.", "The number sent is not the one entered.",
			message(func(r *hl7.Registration) { r.Mobile = "0699000099" }), update),
		define("update-other-traits", "A01", "Le changement porte aussi un autre prénom.", "The change also bears another given name.",
			message(func(r *hl7.Registration) { r.Given = "Dominique" }), update),
		define("registration-device-class", "H01", "Le récepteur du message n'est pas un appareil.", "The receiver of the message is not a device.",
			envelopeOf("201314", `<device classCode="DEV"`, `<device classCode="ENT"`), update),
		define("registration-address-empty", "H06", "La ville est écrite, et vide.", "The town is written, and empty.",
			envelopeOf("201314", `</postalCode>`, `</postalCode><city></city>`), update),
		define("registration-other-usual", "A01", "Le nom d'usage est celui d'un autre patient.", "The usual name is that of another patient.",
			message(func(r *hl7.Registration) { r.Usual = "ETALON-AUTRE" }), update),
		define("registration-other-town", "A01", "La ville est celle d'un autre patient.", "The town is that of another patient.",
			message(func(r *hl7.Registration) { r.City = "AUTRE-BOURG-FICTIF" }), closing),
		define("created-without-consent", "H06", "Un DMP est créé sans consentement.", "A record is created without consent.",
			message(func(r *hl7.Registration) { unset(r, "CONSENTEMENT_OUVERTURE_DMP") }), create),
		define("created-without-birth-name", "A08.birth-name", "La création ne dit que le nom d'usage.", "The creation tells the usual name alone.",
			envelopeOf("201311", `<family qualifier="BR">`, `<family qualifier="SP">`), create),
		define("created-without-representative", "A08.representative", "La création du DMP d'une mineure omet sa représentante.", "The creation of a minor's record leaves out the representative.",
			message(func(r *hl7.Registration) { r.RelativeRole = "" }), create),
		define("created-other-relation", "A08.representative", "La représentante est envoyée comme une tante.", "The representative is sent as an aunt.",
			message(func(r *hl7.Registration) { r.RelativeRole = strings.Replace(r.RelativeRole, "MTH", "AUNT", 1) }), create),
		define("changed-other-representative", "A08.other-representative", "Le changement d'adresse nomme la représentante d'un autre.", "The change of address names somebody else's representative.",
			message(func(r *hl7.Registration) { r.RelativeFamily = "ETALON-AUTRE" }), update),
		define("changed-made-up-representative", "A08.other-representative", "Un adulte reçoit un représentant légal.", "An adult is given a legal representative.",
			message(func(r *hl7.Registration) { r.RelativeRole, r.RelativeFamily, r.RelGiven = "FTH", "ETALON-PERE", "Jean" }), update),
		warned(define("created-existing", "S03.exists", "La création est envoyée, quand TD0.2 vient de dire que le DMP existe.", "The creation is sent although TD0.2 has just said that the record exists.",
			func(h *hooks) { h.flow.useAnyRecord = true }, create)),
		warned(define("reactivated-open", "S03.exists", "La réactivation est envoyée, quand TD0.2 vient de dire que le DMP est ouvert.", "The reactivation is sent although TD0.2 has just said that the record is open.",
			func(h *hooks) { h.flow.useAnyRecord = true }, etalon.ActReactivateRecord)),
		define("created-one-opposition", "H06", "La création ne dit qu'une des deux oppositions.", "The creation says only one of the two oppositions.",
			message(func(r *hl7.Registration) { r.Flags = r.Flags[:len(r.Flags)-1] }), create),
		define("created-card-changed", "H06", "Les traits de la carte Vitale sont modifiés.", "The traits of the Vitale card are changed.",
			message(func(r *hl7.Registration) { r.CardFamily = "ETALON" }), create),
		define("created-card-uncoded", "H06", "Le contact n'est pas codé comme carte Vitale.", "The contact party is not coded as a Vitale card.",
			envelopeOf("201311", `CARTE_SESAM_VITALE`, `VITALE`), create),
		define("reactivated-without-consent", "H06", "Un DMP est réactivé sans consentement.", "A record is reactivated without consent.",
			message(func(r *hl7.Registration) { unset(r, "CONSENTEMENT_REACTIVATION_DMP") }), etalon.ActReactivateRecord),
	}
}

// unset makes a flag false.
func unset(r *hl7.Registration, code string) {
	for i := range r.Flags {
		if r.Flags[i].Code == code {
			r.Flags[i].Value = false
		}
	}
}
