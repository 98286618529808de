package lps

import "github.com/etalon-dmp/etalon"

// Defects of a note of one vaccine given: checks PC04 and PC05, and SM15 for its actors.
func vaccinationMutants() []Mutant {
	note := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		change := patched(pattern, with)
		return define("vaccine-"+name, kills, fr, en, func(h *hooks) { h.content = change }, etalon.ActFeed)
	}
	lost := note("lost-reference", "PC03.resolves", "La vaccination renvoie à un texte absent.", "The immunization points at a text that is not there.", `(<text><reference value=")#vaccin1`, `<text><reference value="#vaccin9`)
	lost.Warns = true
	return []Mutant{
		lost,
		note("two-sections", "PC04.section", "La note a deux sections de vaccinations.", "The note has two immunization sections.", `(<structuredBody>)`,
			`<structuredBody><component><section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.23"/><code code="11369-6" codeSystem="2.16.840.1.113883.6.1"/><title>V</title><text>V</text></section></component>`),
		note("no-extension", "PC04.note", "La note ne donne pas la version de son modèle.", "The note does not give the version of its template.", `(1\.2\.250\.1\.213\.1\.1\.1\.46") extension="2023.01"`, `1.2.250.1.213.1.1.1.46"`),
		note("no-model", "PC04.models", "La note ne se réclame pas du modèle d'IHE.", "The note does not claim the template of IHE.", `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2"/>`, ``),
		note("mood", "PC05.act", "La vaccination est une demande.", "The immunization is a request.", `classCode="SBADM" moodCode="EVN"`, `classCode="SBADM" moodCode="RQO"`),
		note("no-negation", "PC05.act", "La vaccination ne dit pas si elle a été faite.", "The immunization does not say whether it was given.", ` negationInd="false"`, ``),
		note("active", "PC05.state", "La vaccination est en cours.", "The immunization is under way.", `(<statusCode code=")completed("/><effectiveTime)`, `<statusCode code="active"/><effectiveTime`),
		note("no-code", "PC05.state", "La vaccination n'a pas de code.", "The immunization has no code.", `<code code="INITIMMUNIZ"[^>]*/>`, ``),
		note("month", "PC05.time", "La vaccination n'a que le mois.", "The immunization has the month alone.", `completed"/><effectiveTime value="([0-9]{8})"`, `completed"/><effectiveTime value="202607"`),
		note("no-day", "PC05.day", "La vaccination a eu lieu un 30 février.", "The immunization took place on 30 February.", `completed"/><effectiveTime value="([0-9]{8})"`, `completed"/><effectiveTime value="20260230"`),
		note("not-given", "PC05.given", "La note dit que le vaccin n'a pas été donné.", "The note says that the vaccine was not given.", ` negationInd="false"`, ` negationInd="true"`),
		note("no-product", "PC05.product", "Le vaccin ne se réclame pas de son modèle.", "The vaccine does not claim its template.", `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.7.2"/>`, ``),
		note("no-lot", "PC05.vaccine", "Le lot du vaccin manque.", "The lot of the vaccine is missing.", `<lotNumberText>[^<]*</lotNumberText>`, ``),
		note("no-atc", "PC05.vaccine", "Le vaccin n'a pas sa classe ATC.", "The vaccine lacks its ATC class.", `<translation code="J07BB02"[^>]*/>`, ``),
		note("other-system", "PC05.vaccine", "Le code du vaccin est d'une autre nomenclature.", "The code of the vaccine is of another code system.", `codeSystem="1.2.250.1.213.2.3.1"`, `codeSystem="1.2.250.1.213.2.3.2"`),
		note("cis-form", "PC05.codes", "Le code CIS n'a pas huit chiffres.", "The CIS code does not have eight digits.", `code="60000001"`, `code="6000001"`),
		note("atc-form", "PC05.codes", "La classe ATC n'en a pas la forme.", "The ATC class lacks its form.", `code="J07BB02"`, `code="J7B"`),
		note("no-name", "PC05.name", "Le vaccin n'a pas de nom.", "The vaccine has no name.", `<name>Vaccin de l'étalon</name>`, ``),
		note("no-text", "PC05.text", "La vaccination ne renvoie pas à son texte.", "The immunization does not point at its text.", `<text><reference value="#vaccin1"/></text><statusCode code="completed"/><effectiveTime`, `<statusCode code="completed"/><effectiveTime`),
		note("two-ids", "PC05.one-id", "La vaccination a deux identifiants.", "The immunization has two identifiers.", `<code code="INITIMMUNIZ"`, `<id root="2.25.77"/><code code="INITIMMUNIZ"`),
		note("author", "PC05.people", "L'auteur de la vaccination n'a pas d'identifiant.", "The author of the immunization has no identifier.", `(contextControlCode="OP"><time value="[^"]*"/><assignedAuthor>)<id [^>]*/>`, `contextControlCode="OP"><time value="20260701120000+0200"/><assignedAuthor>`),
		note("context", "PC05.context", "L'auteur de la vaccination n'a pas contextControlCode.", "The author of the immunization has no contextControlCode.", ` contextControlCode="OP"`, ``),
		note("no-label", "PC05.labels", "Le code de la vaccination n'a pas de libellé.", "The code of the immunization has no label.", ` displayName="Primo-vaccination"`, ``),
		note("rank", "PC05.rank", "Le rang de la vaccination n'est pas un nombre.", "The rank of the immunization is no number.", `xsi:type="INT" value="1"`, `xsi:type="ST" value="1"`),
		note("rank-code", "PC05.rank", "Le rang de la vaccination a un autre code.", "The rank of the immunization has another code.", `code="30973-2"`, `code="30980-7"`),
		note("rank-link", "PC05.links", "Le rang est une partie de la vaccination.", "The rank is a part of the immunization.", `<entryRelationship typeCode="SUBJ"><observation`, `<entryRelationship typeCode="COMP"><observation`),
		note("kind", "PC10.list", "La vaccination n'est d'aucun type connu.", "The immunization is of no known kind.", `code="INITIMMUNIZ"`, `code="INITIMMUN"`),
		note("unlabelled", "PC10.label", "Le type de la vaccination n'a pas de libellé.", "The kind of the immunization has no label.", `(code="INITIMMUNIZ" codeSystem="[^"]*") displayName="[^"]*"`, `code="INITIMMUNIZ" codeSystem="2.16.840.1.113883.5.4"`),
		note("author-profession", "SM15.author-set", "La profession de l'auteur n'existe pas.", "The profession of the author does not exist.", actor(`contextControlCode="OP"><time value="[^"]*"/><assignedAuthor>`, `<code code="[^"]*"`), `${1}<code code="G15_10/SM99"`),
		note("performer-profession", "SM15.performer-set", "La profession de l'exécutant n'existe pas.", "The profession of the performer does not exist.", actor(performing, `<code code="[^"]*"`), `${1}<code code="G15_10/SM99"`),
		note("performer-label", "SM15.code", "La profession de l'exécutant n'a pas de libellé.", "The profession of the performer has no label.", actor(performing, `(<code code="[^"]*" codeSystem="[^"]*") displayName="[^"]*"`), `${1}${2}`),
		note("performer-number", "SM15.id", "L'identifiant national de l'exécutant n'a pas de numéro.", "The national identifier of the performer has no number.", actor(performing, `<id root="1.2.250.1.71.4.2.1" extension="[^"]*"`), `${1}<id root="1.2.250.1.71.4.2.1"`),
		note("performer-unnamed", "SM15.person", "L'exécutant n'a pas de nom de famille.", "The performer has no family name.", actor(performing, `<family>[^<]*</family>`), `${1}`),
		note("performer-organization", "SM15.organization", "La structure de l'exécutant a un nom vide.", "The name of the performer's organisation is empty.", actor(performing, `<name>CABINET[^<]*</name>`), `${1}<name/>`),
		note("performer-telecom", "SM15.telecom", "La télécommunication de l'exécutant ne dit rien.", "The telecommunication of the performer says nothing.", actor(performing, `<telecom nullFlavor="NASK"/>`), `${1}<telecom/>`),
		note("author-time", "SM15.time", "L'instant où l'auteur est intervenu est vide.", "The instant at which the author took part is empty.", `(contextControlCode="OP">)<time value="[^"]*"/>`, `contextControlCode="OP"><time/>`),
	}
}

