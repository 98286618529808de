package hl7

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Namespace of HL7 V3.
const Namespace = "urn:hl7-org:v3"

// The interactions.
const (
	ExistenceTest = "PRPA_IN201307UV02"
	FindPatient   = "PRPA_IN201305UV02"
)

// DMPDevice is the receiver device id of every message to the DMP.
const DMPDevice = "1.2.250.1.213.4.1.1.1"

// Query is an HL7 V3 query message. The zero value is of no use; begin with
// [New].
type Query struct {
	Root        string // name of the root element
	ID          string // extension of the message id
	Created     string // YYYYMMDDhhmmss
	Interaction string // extension of interactionId
	Processing  string
	Mode        string // processingModeCode
	Accept      string
	Receiver    string
	ReceiverSW  string
	Sender      string
	SenderSW    string
	Trigger     string // code of the control act
	Reason      string // "" for none
	QueryID     string
	Status      string
	Parameters  string // XML inside parameterList
	Immediate   bool   // responseModalityCode and responsePriorityCode
	Control     string // XML between these and parameterList
}

// New gives a query with the wrapper values the DMP expects (spec: DMP §1.3).
// sender is the OID of the installation and the root of message ids.
func New(interaction, id, queryID, created, sender, software string) *Query {
	return &Query{
		Root: interaction, ID: id, Created: created, Interaction: interaction,
		Processing: "D", Mode: "T", Accept: "AL", Receiver: DMPDevice, ReceiverSW: "DMP",
		Sender: sender, SenderSW: software, QueryID: queryID, Status: "new",
		Trigger: strings.Replace(interaction, "_IN", "_TE", 1),
	}
}

// ByINS asks about one patient identifier (TD0.2).
func (q *Query) ByINS(oid, ins, reason string) {
	q.Reason = reason
	q.Parameters = `<patientIdentifier><value root="` + soap.Escape(oid) + `" extension="` + soap.Escape(ins) +
		`"/><semanticsText>Patient.id</semanticsText></patientIdentifier>`
}

// ByTraits asks about a person (TD0.5). gender is M or F, birth YYYYMMDD.
func (q *Query) ByTraits(family, given, birth, gender string) {
	q.Immediate = true
	e := soap.Escape
	q.Parameters = `<livingSubjectAdministrativeGender><value code="` + e(gender) + `" codeSystem="2.16.840.1.113883.5.1"/>` +
		`<semanticsText>LivingSubject.administrativeGender</semanticsText></livingSubjectAdministrativeGender>` +
		`<livingSubjectBirthTime><value value="` + e(birth) + `"/><semanticsText>LivingSubject.birthTime</semanticsText></livingSubjectBirthTime>` +
		`<livingSubjectName><value><family>` + e(family) + `</family><given>` + e(given) + `</given></value>` +
		`<semanticsText>LivingSubject.name</semanticsText></livingSubjectName>`
}

// XML writes the message.
func (q *Query) XML() string {
	e := soap.Escape
	var b strings.Builder
	q.wrapper(&b, "EVN")
	b.WriteString(`<queryByParameter><queryId root="` + e(q.Sender) + `" extension="` + e(q.QueryID) + `"/><statusCode code="` + e(q.Status) + `"/>`)
	if q.Immediate {
		b.WriteString(`<responseModalityCode code="R"/><responsePriorityCode code="I"/>`)
	}
	b.WriteString(q.Control)
	b.WriteString(`<parameterList>` + q.Parameters + `</parameterList></queryByParameter></controlActProcess></` + q.Root + `>`)
	return b.String()
}

// wrapper writes a message up to the reason of its control act.
func (q *Query) wrapper(b *strings.Builder, mood string) {
	e := soap.Escape
	b.WriteString(`<` + q.Root + ` xmlns="` + Namespace + `" ITSVersion="XML_1.0">` +
		`<id root="` + e(q.Sender) + `" extension="` + e(q.ID) + `"/><creationTime value="` + e(q.Created) + `"/>` +
		`<interactionId root="2.16.840.1.113883.1.6" extension="` + e(q.Interaction) + `"/>` +
		`<processingCode code="` + e(q.Processing) + `"/><processingModeCode code="` + e(q.Mode) + `"/><acceptAckCode code="` + e(q.Accept) + `"/>` +
		device("receiver", "RCV", q.Receiver, q.ReceiverSW) + device("sender", "SND", q.Sender, q.SenderSW) +
		`<controlActProcess classCode="CACT" moodCode="` + mood + `"><code code="` + e(q.Trigger) + `" codeSystem="2.16.840.1.113883.1.6"/>`)
	if q.Reason != "" {
		b.WriteString(`<reasonCode code="` + e(q.Reason) + `" codeSystem="1.2.250.1.213.1.1.4.11"/>`)
	}
}

func device(role, typ, oid, software string) string {
	if software != "" {
		software = `<softwareName>` + soap.Escape(software) + `</softwareName>`
	}
	return `<` + role + ` typeCode="` + typ + `"><device classCode="DEV" determinerCode="INSTANCE"><id root="` + soap.Escape(oid) +
		`"/>` + software + `</device></` + role + `>`
}
