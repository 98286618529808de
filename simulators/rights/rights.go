package rights

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// NS is the namespace of the service.
const NS = "urn:si-dmp-habilitations"

// The statuses of an answer (spec: DMP §6.1). DMPFound and DMPClosed are none:
// they are codes of the acknowledgement of a creation or a closing.
const (
	OK           = "DMPOk"
	AccessDenied = "DMPAccessDeniedByRightsService"
)

const forbidden = "INTERDIT"

// Directory is where authorisations are kept; patients are named by CX.
type Directory interface {
	Authorise(cx string) (before string, known bool)
	Withdraw(cx string) (before string, known bool)
	Closed(cx string) bool
}

// Operation says what a setAuthorization asks: "AJOUT" (also when nothing is
// said) or "SUPPRESSION". The field's name is not fixed: any text counts.
func Operation(payload xmldoc.Node) string {
	for n := range payload.Descendants() {
		if isParent(n) {
			continue
		}
		if v := strings.ToUpper(strings.TrimSpace(n.Value())); strings.HasPrefix(v, "SUPPRESSION") {
			return "SUPPRESSION"
		}
	}
	return "AJOUT"
}

// isParent says whether an element has child elements: its text is theirs.
func isParent(n xmldoc.Node) bool {
	for range n.Children() {
		return true
	}
	return false
}

// Set answers a setAuthorization for the patient of a CX. It returns the
// payload of the response.
func Set(d Directory, payload xmldoc.Node, cx string) string {
	status := OK
	var before, context string
	var known bool
	if Operation(payload) == "SUPPRESSION" {
		before, known = d.Withdraw(cx)
		context = "Autorisation supprimée"
	} else {
		before, known = d.Authorise(cx)
		context = "Autorisation ajoutée"
		if before == "VALIDE" {
			context = "Autorisation déjà présente : aucune modification"
		}
	}
	switch {
	case !known && d.Closed(cx):
		status, context = AccessDenied, "Le DMP est fermé"
	case !known:
		status, context = AccessDenied, "Aucun DMP pour ce patient"
	case before == forbidden:
		status, context = AccessDenied, "Le patient a bloqué ce professionnel"
	}
	return Response(status, context)
}

// Response is the payload of an answer. Its fields are qualified (spec: DMP additions §5).
func Response(status, context string) string {
	return `<hab:setAuthorizationResponse xmlns:hab="` + NS + `"><hab:status>` + soap.Escape(status) + `</hab:status><hab:context>` +
		soap.Escape(context) + `</hab:context></hab:setAuthorizationResponse>`
}
