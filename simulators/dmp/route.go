package dmp

import (
	"net/http"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

// operation is one transaction as the wire names it (spec: DMP §1.2, IHE ITI
// TF-2; the DMP's examples and its WSDL name TD0.3 differently, both are served).
type operation struct {
	action       string
	service      string // last step of the path
	transaction  etalon.Transaction
	space, local string // of the payload
	answer       string // wsa:Action of the answer
}

var operations = []operation{
	{"urn:hl7-org:v3:PRPA_IN201307UV02", "patients", etalon.TD02, hl7v3.NS, hl7v3.ExistenceQuery, "urn:hl7-org:v3:PRPA_IN201308UV02"},
	{"urn:hl7-org:v3:PRPA_IN201305UV02", "patientsPDQ", etalon.ITI47, hl7v3.NS, hl7v3.FindQuery, "urn:hl7-org:v3:PRPA_IN201306UV02"},
	{"urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorization", "habilitations", etalon.TD03, rights.NS, "setAuthorization", "urn:si-dmp-habilitations:HabilitationsEndPoint:setAuthorizationResponse"},
	{"urn:hl7-org:v3:setAuthorization", "habilitations", etalon.TD03, rights.NS, "setAuthorization", "urn:hl7-org:v3:setAuthorizationResponse"},
	{"urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b", "repository", etalon.ITI41, ebrim.NSXDSB, "ProvideAndRegisterDocumentSetRequest", "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse"},
	{"urn:ihe:iti:2007:RetrieveDocumentSet", "repository", etalon.ITI43, ebrim.NSXDSB, "RetrieveDocumentSetRequest", "urn:ihe:iti:2007:RetrieveDocumentSetResponse"},
}

// operationOf finds the operation that an action names.
func operationOf(action string) (operation, bool) {
	for _, list := range [][]operation{operations, registryOperations} {
		for _, o := range list {
			if o.action == action {
				return o, true
			}
		}
	}
	return operation{}, false
}

// actors are the services by the last step of the path.
var actors = map[string]etalon.Actor{
	"patients": etalon.Patients, "patientsPDQ": etalon.Patients, "habilitations": etalon.Rights,
	"registry": etalon.Registry, "repository": etalon.Repository,
}

// serviceOf takes the service out of a path of either generation, or of the
// plain IHE actors; "" when there is none.
func serviceOf(path string) string {
	for _, prefix := range []string{"/si-dmp-server/v2/services/", "/si-dmp-server/v1/services/", "/xds/"} {
		if name, ok := strings.CutPrefix(path, prefix); ok {
			name = strings.TrimSuffix(name, "/")
			if _, known := actors[name]; known {
				return name
			}
		}
	}
	return ""
}

// service is the DMP as its endpoint sees it.
type service struct{ *DMP }

// Route names a request: the actor by its path, the transaction by its action.
func (d service) Route(r *endpoint.Request) endpoint.Route {
	to := endpoint.Route{Actor: actors[serviceOf(r.Path)], Transaction: etalon.Unknown}
	if r.SOAP.Version != soap.Version12 || r.HTTP.Method != http.MethodPost {
		return to
	}
	if op, ok := operationOf(r.SOAP.Action()); ok {
		to.Transaction = op.transaction
	}
	to.Fields = fields(r, to.Transaction)
	return to
}