// performing begins the performer of a vaccine, who stands in the body: that of the act
// has no element before it.
const performing = `</consumable><performer typeCode="PRF"><assignedEntity>`

// actor is a pattern for something of an actor, whose first group is all from the start
// of the actor to it.
func actor(start, something string) string { return `(` + start + `.*?)` + something }

// Defects of entries that claim a known template: check PC02.
func entryMutants() []Mutant {
	entry := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		return define("entry-"+name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
	}
	return []Mutant{
		entry("needs", "PC02.needs", "Un problème ne contient pas l'observation de son modèle.", "A problem lacks the observation of its template.", `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/>`, ``),
		entry("parent", "PC02.needs", "Une observation ne se réclame pas du modèle du CCD.", "An observation does not claim the template of the CCD.", `<templateId root="2.16.840.1.113883.10.20.1.28"/>`, ``),
		entry("parts", "PC02.parts", "Un problème n'a pas d'identifiant.", "A problem has no identifier.", `(10\.20\.1\.27"/>)<id [^>]*/>`, `10.20.1.27"/>`),
		entry("value", "PC02.parts", "Une observation n'a pas de valeur.", "An observation has no value.", `<value xsi:type="CD".*?</value>`, ``),
		entry("system", "PC06.system", "Un code d'une entrée n'a pas de nomenclature.", "A code of an entry has no code system.", `(code="Z00.0") codeSystem="[^"]*"`, `code="Z00.0"`),
		entry("system-name", "PC06.system", "La nomenclature d'une entrée n'est pas un OID.", "The code system of an entry is no OID.", `(code="Z00.0") codeSystem="[^"]*"`, `code="Z00.0" codeSystem="CIM10"`),
		entry("status", "PC06.status", "Le statut d'une entrée n'existe pas.", "The status of an entry does not exist.", `<statusCode code="active"/>`, `<statusCode code="open"/>`),
		entry("day", "PC06.instant", "Une entrée a eu lieu un 31 juin.", "An entry took place on 31 June.", `(<effectiveTime><low value=")[0-9]{8}("/></effectiveTime><entryRelationship)`, `<effectiveTime><low value="20260631"/></effectiveTime><entryRelationship`),
		entry("code", "PC02.code", "Le rang d'une vaccination n'a pas le code de son modèle.", "The rank of an immunization lacks the code of its template.", `code="30973-2"`, `code="30973-0"`),
	}
}

