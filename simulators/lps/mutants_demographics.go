package lps

import (
	"regexp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

// demographicsMutants are the defects of the patient demographics consumer: they
// are killed by the rules of PDQV3 alone.
func demographicsMutants() []Mutant {
	var all []Mutant
	for _, family := range [][]Mutant{searchWrapperMutants(), searchQueryMutants(), searchValueMutants(), searchAskedMutants(), furtherMutants()} {
		all = append(all, family...)
	}
	for i := range all {
		all[i].Name, all[i].Plain = "pdq-"+all[i].Name, true
	}
	return all
}

// search makes a mutant of a search.
func search(name string, kills etalon.RuleID, fr, en string, install func(*hooks)) Mutant {
	return define(name, kills, fr, en, install, etalon.ActFindPatient)
}

// onSearch changes a message before it is written.
func onSearch(f func(*hl7.Query)) func(*hooks) {
	return func(h *hooks) { h.hl7 = func(_ *call, q *hl7.Query) { f(q) } }
}

// replaced changes the first match of a pattern in the envelope.
func replaced(pattern, replacement string) func(*hooks) {
	form := regexp.MustCompile(pattern)
	return func(h *hooks) {
		h.envelope = func(_ *call, b []byte) []byte {
			at := form.FindSubmatchIndex(b)
			if at == nil {
				return b
			}
			out := append([]byte(nil), b[:at[0]]...)
			out = form.Expand(out, []byte(replacement), b, at)
			return append(out, b[at[1]:]...)
		}
	}
}

// Defects of the wrapper and the control act.
func searchWrapperMutants() []Mutant {
	return []Mutant{
		search("message-id", "PW01", "La racine de l'id du message n'est pas un OID.", "The root of the message id is not an OID.", replaced(`(ITSVersion="XML_1.0"><id root=")[^"]*`, `${1}message`)),
		search("creation", "PW01", "creationTime est le 30 février.", "creationTime is 30 February.", onSearch(func(q *hl7.Query) { q.Created = q.Created[:4] + "0230" + q.Created[8:] })),
		search("interaction", "PW01", "interactionId nomme un autre message.", "interactionId names another message.", onSearch(func(q *hl7.Query) { q.Interaction = "PRPA_IN201309UV02" })),
		search("null-flavor", "PW04", "L'état de la recherche a une valeur et dit qu'il n'en a pas.", "The status of the search has a value and says that it has none.", replaced(`<statusCode code="new"`, `<statusCode nullFlavor="UNK" code="new"`)),
		search("processing", "PW01", "processingCode est inconnu.", "processingCode is unknown.", onSearch(func(q *hl7.Query) { q.Processing = "X" })),
		search("mode", "PW01", "processingModeCode ne vaut pas T.", "processingModeCode is not T.", onSearch(func(q *hl7.Query) { q.Mode = "A" })),
		search("accept", "PW01", "acceptAckCode vaut NE.", "acceptAckCode is NE.", onSearch(func(q *hl7.Query) { q.Accept = "NE" })),
		search("receiver", "PW01", "receiver porte le typeCode de sender.", "receiver has the typeCode of sender.", rewritten(`<receiver typeCode="RCV">`, `<receiver typeCode="SND">`)),
		search("device", "PW01", "L'émetteur n'est pas désigné par un OID.", "The sender is not named by an OID.", replaced(`(<sender typeCode="SND"><device [^>]*><id root=")[^"]*`, `${1}logiciel`)),
		search("device-extension", "PW01", "L'identifiant du destinataire porte une extension.", "The identifier of the receiver has an extension.", replaced(`(<receiver [^>]*><device [^>]*><id root="[^"]*")`, `${1} extension="1"`)),
		search("event", "PW02", "L'événement est celui d'un autre message.", "The event is that of another message.", onSearch(func(q *hl7.Query) { q.Trigger = "PRPA_TE201307UV02" })),
		search("act", "PW02", "L'acte de contrôle n'est pas un CACT.", "The control act is not a CACT.", rewritten(`classCode="CACT"`, `classCode="ACT"`)),
	}
}

// Defects of the query.
func searchQueryMutants() []Mutant {
	return []Mutant{
		search("no-query-id", "PQ01", "La recherche n'a pas de queryId.", "The search has no queryId.", replaced(`<queryId [^>]*/>`, ``)),
		search("query-id", "PQ01", "La racine de queryId n'est ni un OID ni un UUID.", "The root of queryId is neither an OID nor a UUID.", replaced(`(<queryId root=")[^"]*`, `${1}requete`)),
		search("status", "PQ01", "La recherche n'a pas le statut new.", "The search has not status new.", onSearch(func(q *hl7.Query) { q.Status = "active" })),
		search("deferred", "PQ01", "La réponse est demandée en différé.", "The answer is asked for deferred.", rewritten(`<responsePriorityCode code="I"/>`, `<responsePriorityCode code="D"/>`)),
		search("no-modality", "PQ01", "responseModalityCode manque.", "responseModalityCode is missing.", rewritten(`<responseModalityCode code="R"/>`, ``)),
		search("quantity", "PQ01", "initialQuantity vaut 0.", "initialQuantity is 0.", replaced(`<initialQuantity value="[^"]*"`, `<initialQuantity value="0"`)),
		search("quantity-code", "PQ01", "initialQuantityCode ne compte pas des enregistrements.", "initialQuantityCode does not count records.", rewritten(`<initialQuantityCode code="RD"`, `<initialQuantityCode code="LI"`)),
		search("degree", "PQ01", "minimumDegreeMatch dépasse 100.", "minimumDegreeMatch is over 100.", rewritten(`xsi:type="INT" value="80"`, `xsi:type="INT" value="180"`)),
		search("no-parameter", "PQ01", "La recherche n'a aucun critère.", "The search has no parameter.", onSearch(func(q *hl7.Query) { q.Parameters = "" })),
		search("execution-time", "PQ01", "La recherche porte executionAndDeliveryTime, que le modèle retire.", "The search has executionAndDeliveryTime, which the model takes away.", rewritten(`<parameterList>`, `<executionAndDeliveryTime value="20261122"/><parameterList>`)),
		search("birth-twice", "PQ01", "La date de naissance est un critère répété.", "The date of birth is a repeated parameter.", replaced(`(<livingSubjectBirthTime>.*?</livingSubjectBirthTime>)`, `${1}${1}`)),
	}
}

// Defects of the parameters and their values.
func searchValueMutants() []Mutant {
	return []Mutant{
		search("semantics", "PQ02", "semanticsText n'est pas celui du critère.", "semanticsText is not that of the parameter.", rewritten(`<semanticsText>LivingSubject.name`, `<semanticsText>LivingSubject.nom`)),
		search("no-semantics", "PQ02", "semanticsText manque.", "semanticsText is missing.", replaced(`<semanticsText>LivingSubject.name</semanticsText>`, ``)),
		search("empty-name", "PQ02", "Le nom cherché est vide.", "The name searched is empty.", replaced(`(<livingSubjectName><value[^>]*>).*?</value>`, `${1}</value>`)),
		search("gender", "PQ03", "Le sexe cherché est un code de l'assurance maladie.", "The gender searched is a code of the health insurance.", replaced(`(<livingSubjectAdministrativeGender><value code=")[^"]*`, `${1}2`)),
		search("birth", "PQ03", "La date de naissance cherchée est le 30 février.", "The date of birth searched is 30 February.", replaced(`(<livingSubjectBirthTime><value value="[0-9]{4})[0-9]{4}`, `${1}0230`)),
		search("identifier", "PQ03", "L'identifiant cherché n'a pas de domaine.", "The identifier searched has no domain.", replaced(`(<livingSubjectId><value )root="[^"]*" `, `${1}`)),
		search("domain", "PQ03", "Le domaine demandé porte une extension.", "The domain asked for has an extension.", replaced(`(<otherIDsScopingOrganization><value root="[^"]*")`, `${1} extension="x"`)),
	}
}

// Defects of what is searched, against what the user asked for.
func searchAskedMutants() []Mutant {
	return []Mutant{
		search("other-name", "PQ04", "Un autre nom est cherché.", "Another name is searched.", replaced(`<family>[^<]*`, `<family>ETALON-AUTRE`)),
		search("no-given", "PQ04", "Le prénom donné n'est pas cherché.", "The given name is not searched.", replaced(`<given>[^<]*</given>`, ``)),
		search("other-birth", "PQ04", "Une autre date de naissance est cherchée.", "Another date of birth is searched.", replaced(`(<livingSubjectBirthTime><value value=")[^"]*`, `${1}19010101`)),
		search("added-gender", "PQ04", "Le logiciel ajoute le sexe, que l'utilisateur n'a pas donné.", "The software adds the gender, which the user did not give.", onSearch(func(q *hl7.Query) {
			if q.Root == hl7.FindPatient && q.Parameters != "" {
				q.Parameters = hl7.Parameter("livingSubjectAdministrativeGender", `<value code="F" codeSystem="2.16.840.1.113883.5.1"/>`, "LivingSubject.administrativeGender") + q.Parameters
			}
		})),
		search("all-at-once", "PQ04", "Le nombre voulu de réponses n'est pas demandé.", "The number of answers wanted is not asked for.", replaced(`<initialQuantity [^>]*/><initialQuantityCode [^>]*/>`, ``)),
		search("domains-forgotten", "PQ04", "Les domaines voulus ne sont pas demandés.", "The domains wanted are not asked for.", replaced(`(<otherIDsScopingOrganization>.*</otherIDsScopingOrganization>)`, ``)),
		search("no-srch", "PQ04", "Le début d'un nom est cherché comme un nom entier.", "The beginning of a name is searched as a whole name.", rewritten(` use="SRCH"`, ``)),
	}
}

// Defects of what goes on with a search.
func furtherMutants() []Mutant {
	return []Mutant{
		search("more-error", "PM01", "La suite accuse réception d'une erreur.", "The continuation acknowledges an error.", rewritten(`<acknowledgement><typeCode code="AA"/>`, `<acknowledgement><typeCode code="AE"/>`)),
		search("more-no-answer", "PM01", "La suite ne cite pas la dernière réponse.", "The continuation does not name the last answer.", replaced(`<targetMessage><id [^>]*/>`, `<targetMessage><id nullFlavor="NI"/>`)),
		search("more-status", "PM01", "statusCode ne dit pas ce que demande l'action.", "statusCode does not say what the action asks.", rewritten(`<statusCode code="`+hl7.Abort+`"/>`, `<statusCode code="`+hl7.Continue+`"/>`)),
		search("more-quantity", "PM01", "L'arrêt demande encore des réponses.", "Cancelling asks for further answers.", rewritten(`<continuationQuantity value="0"/>`, `<continuationQuantity value="3"/>`)),
		warned(search("more-unlimited", "PM01.no-quantity", "L'arrêt ne porte pas de nombre.", "Cancelling bears no quantity.", replaced(`<continuationQuantity value="0"/>`, ``))),
		search("more-other-sender", "PS03.sender", "La suite vient d'un autre appareil que la recherche.", "The continuation comes from another device than the search.",
			replaced(`(<QUQI_[^>]*>.*?<sender typeCode="SND"><device[^>]*><id root=")[^"]*`, `${1}2.25.99`)),
		search("more-other-receiver", "PS03.receiver", "La suite est pour un autre appareil que la recherche.", "The continuation is for another device than the search.",
			replaced(`(<QUQI_[^>]*>.*?<receiver typeCode="RCV"><device[^>]*><id root=")[^"]*`, `${1}2.25.99`)),
		search("more-without-query", "PM01", "La suite ne nomme pas la recherche.", "The continuation does not name the search.", replaced(`(<queryContinuation>)<queryId [^>]*/>`, `${1}`)),
	}
}
