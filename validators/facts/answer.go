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
	answerAlready       = "already" // a refusal because it is so already: nothing is amiss
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
	if alreadySo(s.AnswerKind, s.AnswerCode) {
		s.AnswerKind = answerAlready
	}
	s.Authorisation = authorisation(root.env.Payload)
	s.record(root.env.Payload)
	s.registryAnswer(root.env.Payload)
	s.patientAnswer(root.env.Payload)
	s.Answered = readCargo(r)
}

// alreadySo tells the refusals which say that what is asked is so already (spec:
// DMP additions §2.2).
func alreadySo(kind, code string) bool {
	switch code {
	case "DMPFound", "DMPClosed":
		return kind == answerHL7Error
	case "DMPPatientAccessAlreadyExists":
		return kind == answerRegistryError
	}
	return false
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
	s.AnswerSender = strings.TrimSpace(body.Path(nsHL7, "sender", "device", "id").Attr("", "root"))
	s.AnswerHL7ID = instanceIdentifier(body.Child(nsHL7, "id"))
	query := body.Path(nsHL7, "controlActProcess", "queryAck")
	s.AnswerTotal = query.Child(nsHL7, "resultTotalQuantity").Attr("", "value")
	s.AnswerCurrent = query.Child(nsHL7, "resultCurrentQuantity").Attr("", "value")
	s.AnswerLeft = query.Child(nsHL7, "resultRemainingQuantity").Attr("", "value")
	for subject := range body.Child(nsHL7, "controlActProcess").ChildrenNamed(nsHL7, "subject") {
		for id := range subject.Path(nsHL7, "registrationEvent", "subject1", "patient").ChildrenNamed(nsHL7, "id") {
			if id.Attr("", "root") != "" { // a person without an identifier is told from nobody
				s.AnswerPeople = append(s.AnswerPeople, strings.Join(strings.Fields(instanceIdentifier(id)), "_"))
				break
			}
		}
	}
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
	body := interaction(env.Payload)
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

// interaction takes an HL7 V3 message out of the DMP's wrapper, if it is in it.
func interaction(body xmldoc.Node) xmldoc.Node {
	if body.Space() != nsGDP {
		return body
	}
	for inner := range body.Children() {
		return inner
	}
	return body
}

// record reads what a TD0.2 answer says of the one record that it tells of: its
// status, and whether it is attached to Mon espace santé.
func (s *Summary) record(body xmldoc.Node) {
	subject := body.Path(nsHL7, "controlActProcess", "subject")
	if !subject.OK() || body.Local() != "PRPA_IN201308UV02" {
		return
	}
	patient := subject.Path(nsHL7, "registrationEvent", "subject1", "patient")
	s.RecordStatus = patient.Child(nsHL7, "statusCode").Attr("", "code")
	for n := range patient.Descendants() {
		if n.Is(nsHL7, "administrativeObservation") && n.Child(nsHL7, "code").Attr("", "code") == codeAttached {
			s.Attached = n.Child(nsHL7, "value").Attr("", "value")
		}
	}
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
