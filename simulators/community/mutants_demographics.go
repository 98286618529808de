package community

import (
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Defects of a patient demographics supplier.
func demographicsMutants() []Mutant {
	all := slices.Concat(searchAnswerMutants(), personMutants(), supplierDutyMutants())
	for i := range all {
		all[i].Name = "pdq-" + all[i].Name
	}
	return all
}

// changed replaces every match of a pattern.
func changed(pattern, replacement string) func(string) string {
	form := regexp.MustCompile(pattern)
	return func(s string) string { return form.ReplaceAllString(s, replacement) }
}

// further changes the pages after the first: they repeat no query.
func further(f func(string) string) func(string) string {
	return func(s string) string {
		if strings.Contains(s, "<queryByParameter") {
			return s
		}
		return f(s)
	}
}

// searching picks the searches made by some traits, or all where none is named.
func searching(by ...string) func(etalon.Sending) bool {
	return func(s etalon.Sending) bool {
		return s.Transaction == etalon.ITI47 && s.Case == etalon.CaseNominal && (len(by) == 0 || slices.Contains(by, s.Params["by"]))
	}
}

func answered(name string, kills etalon.RuleID, shows func(etalon.Sending) bool, fr, en, pattern, replacement string) Mutant {
	return written(name, kills, etalon.ITI47, shows, fr, en, changed(pattern, replacement))
}

func searchAnswerMutants() []Mutant {
	any, refused := searching(), on(etalon.ITI47, "unknown-domain")
	asking := func(param string) func(etalon.Sending) bool {
		return func(s etalon.Sending) bool {
			return s.Transaction == etalon.ITI47 && s.Params[param] != "" && s.Case == etalon.CaseNominal
		}
	}
	return []Mutant{
		answered("accept-al", "PW01", any, "La réponse demande un accusé (AL).", "The answer asks for an acknowledgement (AL).", `<acceptAckCode code="NE"/>`, `<acceptAckCode code="AL"/>`),
		answered("interaction", "PW01", any, "interactionId de la réponse nomme la demande.", "interactionId of the answer names the request.", `extension="PRPA_IN201306UV02"/>`, `extension="PRPA_IN201305UV02"/>`),
		answered("event", "PW02", any, "L'événement de la réponse est celui de la demande.", "The event of the answer is that of the request.", `PRPA_TE201306UV02`, `PRPA_TE201305UV02`),
		answered("accept-ack", "PR01", any, "L'accusé d'application est un accusé de réception.", "The application acknowledgement is an accept acknowledgement.", `<typeCode code="AA"/>`, `<typeCode code="CA"/>`),
		answered("target", "PR01", any, "La réponse cite un autre message.", "The answer names another message.", `(<targetMessage><id root="[^"]*" extension=")[^"]*`, `${1}autre`),
		answered("state", "PR01", any, "queryAck a un statusCode inconnu.", "queryAck has an unknown statusCode.", `<statusCode code="deliveredResponse"/>`, `<statusCode code="done"/>`),
		answered("query-id", "PR01", any, "queryAck nomme une autre requête.", "queryAck names another query.", `(<queryAck><queryId root="[^"]*" extension=")[^"]*`, `${1}autre`),
		answered("response-code", "PR01", any, "queryResponseCode n'est d'aucune table.", "queryResponseCode is of no table.", `<queryResponseCode code="OK"/>`, `<queryResponseCode code="FOUND"/>`),
		answered("refusal-accepted", "PR01", refused, "Un refus est accompagné d'un accusé AA.", "A refusal comes with an acknowledgement AA.", `<typeCode code="AE"/>`, `<typeCode code="AA"/>`),
		answered("refusal-mute", "PR01", refused, "Un refus ne dit pas pourquoi.", "A refusal does not say why.", `<acknowledgementDetail .*</acknowledgementDetail>`, ``),
		answered("nobody-found", "PR01", any, "La réponse dit NF et donne des patients.", "The answer says NF and gives patients.", `<queryResponseCode code="OK"/>`, `<queryResponseCode code="NF"/>`),
		answered("no-quantities", "PR01", any, "Les quantités manquent.", "The quantities are missing.", `<result\w+Quantity value="[0-9]*"/>`, ``),
		answered("current", "PR01", any, "resultCurrentQuantity ne compte pas les patients rendus.", "resultCurrentQuantity does not count the patients given.", `(<resultCurrentQuantity value=")`, `${1}1`),
		answered("total", "PR01", any, "Le total n'est pas la somme.", "The total is not the sum.", `(<resultTotalQuantity value=")`, `${1}9`),
		answered("no-echo", "PR01", any, "La réponse ne recopie pas la requête.", "The answer does not repeat the query.", `<queryByParameter.*</queryByParameter>`, ``),
		answered("echo", "PR01", any, "La réponse recopie d'autres critères.", "The answer repeats other parameters.", `(<livingSubjectName[^>]*>.*?<family>)[^<]*`, `${1}AUTRE`),
		deaf("greedy", "PR01", etalon.ITI47, asking("quantity"), "Plus de patients que demandé sont rendus.", "More patients than asked for are given.", changed(`<initialQuantity [^>]*/>`, ``)),
		answered("domain-left-out", "PR02", asking("domains"), "Un domaine demandé n'est pas rendu.", "A domain asked for is not given.", `<asOtherIDs .*?</asOtherIDs>`, ``),
		answered("refusal-unsaid", "PR07", on(etalon.ITI47, "impossible-birth"), "Le refus d'une date impossible ne recopie pas la recherche.", "The refusal of an impossible date does not repeat the search.", `<queryByParameter.*</queryByParameter>`, ``),
		answered("refusal-other", "PR07", on(etalon.ITI47, "impossible-birth", "unknown-gender"), "Le refus dit une autre recherche que celle reçue.", "The refusal tells another search than the one received.", `(<livingSubjectName[^>]*>.*?<family>)[^<]*`, `${1}AUTRE`),
		answered("refusal-shortened", "PR07", on(etalon.ITI47, "impossible-birth", "unknown-gender"), "Le refus omet un critère qui était juste.", "The refusal leaves out a parameter that was right.", `<livingSubjectName.*?</livingSubjectName>`, ``),
		answered("location", "PR02", refused, "Un domaine inconnu est dit sans son emplacement.", "An unknown domain is told without its location.", `<location>.*?</location>`, ``),
		answered("no-degree", "PR02", asking("degree"), "Le degré demandé n'est pas rendu.", "The degree asked for is not given.", `<subjectOf1 .*?</subjectOf1>`, ``),
		answered("low-degree", "PR02", asking("degree"), "Un patient est rendu sous le degré demandé.", "A patient below the degree asked for is given.", `xsi:type="INT" value="100"/></queryMatch`, `xsi:type="INT" value="10"/></queryMatch`),
		answered("other-gender", "PR02", searching("name gender", "name birth gender id"), "Un patient de l'autre sexe est rendu.", "A patient of the other gender is given.", `<administrativeGenderCode code="F"`, `<administrativeGenderCode code="M"`),
		answered("other-birth", "PR02", searching("", "name year", "name around"), "Un patient né un autre jour est rendu.", "A patient born on another day is given.", `<birthTime value="[0-9]{4}`, `<birthTime value="1901`),
		answered("other-identifier", "PR02", searching("id", "id name"), "Un patient d'un autre identifiant est rendu.", "A patient with another identifier is given.", `(<patient classCode="PAT"><id root="[^"]*" extension=")[^"]*`, `${1}000`),
	}
}

func personMutants() []Mutant {
	any := searching()
	return []Mutant{
		answered("context", "PR03", any, "subject conduit le contexte.", "subject conducts the context.", `contextConductionInd="false"`, `contextConductionInd="true"`),
		answered("event-status", "PR03", any, "L'enregistrement rendu n'est pas actif.", "The registration given is not active.", `moodCode="EVN"><statusCode code="active"/>`, `moodCode="EVN"><statusCode code="obsolete"/>`),
		answered("no-custodian", "PR03", any, "L'enregistrement n'a pas de responsable.", "The registration has no custodian.", `<custodian .*?</custodian>`, ``),
		answered("identifier", "PR04", any, "L'identifiant du patient n'a pas de domaine.", "The identifier of the patient has no domain.", `(<patient classCode="PAT"><id) root="[^"]*"`, `${1}`),
		answered("patient-status", "PR04", any, "Le patient rendu n'est pas actif.", "The patient given is not active.", `(<patient classCode="PAT"><id [^>]*/><statusCode code=")active`, `${1}nullified`),
		answered("no-name", "PR04", any, "Le patient n'a pas de nom.", "The patient has no name.", `<name use="L">.*?</name>`, ``),
		answered("gender", "PR04", searching("family", "id", "family address"), "Le sexe du patient n'est d'aucune table.", "The gender of the patient is of no table.", `<administrativeGenderCode code="[MF]"`, `<administrativeGenderCode code="2"`),
		answered("birth", "PR04", searching("family", "id", "family address"), "La date de naissance n'est pas au calendrier.", "The date of birth is not on the calendar.", `(<birthTime value="[0-9]{4})[0-9]{4}`, `${1}0230`),
		answered("no-organisation", "PR04", any, "Le patient n'a pas d'organisation.", "The patient has no organisation.", `<providerOrganization .*?</providerOrganization>`, ``),
		answered("match", "PR04", any, "Le degré de correspondance dépasse 100.", "The match degree is over 100.", `(xsi:type="INT" value=")[0-9]*("/></queryMatch)`, `${1}400${2}`),
		answered("other-domain", "PR05", func(s etalon.Sending) bool { return s.Transaction == etalon.ITI47 && s.Params["domains"] != "" },
			"Un autre identifiant n'est pas du domaine dit.", "Another identifier is not of the domain told.", `(<asOtherIDs classCode="PAT"><id )(root="[^"]*"|nullFlavor="NA")`, `${1}root="1.2.250.1.213.1.4.10"`),
	}
}

func supplierDutyMutants() []Mutant {
	cancel, next := on(etalon.ITI47, "cancel"), on(etalon.ITI47, "continue")
	const birth = `<livingSubjectBirthTime>.*?</livingSubjectBirthTime>`
	return []Mutant{
		answered("cancel-application", "PA01", cancel, "L'arrêt reçoit un accusé d'application.", "Cancelling gets an application acknowledgement.", `<typeCode code="CA"/>`, `<typeCode code="AA"/>`),
		answered("cancel-target", "PA01", cancel, "L'accusé de l'arrêt cite un autre message.", "The acknowledgement of cancelling names another message.", `(<targetMessage><id root="[^"]*" extension=")[^"]*`, `${1}autre`),
		answered("cancel-receiver", "PA01.receiver", cancel, "L'accusé de l'arrêt est pour un autre appareil.", "The acknowledgement of cancelling is for another device.", `(<receiver typeCode="RCV"><device[^>]*><id root=")[^"]*`, `${1}2.25.99`),
		written("page-sender", "PS04.sender", etalon.ITI47, next, "La suite vient d'un autre fournisseur que la recherche.", "More of the search comes from another supplier than the search.",
			further(changed(`(<sender typeCode="SND"><device[^>]*><id root=")[^"]*`, `${1}2.25.99`))),
		{
			Name: "answer-media", Kills: "T06.simple-answer", transaction: etalon.ITI47, Shows: searching(),
			Summary: etalon.Text{FR: "La réponse est annoncée comme du texte XML.", EN: "The answer is announced as XML text."},
			spoil:   func(r *fronthttp.Reply) { r.ContentType = "text/xml; charset=UTF-8" },
		},
		answered("cancel-action", "PR06", cancel, "L'action de l'accusé est celle d'une réponse.", "The action of the acknowledgement is that of an answer.", `(<wsa:Action[^>]*>urn:hl7-org:v3:)MCCI_IN000002UV01`, `${1}PRPA_IN201306UV02`),
		deaf("page-again", "PS02.again", etalon.ITI47, next, "La suite rend de nouveau la première page.", "More of the search gives the first page again.", changed(`(<queryContinuation><queryId [^>]*/>)`, `${1}<startResultNumber value="1"/>`)),
		written("page-total", "PS02.total", etalon.ITI47, next, "Le total de la suite n'est plus celui de la recherche.", "The total of a further page is no longer that of the search.",
			further(changed(`(<resultTotalQuantity value=")`, `${1}1`))),
		answered("page-left", "PS02.left", next, "La suite dit qu'il ne reste personne.", "A further page says that nobody is left.", `(<resultRemainingQuantity value=")[1-9][0-9]*`, `${1}0`),
		answered("page-empty", "PS02.empty", next, "La suite ne rend personne, et dit qu'il en reste autant.", "A further page gives nobody, and says that as many are left.",
			`(?s)<subject .*</subject>(.*<resultTotalQuantity value="7"/><resultCurrentQuantity value=")3("/><resultRemainingQuantity value=")1"`, `${1}0${2}4"`),
		deaf("domain-ignored", "AN02", etalon.ITI47, on(etalon.ITI47, "unknown-domain", "two-unknown-domains"), "Un domaine inconnu est passé sous silence.", "An unknown domain is passed over.", changed(`<otherIDsScopingOrganization>.*?</otherIDsScopingOrganization>`, ``)),
		deaf("date-ignored", "AN02", etalon.ITI47, on(etalon.ITI47, "impossible-birth", "not-a-date"), "Une date impossible est passée sous silence.", "An impossible date is passed over.", changed(birth, ``)),
		deaf("deferred-ignored", "AN02", etalon.ITI47, on(etalon.ITI47, "deferred"), "Le mode différé est passé sous silence.", "The deferred mode is passed over.", changed(`<responsePriorityCode code="D"/>`, `<responsePriorityCode code="I"/>`)),
		deaf("wildcard", "AN02", etalon.ITI47, on(etalon.ITI47, "wildcard"), "Une étoile est prise pour un joker.", "An asterisk is taken for a wildcard.", changed(`<value><family>ETALON-\*</family>.*?</value>`, `<value use="SRCH"><family>ETALON</family></value>`)),
		answered("wrong-code", "AN03", on(etalon.ITI47, "unknown-domain"), "Un domaine inconnu est refusé avec un code général.", "An unknown domain is refused with a general code.", `<code code="204"/>`, `<code code="207"/>`),
		answered("error-for-nobody", "AN02", on(etalon.ITI47, "nobody"), "Une recherche sans réponse est refusée.", "A search without an answer is refused.", `<typeCode code="AA"/>`, `<typeCode code="AE"/>`),
	}
}
