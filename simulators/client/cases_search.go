package client

import (
	"maps"

	"github.com/etalon-dmp/etalon"
)

const tf47 = "IHE ITI TF-2 3.47"

// Places of a search.
const (
	searched   = "/PRPA_IN201305UV02/controlActProcess/queryByParameter"
	parameters = searched + "/parameterList"
)

// nobody is a name that no patient has.
const nobody = "ETALON-PERSONNE"

// searchCases are searches that a right supplier answers (ITI-47), and what goes
// on with one.
func searchCases() []Case {
	nothing := etalon.Want{Status: etalon.WantNothing}
	family := parameters + "/livingSubjectName/value/family"
	form := func(form string) func(*draft) { return func(d *draft) { d.search = &search{form: form} } }
	return []Case{
		{
			Name: etalon.CaseNominal, Text: say("La recherche par les traits de params.by : nom et date de naissance par défaut.", "The search by the traits of params.by: name and date of birth by default."),
			Source: tf47 + ".4.1", Answer: success(),
		},
		{
			Name: "nobody", Text: say("Personne n'a ce nom.", "Nobody has that name."), Source: tf47 + ".4.2.3", Answer: nothing, edits: []edit{text(family, nobody)},
		},
		{
			Name: "wildcard", Text: say("Le nom porte une étoile : HL7 V3 n'a pas de joker, personne ne s'appelle ainsi.", "The name has an asterisk: HL7 V3 has no wildcard, nobody is called that."),
			Source: tf47 + ".4.1.2", Answer: nothing, edits: []edit{text(family, "ETALON-*")},
		},
		{
			Name: "awkward-search", Text: say("Même recherche : commentaires et blancs entre les éléments.", "The same search: comments and white space between the elements."),
			Source: "XML 1.0", Answer: success(), edits: []edit{spaced(parameters)},
		},
		{
			Name: "accents-decomposed", Text: say("Le nom est écrit avec des accents décomposés (NFD), que personne n'a.", "The name is written with decomposed accents (NFD), which nobody has."),
			Source: "Unicode, UAX 15", Answer: nothing, edits: []edit{text(family, "ETALON-PERSONNE\u0301")},
		},
		{
			Name: "continue", Needs: []string{"query", "answer"}, Text: say("La suite de la recherche params.query.", "More of the search params.query."),
			Source: tf47 + ".4.3", Answer: success(), before: form(continues),
		},
		{
			Name: "cancel", Needs: []string{"query", "answer"}, Text: say("L'arrêt de la recherche params.query.", "The end of the search params.query."),
			Source: tf47 + ".4.4", Answer: success(), before: form(cancels),
		},
		{
			Name: "continue-unknown", Text: say("La suite d'une recherche que personne n'a faite.", "More of a search that nobody made."),
			Source: tf47 + ".4.3", Answer: failure("AE"), before: form(continues),
		},
	}
}

// searchFaults are searches that a right supplier refuses: AE for a domain that
// it does not know, QE for a query that is wrong.
func searchFaults() []Case {
	value := func(name string) string { return parameters + "/" + name + "/value" }
	scope := func(root string) string {
		return parameter("otherIDsScopingOrganization", `<value root="`+root+`"/>`, "OtherIDs.scopingOrganization.id")
	}
	wrong := func(name, fr, en string, edits ...edit) Case {
		return Case{Name: name, Text: say(fr, en), Source: tf47 + ".4.2.3; HL7 V3, QueryResponse", Answer: failure("QE"), edits: edits}
	}
	return []Case{
		{
			Name: "unknown-domain", Text: say("Un domaine d'identification est inconnu du fournisseur.", "A domain of identifiers is unknown to the supplier."),
			Source: tf47 + ".4.2.3", Answer: failure("204"), edits: []edit{more(parameters, scope("2.25.7"))},
		},
		{
			Name: "two-unknown-domains", Text: say("Deux domaines d'identification sont inconnus du fournisseur.", "Two domains of identifiers are unknown to the supplier."),
			Source: tf47 + ".4.2.3", Answer: failure("204"), edits: []edit{more(parameters, scope("2.25.7")), more(parameters, scope("2.25.8"))},
		},
		wrong("no-parameter", "Aucun critère.", "No parameter.", drop(parameters+"/livingSubjectName"), drop(parameters+"/livingSubjectBirthTime")),
		wrong("impossible-birth", "La date de naissance est le 30 février.", "The date of birth is 30 February.", set(value("livingSubjectBirthTime"), "value", "19800230")),
		wrong("not-a-date", "La date de naissance est 20261399999999.", "The date of birth is 20261399999999.", set(value("livingSubjectBirthTime"), "value", "20261399999999")),
		wrong("unknown-gender", "Le sexe cherché n'est d'aucune table.", "The gender searched is of no table.",
			first(parameters, parameter("livingSubjectAdministrativeGender", `<value code="H" codeSystem="2.16.840.1.113883.5.1"/>`, "LivingSubject.administrativeGender"))),
		{
			Name: "identifier-without-domain", Text: say("L'identifiant cherché n'a pas de domaine.", "The identifier searched has no domain."),
			Source: tf47 + ".4.2.3; HL7 V3, QueryResponse", Answer: failure("QE"), edits: []edit{unset(value("livingSubjectId"), "root")},
			before: func(d *draft) {
				params := maps.Clone(d.message.Params)
				if params == nil {
					params = map[string]string{}
				}
				params["by"] = "birth id name"
				d.message.Params = params
			},
		},
		wrong("deferred", "La réponse est voulue en différé, qu'ITI-47 n'a pas.", "The answer is wanted deferred, which ITI-47 has not.", set(searched+"/responsePriorityCode", "code", "D")),
		wrong("no-query-id", "La recherche n'a pas de queryId.", "The search has no queryId.", drop(searched+"/queryId")),
	}
}