// Defects of a scanned document in plain IHE: checks SD01 and SD02.
func scanMutants() []Mutant {
	scan := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		m := define("scan-"+name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
		m.Plain = true
		return m
	}
	return []Mutant{
		scan("type-id", "SD01.fixed", "Le document numérisé n'a pas de nomenclature à son type.", "The scanned document has no code system at its type.", `(templateId root="1.3.6.1.4.1.19376.1.2.20"/><id [^>]*/><code code="11490-0") codeSystem="[^"]*"`, `templateId root="1.3.6.1.4.1.19376.1.2.20"/><id root="2.25.99"/><code code="11490-0"`),
		scan("hour", "SD01.time", "La date du document numérisé n'a pas de décalage.", "The date of the scanned document has no offset.", `(<effectiveTime value="[0-9]{14})[+-][0-9]{4}"`, `<effectiveTime value="20260701120000"`),
		scan("country", "SD01.patient", "L'adresse du patient n'a pas de pays.", "The address of the patient has no country.", `<addr><country>FRA</country></addr><patient>`, `<addr><city>VILLE</city></addr><patient>`),
		scan("no-scanner", "SD01.scanner", "Le numériseur manque.", "The scanner is missing.", `<author><templateId root="1.3.6.1.4.1.19376.1.2.20.2"/>.*?</author>`, ``),
		scan("no-operator", "SD01.operator", "L'opérateur de numérisation manque.", "The scan operator is missing.", `<dataEnterer>.*</dataEnterer>`, ``),
		scan("custodian", "SD01.custodian", "La structure de conservation n'a pas de pays.", "The custodian has no country.", `<addr><country>FRA</country></addr></representedCustodianOrganization>`, `</representedCustodianOrganization>`),
		scan("event", "SD01.event", "La date de l'acte manque.", "The date of the act is missing.", `<serviceEvent>.*</serviceEvent>`, `<serviceEvent/>`),
		scan("legal", "SD01.legal", "Le responsable n'a pas signé.", "The legal authenticator did not sign.", `<signatureCode code="S"/>`, `<signatureCode code="X"/>`),
	}
}
