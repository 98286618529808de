package lps

import (
	"regexp"

	"github.com/etalon-dmp/etalon"
)

// edited replaces what a pattern finds first in each document, before it is signed.
func edited(pattern, with string) func(*hooks) {
	found := regexp.MustCompile(`(?s)` + pattern)
	return func(h *hooks) {
		h.content = func(b []byte) []byte {
			at := found.FindIndex(b)
			if at == nil {
				return b
			}
			return append(append(append([]byte{}, b[:at[0]]...), with...), b[at[1]:]...)
		}
	}
}

// Defects of the header of the CDA: checks SM01 to SM08.
func headerMutants() []Mutant {
	header := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		return define(name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
	}
	return []Mutant{
		header("header-realm", "SM01", "Le CDA se dit d'un autre pays.", "The CDA says that it is of another country.", `realmCode code="FR"`, `realmCode code="US"`),
		header("header-type-id", "SM01", "Le typeId du CDA désigne un autre modèle.", "The CDA's typeId names another model.", `POCD_HD000040`, `POCD_HD000030`),
		header("header-template", "SM01", "Le CDA ne se réclame pas du CI-SIS.", "The CDA does not claim to follow the CI-SIS.", `<templateId root="1.2.250.1.213.1.1.1.1"/>`, ``),
		header("header-set-id", "SM01", "Le CDA n'a pas de setId.", "The CDA has no setId.", `<setId [^>]*/>`, ``),
		header("header-version", "SM01", "Le CDA n'a pas de numéro de version.", "The CDA has no version number.", `<versionNumber [^>]*/>`, ``),
		header("header-time", "SM01", "La date du CDA n'a pas de décalage horaire.", "The date of the CDA has no UTC offset.", `(effectiveTime value="[0-9]*)[+-][0-9]{4}"`, `effectiveTime value="20261122103000"`),
		header("header-custodian", "SM01", "Personne n'est chargé de conserver le document.", "Nobody is in charge of keeping the document.", `<custodian>.*</custodian>`, ``),
		header("header-legal", "SM01", "Le CDA n'a pas de responsable.", "The CDA has no legal authenticator.", `<legalAuthenticator>.*</legalAuthenticator>`, ``),
		header("header-performer", "SM01", "L'acte documenté n'a pas d'exécutant.", "The act documented has no performer.", `<performer .*</performer>`, ``),
		header("header-gender", "SM02", "Le sexe du patient manque.", "The sex of the patient is missing.", `<administrativeGenderCode [^>]*/>`, ``),
		header("header-birth", "SM02", "La date de naissance du patient manque.", "The birth date of the patient is missing.", `<birthTime [^>]*/>`, ``),
		header("header-family", "SM02", "Le nom du patient ne dit pas s'il est de naissance.", "The patient's name does not say whether it is the birth name.", `<family qualifier="BR">`, `<family>`),
		header("header-author-id", "SM03", "L'auteur du CDA n'a pas d'identifiant.", "The author of the CDA has no identifier.", `(<assignedAuthor>)<id [^>]*/>`, `<assignedAuthor><id nullFlavor="UNK"/>`),
		header("header-setting", "SM06", "Le cadre d'exercice de l'exécutant manque.", "The practice setting of the performer is missing.", `<standardIndustryClassCode [^>]*/>`, ``),
		header("header-facility", "SM07", "Le lieu de la prise en charge n'a pas de code.", "The place of the encounter has no code.", `(<healthCareFacility>)<code [^>]*/>`, `<healthCareFacility>`),
		header("header-telecom", "SM08", "Un téléphone n'est pas une adresse tel:.", "A telephone number is not a tel: address.", `<telecom nullFlavor="NASK"/>`, `<telecom value="01 00 00 00 00"/>`),
	}
}

// Defects of the body of a level 1 document: checks BD01 to BD03.
func bodyMutants() []Mutant {
	pdf := func(f func([]byte) []byte) func(*hooks) { return func(h *hooks) { h.body = f } }
	object := func(text string) func(*hooks) {
		return pdf(func(b []byte) []byte { return alter(b, "xref\n", "9 0 obj\n"+text+"\nendobj\nxref\n") })
	}
	return []Mutant{
		define("body-text", "BD01", "Le corps annoncé PDF est du texte.", "The body said to be a PDF is text.",
			pdf(func([]byte) []byte { return []byte("Compte rendu fictif.\n") }), etalon.ActFeed),
		define("body-empty", "BD01", "Le corps du document est vide.", "The body of the document is empty.",
			pdf(func([]byte) []byte { return nil }), etalon.ActFeed),
		define("body-garbage", "BD01", "Le corps n'est pas du base64.", "The body is not base64.",
			edited(`representation="B64">`, `representation="B64">!!`), etalon.ActFeed),
		define("pdf-truncated", "BD02", "Le PDF est tronqué.", "The PDF is truncated.",
			pdf(func(b []byte) []byte { return b[:len(b)-40] }), etalon.ActFeed),
		define("pdf-script", "BD02", "Le PDF contient du JavaScript.", "The PDF contains JavaScript.",
			object("<< /S /J#61vaScript /JS (app.alert\\(1\\)) >>"), etalon.ActFeed),
		define("pdf-launch", "BD02", "Le PDF lance un programme.", "The PDF launches a program.",
			object("<< /S /Launch /F (calc.exe) >>"), etalon.ActFeed),
		define("pdf-attachment", "BD02", "Le PDF porte une pièce jointe.", "The PDF bears an attachment.",
			object("<< /Type /Filespec /F (a.txt) /EF << /F 8 0 R >> >>"), etalon.ActFeed),
		define("pdf-encrypted", "BD02", "Le PDF est chiffré.", "The PDF is encrypted.",
			pdf(func(b []byte) []byte { return alter(b, "trailer\n<<", "trailer\n<< /Encrypt 9 0 R") }), etalon.ActFeed),
		define("style-sheet", "BD03", "Le CDA désigne une feuille de style séparée.", "The CDA points at a separate style sheet.",
			edited(`<ClinicalDocument`, `<?xml-stylesheet type="text/xsl" href="https://exemple.invalid/cda.xsl"?><ClinicalDocument`), etalon.ActFeed),
	}
}
