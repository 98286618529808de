package community

import (
	"net/http"
	"strings"

	"github.com/etalon-dmp/etalon"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Defects of the envelope, of HTTP and of the packaging of answers.
func envelopeMutants() []Mutant {
	any42 := on(etalon.ITI42, etalon.CaseNominal)
	reply := func(name string, kills etalon.RuleID, t etalon.Transaction, shows func(etalon.Sending) bool, fr, en string, f func(*fronthttp.Reply)) Mutant {
		return Mutant{Name: name, Kills: kills, transaction: t, Shows: shows, Summary: etalon.Text{FR: fr, EN: en}, spoil: f}
	}
	return []Mutant{
		written("no-relates-to", "W02", etalon.ITI42, any42, "La réponse ne cite pas la requête.", "The answer does not relate to the request.",
			without("<wsa:RelatesTo", "</wsa:RelatesTo>")),
		written("relates-to-another", "W02", etalon.ITI42, any42, "La réponse cite une autre requête.", "The answer relates to another request.",
			func(s string) string {
				return swap("<wsa:RelatesTo>urn:uuid:", "<wsa:RelatesTo>urn:uuid:0")(s)
			}),
		written("action-of-request", "W01", etalon.ITI42, any42, "La réponse porte l'action de la requête.", "The answer has the action of the request.",
			swap("RegisterDocumentSet-bResponse</wsa:Action>", "RegisterDocumentSet-b</wsa:Action>")),
		reply("success-500", "W01", etalon.ITI42, any42, "Une réussite est rendue avec le code HTTP 500.", "A success comes with HTTP 500.",
			func(r *fronthttp.Reply) { r.Status = http.StatusInternalServerError }),
		reply("fault-200", "W01", etalon.ITI18, on(etalon.ITI18, "unknown-action"), "Une faute SOAP est rendue avec le code HTTP 200.", "A SOAP fault comes with HTTP 200.",
			func(r *fronthttp.Reply) { r.Status = http.StatusOK }),
		written("fault-without-reason", "W01", "", on(etalon.ITI18, "unknown-action"), "Une faute SOAP n'a pas de raison.", "A SOAP fault has no reason.",
			without("<soap:Reason", "</soap:Reason>")),
		reply("submission-answer-simple", "T06", etalon.ITI41, on(etalon.ITI41, etalon.CaseNominal), "La réponse à ITI-41 n'est pas en MTOM.", "The answer to ITI-41 is not in MTOM.",
			func(r *fronthttp.Reply) {
				s := string(r.Body)
				from, to := strings.Index(s, "<soap:Envelope"), strings.Index(s, "</soap:Envelope>")
				if from >= 0 && to > from {
					r.Body, r.ContentType = []byte(s[from:to]+"</soap:Envelope>"), "application/soap+xml; charset=UTF-8"
				}
			}),
		reply("query-answer-multipart", "T06", etalon.ITI18, querying("FindDocuments"), "La réponse à ITI-18 est en MTOM.", "The answer to ITI-18 is in MTOM.",
			func(r *fronthttp.Reply) {
				r.Body = []byte("--etalon\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\nContent-ID: <root@etalon>\r\n\r\n" +
					string(r.Body) + "\r\n--etalon--\r\n")
				r.ContentType = `multipart/related; boundary="etalon"; type="application/xop+xml"; start="<root@etalon>"; start-info="application/soap+xml"`
			}),
		reply("multipart-cut", "T06", etalon.ITI43, on(etalon.ITI43, etalon.CaseNominal), "Le corps multipart n'a pas de délimiteur final.", "The multipart body has no closing delimiter.",
			func(r *fronthttp.Reply) {
				s := strings.TrimRight(string(r.Body), "\r\n-")
				if at := strings.LastIndex(s, "\r\n--"); at > 0 {
					r.Body = []byte(s[:at])
				}
			}),
		written("include-unresolved", "T06", etalon.ITI43, on(etalon.ITI43, etalon.CaseNominal), "L'inclusion du document désigne une partie absente.", "The document's inclusion names a part that is not there.",
			swap(`href="cid:`, `href="cid:absent-`)),
	}
}

// Defects of the RegistryResponse.
func statusMutants() []Mutant {
	bad := refused(etalon.ITI42)
	return []Mutant{
		written("success-with-errors", "RR01", etalon.ITI42, bad, "Un refus est annoncé comme une réussite, erreurs comprises.", "A refusal is announced as a success, errors and all.",
			swap(statusType+"Failure", statusType+"Success")),
		written("failure-without-errors", "RR01", etalon.ITI42, bad, "Un refus n'a pas de liste d'erreurs.", "A refusal has no error list.",
			without("<rs:RegistryErrorList", "</rs:RegistryErrorList>")),
		written("status-unknown", "RR01", etalon.ITI42, on(etalon.ITI42, etalon.CaseNominal), "Le statut de la réponse n'existe pas.", "The status of the answer does not exist.",
			swap(statusType+"Success", statusType+"OK")),
		written("register-partially", "RR01", etalon.ITI42, bad, "Un enregistrement refusé est un succès partiel.", "A refused registration is a partial success.",
			swap(statusType+"Failure", partial)),
		written("error-without-code", "RE01", etalon.ITI42, bad, "Une erreur n'a pas de code.", "An error has no code.",
			func(s string) string { return attribute(s, "errorCode", "") }),
		written("severity-unknown", "RE01", etalon.ITI42, bad, "La sévérité d'une erreur n'existe pas.", "The severity of an error does not exist.",
			swap(`severity="`+severities+`Error"`, `severity="`+severities+`Fatal"`)),
		written("error-without-context", "RE01", etalon.ITI42, bad, "Une erreur n'a pas de codeContext.", "An error has no codeContext.",
			func(s string) string { return attribute(s, "codeContext", "") }),
		written("severity-understated", "RR02", etalon.ITI42, bad, "highestSeverity tait l'erreur la plus grave.", "highestSeverity conceals the worst error.",
			func(s string) string { return attribute(s, "highestSeverity", severities+"Warning") }),
		written("error-list-empty", "RR02", etalon.ITI42, on(etalon.ITI42, etalon.CaseNominal), "Une réussite porte une liste d'erreurs vide.", "A success carries an empty error list.",
			func(s string) string {
				return strings.Replace(s, statusType+`Success"/>`, statusType+`Success"><rs:RegistryErrorList/></rs:RegistryResponse>`, 1)
			}),
		written("code-too-general", "AN03", etalon.ITI42, on(etalon.ITI42, "unknown-patient"), "Un patient inconnu est refusé avec un code général.", "An unknown patient is refused with a general code.",
			swap("XDSUnknownPatientId", "XDSRegistryError")),
	}
}

// attribute gives every attribute of a name another value.
func attribute(s, name, value string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, " "+name+`="`)
		if i < 0 {
			return b.String() + s
		}
		from := i + len(name) + 3
		to := strings.IndexByte(s[from:], '"')
		if to < 0 {
			return b.String() + s
		}
		b.WriteString(s[:from] + value)
		s = s[from+to:]
	}
}
