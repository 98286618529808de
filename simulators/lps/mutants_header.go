package lps

import "github.com/etalon-dmp/etalon"

// What a document may bear beside what the reference product writes, sound but
// for the defect that a mutant puts into it.
const (
	anybody  = `<assignedEntity><id root="1.2.250.1.71.4.2.1" extension="899900000025"/></assignedEntity>`
	relative = `<relatedPerson><name><family>PROCHE</family></name></relatedPerson>`
	instant  = `<time value="20260701120000+0200"/>`
)

// Defects of what is optional in the header of the CDA: checks SM01 to SM09.
func optionalMutants() []Mutant {
	change := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		return define(name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
	}
	before := func(name string, kills etalon.RuleID, fr, en, element, more string) Mutant {
		return change(name, kills, fr, en, `<`+element+`>`, more+`<`+element+`>`)
	}
	within := func(name string, kills etalon.RuleID, fr, en, element, more string) Mutant {
		return change(name, kills, fr, en, `<`+element+`>`, `<`+element+`>`+more)
	}
	return []Mutant{
		change("header-class", "SM01.class", "La racine du CDA porte une autre classe.", "The root of the CDA bears another class.", `<ClinicalDocument `, `<ClinicalDocument classCode="DOC" `),
		change("header-two-patients", "SM01.single", "Le CDA a deux patients.", "The CDA has two patients.", `</patientRole>`, `</patientRole><patientRole><id root="2.25.7" extension="B"/></patientRole>`),
		within("header-civilities", "SM02.affix", "Le patient a deux civilités.", "The patient has two prefixes.", "patient><name", "<prefix>M</prefix><prefix>MME</prefix>"),
		within("header-birthplaces", "SM02.birthplace", "Le lieu de naissance a deux adresses.", "The birth place has two addresses.", "birthplace><place", "<addr><county>75056</county></addr>"),
		before("header-guardian", "SM02.guardian", "Le représentant du patient n'est personne.", "The patient's guardian is nobody.", "birthplace", "<guardian/>"),
		before("header-guardian-name", "SM02.guardian-name", "Le représentant du patient n'a pas de nom de famille.", "The patient's guardian has no family name.", "birthplace",
			`<guardian><guardianPerson><name><given>Alix</given></name></guardianPerson></guardian>`),
		change("header-profession", "SM03.profession-set", "La profession de l'auteur n'est pas de la liste.", "The profession of the author is not of the list.", `code="G15_10/SM26"`, `code="G15_10/SM99"`),
		before("header-enterer", "SM04.enterer", "L'opérateur de saisie n'est pas identifié.", "The data enterer is not identified.", "custodian", `<dataEnterer>`+instant+`<assignedEntity/></dataEnterer>`),
		before("header-informant", "SM04.informant-ids", "L'informateur professionnel n'est pas identifié.", "The professional informant is not identified.", "custodian",
			`<informant><assignedEntity><assignedPerson><name><family>NOM</family></name></assignedPerson></assignedEntity></informant>`),
		before("header-relation", "SM04.relation-set", "Le lien de l'informateur n'est pas de la liste.", "The relation of the informant is not of the list.", "custodian",
			`<informant><relatedEntity classCode="CON"><code code="AMI" codeSystem="2.16.840.1.113883.5.111" displayName="Ami"/>`+relative+`</relatedEntity></informant>`),
		change("header-custodian-dmp", "SM04.custodian-dmp", "Le DMP conserve, sous un autre nom.", "The DMP keeps it, under another name.", `<representedCustodianOrganization><id root="1.2.250.1.71.4.2.2"`, `<representedCustodianOrganization><id root="1.2.250.1.213.4.1"`),
		before("header-recipient", "SM04.recipient-one", "L'identifiant du destinataire n'a pas de valeur.", "The identifier of the recipient has no value.", "legalAuthenticator",
			`<informationRecipient><intendedRecipient><id root="1.2.250.1.215.300.5"/></intendedRecipient></informationRecipient>`),
		before("header-authenticator", "SM05.authenticator-code", "L'attestateur ne signe pas (S).", "The authenticator does not sign (S).", "documentationOf",
			`<authenticator>`+instant+`<signatureCode code="X"/>`+anybody+`</authenticator>`),
		before("header-participant-time", "SM05.participant-time", "Les dates du participant sont vides.", "The dates of the participant are empty.", "documentationOf",
			`<participant typeCode="INF"><time><low/></time><associatedEntity classCode="PROV"/></participant>`),
		before("header-participant-id", "SM05.participant-ids", "L'identifiant du participant n'a pas de valeur.", "The identifier of the participant has no value.", "documentationOf",
			`<participant typeCode="INF">`+instant+`<associatedEntity classCode="PROV"><id root="1.2.250.1.71.4.2.1"/></associatedEntity></participant>`),
		before("header-function", "SM05.function-set", "Le rôle fonctionnel du participant n'est pas de la liste.", "The function of the participant is not of the list.", "documentationOf",
			`<participant typeCode="INF"><functionCode code="MT" codeSystem="2.16.840.1.113883.5.88" displayName="Médecin"/>`+instant+`<associatedEntity classCode="PROV"/></participant>`),
		before("header-orders", "SM06.order-one", "Une prescription a deux identifiants.", "An order has two identifiers.", "documentationOf",
			`<inFulfillmentOf><order><id root="2.25.8" extension="1"/><id root="2.25.8" extension="2"/></order></inFulfillmentOf>`),
		change("header-second-act", "SM06.other-start", "Un acte secondaire n'a pas de début.", "A secondary act has no start.", `</documentationOf>`,
			`</documentationOf><documentationOf><serviceEvent><effectiveTime><high value="20260701120000+0200"/></effectiveTime></serviceEvent></documentationOf>`),
		before("header-consent", "SM06.consent-codes", "Le consentement porte un autre code.", "The consent bears another code.", "componentOf",
			`<authorization><consent classCode="ACT"><code code="C" codeSystem="2.25.9" displayName="C"/><statusCode code="completed"/></consent></authorization>`),
		change("header-discharge", "SM07.discharge", "Le type de sortie est d'une autre nomenclature.", "The discharge disposition is of another code system.", `<location><healthCareFacility>`,
			`<dischargeDispositionCode code="8" codeSystem="2.25.9" displayName="Sortie"/><location><healthCareFacility>`),
		change("header-attendance", "SM07.participant-type", "La participation à la prise en charge n'est pas de la liste.", "The participation in the encounter is not of the list.", `<location><healthCareFacility>`,
			`<encounterParticipant typeCode="SPRF">`+anybody+`</encounterParticipant><location><healthCareFacility>`),
		change("header-place", "SM07.place", "Le lieu de la prise en charge a deux adresses.", "The place of the encounter has two addresses.", `</healthCareFacility>`,
			`<location><addr><city>A</city></addr><addr><city>B</city></addr></location></healthCareFacility>`),
		within("header-id-twice", "SM08.id-twice", "Un identifiant est donné deux fois.", "An identifier is given twice.", "encompassingEncounter", `<id root="2.25.8" extension="1"/><id root="2.25.8" extension="1"/>`),
		within("header-long-oid", "SM08.oid-length", "Un OID passe 64 caractères.", "An OID passes 64 characters.", "encompassingEncounter", `<id root="1.2.250.1.999.11111111111111111111.22222222222222222222.33333333333"/>`),
		change("header-telecom-use", "SM08.telecom-use", "L'usage d'une télécommunication n'existe pas.", "The use of a telecommunication does not exist.", `<telecom nullFlavor="NASK"/>`, `<telecom use="TEL" value="tel:+33100000000"/>`),
		change("header-telecom-accent", "SM08.telecom-chars", "Une adresse électronique porte un accent.", "An e-mail address bears an accent.", `<telecom nullFlavor="NASK"/>`, `<telecom value="mailto:rené@exemple.invalid"/>`),
		change("header-address-part", "SM08.addr-part", "Une partie d'adresse est vide.", "A part of an address is empty.", `<addr nullFlavor="NASK"/>`, `<addr><city/></addr>`),
		change("header-address-text", "SM08.addr-mixed", "Une adresse mêle texte et éléments.", "An address mixes text and elements.", `<addr nullFlavor="NASK"/>`, `<addr>12 rue<city>VILLE</city></addr>`),
		change("header-civility", "SM08.civility", "La civilité de l'auteur est un titre.", "The prefix of the author is a title.", `<assignedPerson><name>`, `<assignedPerson><name><prefix>Docteur</prefix>`),
		change("header-name-text", "SM08.name-mixed", "Un nom mêle texte et éléments.", "A name mixes text and elements.", `<assignedPerson><name>`, `<assignedPerson><name>Dr `),
		change("header-interval", "SM08.interval", "Une date est aussi un intervalle.", "A date is an interval too.", `<encompassingEncounter><effectiveTime>`, `<encompassingEncounter><effectiveTime value="20260701">`),
		change("header-null-place", "SM09.never", "Le lieu de la prise en charge se dit inconnu.", "The place of the encounter says that it is unknown.", `<location>`, `<location nullFlavor="UNK">`),
	}
}
