package dmp

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/endpoint"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// registryOperations are the transactions of the registry actor.
var registryOperations = []operation{
	{"urn:ihe:iti:2007:RegistryStoredQuery", "registry", etalon.ITI18, ebrim.NSQuery, "AdhocQueryRequest", "urn:ihe:iti:2007:RegistryStoredQueryResponse"},
	{"urn:ihe:iti:2007:RegisterDocumentSet-b", "registry", etalon.ITI42, ebrim.NSLCM, "SubmitObjectsRequest", "urn:ihe:iti:2007:RegisterDocumentSet-bResponse"},
	{"urn:ihe:iti:2010:UpdateDocumentSet", "registry", etalon.ITI57, ebrim.NSLCM, "SubmitObjectsRequest", "urn:ihe:iti:2010:UpdateDocumentSetResponse"},
	{"urn:ihe:iti:2010:DeleteDocumentSet", "registry", etalon.ITI62, ebrim.NSLCM, "RemoveObjectsRequest", "urn:ihe:iti:2010:DeleteDocumentSetResponse"},
}

// off tells that an operation is known but not served: the DMP takes no ITI-62
// (spec: CI-SIS, §4.7).
func (d *DMP) off(op operation) bool {
	return op.transaction == etalon.ITI62 && !d.registry.Policy().Removal
}

// answerRegistry is the truthful answer of the registry actor.
func (c call) answerRegistry(t etalon.Transaction) endpoint.Reply {
	payload := c.SOAP.Payload
	switch t {
	case etalon.ITI42:
		return c.registered(c.registry.Register(ebrim.ReadSubmit(payload)))
	case etalon.ITI57:
		return c.registered(c.registry.Update(ebrim.ReadSubmit(payload)))
	case etalon.ITI62:
		return c.registered(c.registry.Remove(ebrim.ReadRemove(payload)))
	}
	answer := c.registry.Query(ebrim.ReadQuery(payload), c.reader())
	answer.Errors = append(answer.Errors, c.extra...)
	return c.reply(answer.XML())
}

// reader is who sends a request, as its VIHF says.
func (c call) reader() registry.Reader {
	name := c.SOAP.Security.Path(nsSAML, "Assertion", "Subject").Child(nsSAML, "NameID").Value()
	return registry.Reader{Patient: vihfPatient(c.Request), Person: strings.TrimSpace(name)}
}
