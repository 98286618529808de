package facts

import (
	"cmp"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The kinds of an answer: ev:call/@answer-kind.
const (
	answerSuccess       = "success"
	answerFault         = "fault"
	answerRegistryError = "registry-error" // any status but Success, in XDS or the DMP's own services
	answerNotFound      = "hl7-nf"
	answerHL7Error      = "hl7-error"
	answerNone          = "none"
	answerUnreadable    = "unreadable"
)

// response fills what comes from the response, multipart or not.
func (s *Summary) response(r *side) {
	s.Status = r.status
	root := r.root()
	switch {
	case len(r.body) == 0 && r.status != "":
		s.AnswerKind = answerNone
		return
	case root == nil || root.doc == nil:
		s.AnswerKind = answerUnreadable
		return
	}
	s.RelatesTo, s.AnswerID = root.env.RelatesTo(), root.env.MessageID()
	s.AnswerKind, s.AnswerCode = readAnswer(root.env)
	s.Authorisation = authorisation(root.env.Payload)
	s.registryAnswer(root.env.Payload)
	s.patientAnswer(root.env.Payload)
	s.Answered = readCargo(r)
}

// registryAnswer reads the status and the error codes of an ebRS answer.
func (s *Summary) registryAnswer(body xmldoc.Node) {
	if inner := body.Child(nsRS, "RegistryResponse"); inner.OK() {
		body = inner
	}
	status, ok := body.LookupAttr("", "status")
	if !ok {
		return
	}
	status = strings.TrimSpace(status) // xs:anyURI: blanks around it are none of it
	s.AnswerStatus = status[strings.LastIndex(status, ":")+1:]
	for n := range body.Descendants() {
		if n.Is(nsRS, "RegistryError") {
			s.AnswerCodes = append(s.AnswerCodes, n.Attr("", "errorCode"))
		}
	}
}

// patientAnswer reads the codes of a refusal in HL7 V3, the result of the query
// first, and how many patients match.
func (s *Summary) patientAnswer(body xmldoc.Node) {
	if body.Space() != nsHL7 {
		return
	}
	query := body.Path(nsHL7, "controlActProcess", "queryAck")
	s.AnswerTotal = query.Child(nsHL7, "resultTotalQuantity").Attr("", "value")
	if s.AnswerKind != answerHL7Error {
		return
	}
	add := func(code string) {
		if code = strings.TrimSpace(code); code != "" {
			s.AnswerCodes = append(s.AnswerCodes, code)
		}
	}
	add(query.Child(nsHL7, "queryResponseCode").Attr("", "code"))
	for d := range body.Child(nsHL7, "acknowledgement").ChildrenNamed(nsHL7, "acknowledgementDetail") {
		add(d.Child(nsHL7, "code").Attr("", "code"))
	}
}

// readAnswer says what kind of answer a SOAP body holds, and its code.
func readAnswer(env soap.Envelope) (kind, code string) {
	body := env.Payload
	if code, subcode, _, ok := env.Fault(); ok {
		if subcode != "" {
			code = subcode
		}
		return answerFault, code
	}
	switch {
	case !body.OK():
		return answerUnreadable, ""
	case body.Space() == nsHL7:
		return hl7Answer(body)
	}
	if inner := body.Child(nsRS, "RegistryResponse"); inner.OK() {
		body = inner
	}
	status, ok := body.LookupAttr("", "status")
	switch {
	case ok && strings.TrimSpace(status) == responseStatusSuccess: // xs:anyURI
		return answerSuccess, ""
	case ok:
		for n := range body.Descendants() {
			if n.Is(nsRS, "RegistryError") {
				return answerRegistryError, n.Attr("", "errorCode")
			}
		}
		return answerRegistryError, ""
	}
	for n := range body.Descendants() { // the DMP's own services
		if n.Local() == "status" {
			code = strings.TrimSpace(n.Value())
			if code == "DMPOk" {
				return answerSuccess, code
			}
			return answerRegistryError, code
		}
	}
	return answerUnreadable, ""
}

// hl7Answer reads the acknowledgement and query response of an HL7 V3 answer.
// typeCode is an attribute in the DMP's messages and an element in NE2008.
func hl7Answer(body xmldoc.Node) (kind, code string) {
	ack := body.Child(nsHL7, "acknowledgement")
	code = body.Child(nsHL7, "controlActProcess").Child(nsHL7, "queryAck").Child(nsHL7, "queryResponseCode").Attr("", "code")
	typ := ack.Attr("", "typeCode")
	if typ == "" {
		typ = ack.Child(nsHL7, "typeCode").Attr("", "code")
	}
	switch {
	case typ != "AA" && typ != "CA":
		if detail := ack.Path(nsHL7, "acknowledgementDetail", "code").Attr("", "code"); detail != "" {
			code = detail
		}
		return answerHL7Error, code
	case code == "NF":
		return answerNotFound, code
	case code == "" || code == "OK":
		return answerSuccess, code
	}
	return answerHL7Error, code
}

// authorisation is the state of the caller's authorisation in a TD0.2 answer.
func authorisation(body xmldoc.Node) string {
	for n := range body.Descendants() {
		if !n.Is(nsHL7, "attentionLine") {
			continue
		}
		key := n.Child(nsHL7, "keyWordText")
		if key.Attr("", "code") == codeAuthorisation || strings.TrimSpace(key.Value()) == codeAuthorisation {
			value := n.Child(nsHL7, "value")
			return cmp.Or(value.Attr("", "code"), value.Attr("", "value"), strings.TrimSpace(value.Value()))
		}
	}
	return ""
}
