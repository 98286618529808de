package lps

import "github.com/etalon-dmp/etalon"

// Defects of the entries of a structured body, a problem within its concern: checks
// PC01, PC02 and PC07 to PC11.
func problemMutants() []Mutant {
	entry := func(name string, kills etalon.RuleID, fr, en, pattern, with string) Mutant {
		return define("problem-"+name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
	}
	const concern = `<statusCode code="active"/><effectiveTime><low value="[0-9]{8}"/></effectiveTime>`
	future := entry("future", "PC08.future", "Le problème commence après le document.", "The problem starts after the document.",
		`completed"/><effectiveTime><low value="[0-9]{8}"/>`, `completed"/><effectiveTime><low value="20290701"/>`)
	future.Warns = true
	return []Mutant{
		future,
		entry("kind", "PC07.kind", "Un suivi est une demande.", "A concern is a request.", `<act classCode="ACT" moodCode="EVN">`, `<act classCode="ACT" moodCode="RQO">`),
		entry("status", "PC07.status", "Un problème n'est pas achevé.", "A problem is not completed.", `<statusCode code="completed"/>`, `<statusCode code="active"/>`),
		entry("code", "PC07.code", "Le code d'un suivi n'est pas le NA que fixe son modèle.", "The code of a concern is not the NA that its template fixes.", `<code nullFlavor="NA"/>`, `<code nullFlavor="UNK"/>`),
		entry("no-start", "PC08.concern-start", "Un suivi n'a pas de début.", "A concern has no start.", concern, `<statusCode code="active"/><effectiveTime value="20200101"/>`),
		entry("ended", "PC08.concern-end", "Un suivi en cours a une fin.", "An active concern has an end.", concern,
			`<statusCode code="active"/><effectiveTime><low value="20200101"/><high value="20200101"/></effectiveTime>`),
		entry("inverted", "PC08.concern-holds", "Un suivi tient son problème à l'envers.", "A concern holds its problem the other way round.", `inversionInd="false"`, `inversionInd="true"`),
		entry("begins-never", "PC08.problem-start", "Un problème n'a pas de début.", "A problem has no start.", `completed"/><effectiveTime><low value="[0-9]{8}"/></effectiveTime>`, `completed"/><effectiveTime value="20200101"/>`),
		entry("middle", "PC08.problem-form", "La période d'un problème est dite par son milieu.", "The period of a problem is told by its centre.", `completed"/><effectiveTime><low value="[0-9]{8}"/></effectiveTime>`,
			`completed"/><effectiveTime><center value="20200101"/></effectiveTime>`),
		entry("text", "PC08.problem-value", "La valeur d'un problème est du texte.", "The value of a problem is text.", `<value xsi:type="CD".*?</value>`, `<value xsi:type="ST">Contrôle</value>`),
		entry("section", "PC01.code", "La section des problèmes a le code d'une autre.", "The section of problems has the code of another.", `code="11450-4"`, `code="11348-0"`),
		entry("no-original", "PC08.problem-original", "La valeur d'un problème n'a pas de texte d'origine.", "The value of a problem has no original text.", `<originalText><reference value="#probleme1"/></originalText>`, ``),
		entry("original-empty", "PC09.original", "Le texte d'origine d'un problème est vide.", "The original text of a problem is empty.", `<originalText><reference value="#probleme1"/></originalText>`, `<originalText/>`),
		entry("nowhere", "PC02.reference", "Le renvoi d'un problème à son texte ne dit pas où.", "The pointer of a problem at its text does not say where.", `(constatation clinique"/><text>)<reference value="#probleme1"/>`, `constatation clinique"/><text><reference/>`),
		entry("list", "PC10.list", "Le type d'un problème n'est pas de son jeu de valeurs.", "The type of a problem is not of its value set.", `code="404684003"`, `code="404684004"`),
		entry("section-template", "PC11.section", "Un suivi se réclame d'un modèle de section.", "A concern claims the template of a section.", `(<act [^>]*>)<templateId`, `<act classCode="ACT" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.8"/><templateId`),
		entry("entry-template", "PC11.entry", "Une section se réclame d'un modèle d'entrée.", "A section claims the template of an entry.", `<templateId root="2.16.840.1.113883.10.20.1.11"/>`, `<templateId root="2.16.840.1.113883.10.20.1.11"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5.2"/>`),
		entry("document-template", "PC11.document", "Le document se réclame d'un modèle de section.", "The document claims the template of a section.", `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.1"/>`, `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.1"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.6"/>`),
		entry("twice", "PC09.twice", "Un suivi se réclame deux fois du même modèle.", "A concern claims the same template twice.", `<templateId root="2.16.840.1.113883.10.20.1.27"/>`, `<templateId root="2.16.840.1.113883.10.20.1.27"/><templateId root="2.16.840.1.113883.10.20.1.27"/>`),
		entry("id-empty", "PC09.id", "L'identifiant d'un suivi est vide.", "The identifier of a concern is empty.", `(10\.20\.1\.27"/>)<id [^>]*/>`, `10.20.1.27"/><id/>`),
		entry("template-empty", "PC09.template", "Un modèle n'a pas d'identifiant.", "A template has no identifier.", `(<section>)<templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.6"/>`, `<section><templateId nullFlavor="UNK"/>`),
		entry("bound", "PC09.bound", "Le début d'un suivi est vide.", "The start of a concern is empty.", `(<statusCode code="active"/><effectiveTime>)<low value="[0-9]{8}"/>`, `<statusCode code="active"/><effectiveTime><low/>`),
		entry("code-empty", "PC09.code", "Le code d'une section ne dit rien.", "The code of a section says nothing.", `<code code="29299-5"`, `<code`),
	}
}
