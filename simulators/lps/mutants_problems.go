package lps

import "github.com/etalon-dmp/etalon"

// Defects of the entries of a structured body, a problem within its concern: checks
// PC01, PC07 and PC08.
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
	}
}
