package facts

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Summary is one exchange as session rules see it: one ev:call. Values are
// verbatim from the messages; what a message does not have is empty.
type Summary struct {
	Exchange    etalon.ExchangeID
	Protocol    etalon.Protocol
	Scenario    etalon.ScenarioID
	Step        etalon.StepID
	Actor       etalon.Actor
	Transaction etalon.Transaction
	Sent        bool // by étalon, to the SUT
	Behaviour   string
	Connection  etalon.ConnectionID
	Received    time.Time

	// What follows is of SOAP alone. Of the request:
	Path          string // of the request line
	To            string // wsa:To, trimmed
	Action        string // wsa:Action, trimmed
	MessageID     string
	INS           string // patient identifier, first component: of the body, else of the VIHF
	ResourceID    string // of the VIHF
	ReasonCode    string
	UniqueIDs     []string // of the documents sent or asked for
	SubmissionSet string
	SourceID      string
	LPSName       string // of the VIHF
	LPSVersion    string
	LPSID         string   // LPS_ID of the VIHF
	LPSApproval   string   // LPS_ID_HOMOLOGATION_DMP of the VIHF
	UserID        string   // NameID of the VIHF
	UserName      string   // subject-id of the VIHF
	AssertionID   string   // of the VIHF
	AssertionHash string   // its signed digest, base64 without blanks
	LoggedOn      string   // AuthnInstant of the VIHF, to the letter
	HL7ID         string   // of an HL7 V3 message: root^extension
	QueryID       string   // of an HL7 V3 query: root^extension
	Continues     string   // queryId that a continuation or a cancellation names: root^extension
	StartsAt      string   // startResultNumber of a continuation
	SenderID      string   // device that sends an HL7 V3 message
	ReceiverID    string   // device that it is for
	Acknowledges  string   // message that a message of HL7 V3 acknowledges: root^extension
	Query         string   // stored query id
	Returns       string   // returnType of a stored query
	Named         []string // UUIDs of registry objects that a stored query names
	Operation     []string // name and values of a request to one of the DMP's own services
	StatusSlots   []string // last component of each status asked for
	Parameters    []string // names of the slots of a stored query
	Asked         Cargo    // what the request carries
	Series        []string // of the clinical documents sent: setId|versionNumber|id

	// Of the response.
	Status        string // HTTP
	RelatesTo     string
	AnswerID      string   // MessageID of the answer
	AnswerSender  string   // device that sends an answer of HL7 V3
	AnswerHL7ID   string   // of an answer of HL7 V3: root^extension
	AnswerKind    string   // success, fault, registry-error, hl7-nf, hl7-error, none, unreadable
	AnswerStatus  string   // last word of the status of a RegistryResponse: Success, PartialSuccess, Failure
	AnswerCode    string   // fault (sub)code, errorCode, queryResponseCode, status of the DMP's own services
	AnswerCodes   []string // of every RegistryError, in order; of a refusal in HL7 V3, queryResponseCode and the acknowledgementDetails
	AnswerTotal   string   // resultTotalQuantity of an answer of HL7 V3
	AnswerCurrent string   // resultCurrentQuantity, likewise
	AnswerLeft    string   // resultRemainingQuantity, likewise
	AnswerPeople  []string // first identifier of each patient of an answer of HL7 V3: root^extension
	Authorisation string   // of a TD0.2 answer
	RecordStatus  string   // of a TD0.2 answer: active, terminated
	Attached      string   // of a TD0.2 answer: to Mon espace santé, true or false
	Answered      Cargo    // what the response carries

	page   *page          // of a search that is gone on with; set where the session is told
	clocks []clockReading // times that a message of the SUT states of its own sending
	detail detail         // of any other protocol
	Bytes  int            // of all that is verbatim from the messages
}

