package lps

import "github.com/etalon-dmp/etalon"

// Defects of a header that show beside its body: check SM13.
func besideMutants() []Mutant {
	header := func(name string, kills etalon.RuleID, warns bool, fr, en, pattern, with string) Mutant {
		m := define("header-"+name, kills, fr, en, edited(pattern, with), etalon.ActFeed)
		m.Warns = warns
		return m
	}
	return []Mutant{
		header("unborn", "SM13.unborn", true, "Le patient est né après le document.", "The patient was born after the document.", `<birthTime value="[0-9]{8}"/>`, `<birthTime value="20990101"/>`),
		header("body-language", "SM13.language", false, "La langue du corps n'a pas de code.", "The language of the body has no code.", `</nonXMLBody>`, `<languageCode/></nonXMLBody>`),
		header("patient-mixed", "SM13.name-mixed", false, "Le nom du patient mêle texte et éléments.", "The name of the patient mixes text and elements.", `<patient><name>`, `<patient><name>Mme`),
	}
}