// request fills what comes from the envelope of the request.
func (s *Summary) request(env soap.Envelope) {
	s.Action, s.MessageID = env.Action(), env.MessageID()
	s.To = strings.TrimSpace(env.Header.Child(soap.NSWSA, "To").Value())
	for n := range env.Root.Descendants() {
		switch n.Space() {
		case nsSAML:
			s.attribute(n)
			s.assertion(n)
		case nsRIM:
			s.registryObject(n)
		case nsXDSB:
			if n.Local() == "DocumentUniqueId" {
				s.UniqueIDs = append(s.UniqueIDs, strings.TrimSpace(n.Value()))
			}
		case nsHL7:
			s.query(n)
		}
		if s.INS == "" && env.Payload.OK() && n.Parent() == env.Payload {
			s.INS = ownPatient(n)
		}
	}
	if s.INS == "" {
		s.INS = firstComponent(s.ResourceID)
	}
	s.operation(env.Payload)
}

// operation reads a request to one of the DMP's own services.
func (s *Summary) operation(body xmldoc.Node) {
	if !strings.HasPrefix(body.Space(), nsOwn) {
		return
	}
	s.Operation = append(s.Operation, body.Local())
	for field := range body.Children() {
		s.Operation = append(s.Operation, strings.TrimSpace(field.Value()))
	}
}

// attribute reads one attribute of the VIHF.
func (s *Summary) attribute(n xmldoc.Node) {
	if n.Local() != "Attribute" {
		return
	}
	value := strings.TrimSpace(n.Child(nsSAML, "AttributeValue").Value())
	switch n.Attr("", "Name") {
	case attributeResourceID:
		s.ResourceID = value
	case "LPS_Nom":
		s.LPSName = value
	case "LPS_Version":
		s.LPSVersion = value
	case "LPS_ID":
		s.LPSID = value
	case "LPS_ID_HOMOLOGATION_DMP":
		s.LPSApproval = value
	case attributeSubjectID:
		s.UserName = value
	}
}

// assertion reads what tells one VIHF from another: its ID, and the digest that
// its signature holds of it.
func (s *Summary) assertion(n xmldoc.Node) {
	if n.Local() != "Assertion" || s.AssertionID != "" {
		return
	}
	s.AssertionID = n.Attr("", "ID")
	s.clock("vihf", n.Attr("", "IssueInstant"))
	s.UserID = strings.TrimSpace(n.Path(nsSAML, "Subject", "NameID").Value())
	s.LoggedOn = strings.TrimSpace(n.Child(nsSAML, "AuthnStatement").Attr("", "AuthnInstant"))
	digest := n.Path(nsDSig, "Signature", "SignedInfo", "Reference", "DigestValue").Value()
	s.AssertionHash = strings.Join(strings.Fields(digest), "")
}

// registryObject reads identifiers and query slots of ebRIM content.
func (s *Summary) registryObject(n xmldoc.Node) {
	switch n.Local() {
	case "AdhocQuery":
		s.Query, s.Returns = uri(n, "id"), responseOption(n)
	case "ExternalIdentifier":
		value := n.Attr("", "value")
		switch uri(n, "identificationScheme") {
		case schemeEntryUniqueID:
			s.UniqueIDs = append(s.UniqueIDs, value)
		case schemeLotUniqueID:
			s.SubmissionSet = value
		case schemeLotSourceID:
			s.SourceID = value
		case schemeLotPatientID:
			s.INS = firstComponent(value)
		case schemeEntryPatientID:
			if s.INS == "" {
				s.INS = firstComponent(value)
			}
		}
	case "Slot":
		s.slot(n)
	}
}

// slot reads one parameter of a stored query.
func (s *Summary) slot(n xmldoc.Node) {
	name := n.Attr("", "name")
	if name == "submissionTime" && n.Parent().Local() == "RegistryPackage" {
		s.clock("submission", n.Child(nsRIM, "ValueList").Child(nsRIM, "Value").Value())
	}
	if !strings.HasPrefix(name, "$") {
		return
	}
	s.Parameters = append(s.Parameters, name)
	for v := range n.Child(nsRIM, "ValueList").ChildrenNamed(nsRIM, "Value") {
		for _, word := range slotWords(v.Value()) {
			switch {
			case strings.HasSuffix(strings.ToLower(name), "patientid"):
				s.INS = firstComponent(word)
			case strings.HasSuffix(name, "UniqueId"):
				s.UniqueIDs = append(s.UniqueIDs, word)
			case namesObjects(name):
				s.Named = append(s.Named, word)
			case strings.HasSuffix(name, "Status"):
				s.StatusSlots = append(s.StatusSlots, word[strings.LastIndex(word, ":")+1:])
			}
		}
	}
}

// namesObjects tells the parameters of stored queries whose values are UUIDs of
// objects of the registry ($uuid, $XDSDocumentEntryEntryUUID, …LogicalID).
// Source: IHE ITI TF-2 §3.18.4.1.2.3.7.
func namesObjects(name string) bool {
	return name == "$uuid" || strings.HasSuffix(name, "EntryUUID") || strings.HasSuffix(name, "LogicalID")
}

// responseOption is the returnType that stands beside a stored query, empty for
// none.
func responseOption(query xmldoc.Node) string {
	for o := range query.Parent().Children() {
		if o.Local() == "ResponseOption" {
			return strings.TrimSpace(o.Attr("", "returnType"))
		}
	}
	return ""
}

// query reads an HL7 V3 query.
func (s *Summary) query(n xmldoc.Node) {
	switch n.Local() {
	case "reasonCode":
		if s.ReasonCode == "" && n.Parent().Local() == "controlActProcess" {
			s.ReasonCode = n.Attr("", "code")
		}
	case "id":
		switch device := n.Parent(); {
		case device.Local() == "device" && device.Parent().Local() == "sender" && s.SenderID == "":
			s.SenderID = strings.TrimSpace(n.Attr("", "root"))
		case device.Local() == "device" && device.Parent().Local() == "receiver" && s.ReceiverID == "":
			s.ReceiverID = strings.TrimSpace(n.Attr("", "root"))
		case s.HL7ID == "" && n.Parent().Parent().Local() == "Body":
			s.HL7ID = instanceIdentifier(n)
		case s.Acknowledges == "" && n.Parent().Local() == "targetMessage":
			s.Acknowledges = instanceIdentifier(n)
		}
	case "queryId":
		switch {
		case s.QueryID == "" && n.Parent().Local() == "queryByParameter":
			s.QueryID = instanceIdentifier(n)
		case s.Continues == "" && n.Parent().Local() == "queryContinuation":
			s.Continues = instanceIdentifier(n)
		}
	case "startResultNumber":
		if s.StartsAt == "" && n.Parent().Local() == "queryContinuation" {
			s.StartsAt = strings.TrimSpace(n.Attr("", "value"))
		}
	case "patient": // of a registration
		if s.INS == "" && n.Parent().Local() == "subject1" {
			s.INS = n.Child(nsHL7, "id").Attr("", "extension")
		}
	case "patientIdentifier":
		if s.INS == "" {
			s.INS = n.Child(nsHL7, "value").Attr("", "extension")
		}
	}
}

// instanceIdentifier writes an HL7 V3 identifier as root^extension, empty when it
// has neither.
func instanceIdentifier(n xmldoc.Node) string {
	root, extension := n.Attr("", "root"), n.Attr("", "extension")
	if root == "" && extension == "" {
		return ""
	}
	return root + "^" + extension
}

// ownPatient reads the patient of a request to one of the DMP's own services,
// whose elements have no namespace in common.
func ownPatient(n xmldoc.Node) string {
	switch strings.ToLower(n.Local()) {
	case "ins", "patientid", "idpatient", "patient":
		if v := n.Attr("*", "extension"); v != "" {
			return v
		}
		return firstComponent(strings.TrimSpace(n.Value()))
	}
	return ""
}

// firstComponent is what stands before the first ^ of an HL7 v2 field.
func firstComponent(s string) string {
	id, _, _ := strings.Cut(s, "^")
	return id
}

// slotWords splits a query parameter ('a' or ('a','b')) into its values.
// Source: IHE ITI TF-2 §3.18.4.1.2.3.5.
func slotWords(s string) []string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s = s[1 : len(s)-1]
	}
	var words []string
	for _, w := range strings.Split(s, ",") {
		w = strings.TrimSpace(w)
		if n := len(w); n >= 2 && w[0] == '\'' && w[n-1] == '\'' {
			w = w[1 : n-1]
		}
		if w != "" {
			words = append(words, w)
		}
	}
	return words
}
