package demographics

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

const (
	interactions = "2.16.840.1.113883.1.6"
	genders      = "2.16.840.1.113883.5.1"
)

// Wrapper is what begins every message.
type Wrapper struct {
	ID      hl7v3.II
	Created string // YYYYMMDDhhmmss
	From    string // root of the sender's device
	To      Head   // whom the message answers
	Ack     string // AA, AE; CA, CE
	Details []Detail
}

// Detail is one acknowledgementDetail.
type Detail struct {
	Kind, Code, Text, Location string // Kind: E, W or I
}

// Answer is a PRPA_IN201306UV02.
type Answer struct {
	Wrapper
	QueryID  hl7v3.II
	Response string // OK, NF, AE, QE
	Stopped  bool   // nothing more will come: queryAck/statusCode aborted
	Total    int
	Left     int // matches after those told
	People   []Person
	Echo     string // queryByParameter
}

// Person is one match.
type Person struct {
	IDs        []hl7v3.II // of the domain that answers
	Others     []hl7v3.II // of other domains; one without an extension: none is known there
	Family     string
	Given      string
	Gender     string
	Birth      string
	City       string
	PostalCode string
	Telecom    string
	Maiden     string // family name of the mother
	Match      int    // per cent
}

func attr(name, value string) string { return ` ` + name + `="` + soap.Escape(value) + `"` }

func element(name, value string) string {
	if value == "" {
		return ""
	}
	return `<` + name + `>` + soap.Escape(value) + `</` + name + `>`
}

// ii writes an identifier; one that is none has a null flavour.
func ii(name string, id hl7v3.II) string {
	switch {
	case id.Root == "":
		return `<` + name + ` nullFlavor="NI"/>`
	case id.Extension == "":
		return `<` + name + attr("root", id.Root) + `/>`
	}
	return `<` + name + attr("root", id.Root) + attr("extension", id.Extension) + `/>`
}

func device(role, kind, oid, software string) string {
	return `<` + role + attr("typeCode", kind) + `><device classCode="DEV" determinerCode="INSTANCE">` + ii("id", hl7v3.II{Root: oid}) +
		element("softwareName", software) + `</device></` + role + `>`
}

// open writes a message up to its acknowledgement.
func (w Wrapper) open(b *strings.Builder, message string) {
	b.WriteString(`<` + message + ` xmlns="` + hl7v3.NS + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ITSVersion="XML_1.0">`)
	b.WriteString(ii("id", w.ID) + `<creationTime` + attr("value", w.Created) + `/>` + ii("interactionId", hl7v3.II{Root: interactions, Extension: message}))
	b.WriteString(`<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>`)
	b.WriteString(device("receiver", "RCV", w.To.Sender, w.To.SenderName) + device("sender", "SND", w.From, ""))
	b.WriteString(`<acknowledgement><typeCode` + attr("code", w.Ack) + `/><targetMessage>` + ii("id", w.To.ID) + `</targetMessage>`)
	for _, d := range w.Details {
		b.WriteString(`<acknowledgementDetail` + attr("typeCode", d.Kind) + `><code` + attr("code", d.Code) + `/>` + element("text", d.Text) + element("location", d.Location) + `</acknowledgementDetail>`)
	}
	b.WriteString(`</acknowledgement>`)
}

// Accept writes an accept acknowledgement.
func (w Wrapper) Accept() string {
	var b strings.Builder
	w.open(&b, AcceptMessage)
	b.WriteString(`</` + AcceptMessage + `>`)
	return b.String()
}

// XML writes the answer.
func (a Answer) XML() string {
	var b strings.Builder
	a.open(&b, AnswerMessage)
	b.WriteString(`<controlActProcess classCode="CACT" moodCode="EVN"><code code="PRPA_TE201306UV02"` + attr("codeSystem", interactions) + `/>`)
	for _, p := range a.People {
		a.person(&b, p)
	}
	state := "deliveredResponse"
	if a.Stopped {
		state = "aborted"
	}
	b.WriteString(`<queryAck>` + ii("queryId", a.QueryID) + `<statusCode` + attr("code", state) + `/><queryResponseCode` + attr("code", a.Response) + `/>`)
	for _, quantity := range []struct {
		name  string
		value int
	}{{"resultTotalQuantity", a.Total}, {"resultCurrentQuantity", len(a.People)}, {"resultRemainingQuantity", a.Left}} {
		b.WriteString(`<` + quantity.name + attr("value", strconv.Itoa(quantity.value)) + `/>`)
	}
	b.WriteString(`</queryAck>` + a.Echo + `</controlActProcess></` + AnswerMessage + `>`)
	return b.String()
}

// person writes one registration event.
func (a Answer) person(b *strings.Builder, p Person) {
	b.WriteString(`<subject typeCode="SUBJ" contextConductionInd="false"><registrationEvent classCode="REG" moodCode="EVN"><statusCode code="active"/>` +
		`<subject1 typeCode="SBJ"><patient classCode="PAT">`)
	for _, id := range p.IDs {
		b.WriteString(ii("id", id))
	}
	b.WriteString(`<statusCode code="active"/><patientPerson classCode="PSN" determinerCode="INSTANCE"><name use="L"><family>` + soap.Escape(p.Family) + `</family>` +
		element("given", p.Given) + `</name>`)
	if p.Telecom != "" {
		b.WriteString(`<telecom` + attr("value", p.Telecom) + `/>`)
	}
	b.WriteString(`<administrativeGenderCode` + attr("code", p.Gender) + attr("codeSystem", genders) + `/><birthTime` + attr("value", p.Birth) + `/>`)
	if p.City != "" || p.PostalCode != "" {
		b.WriteString(`<addr>` + element("postalCode", p.PostalCode) + element("city", p.City) + `</addr>`)
	}
	for _, id := range p.Others {
		own := ii("id", id)
		if id.Extension == "" {
			own = `<id nullFlavor="NA"/>`
		}
		b.WriteString(`<asOtherIDs classCode="PAT">` + own + `<scopingOrganization classCode="ORG" determinerCode="INSTANCE">` + ii("id", hl7v3.II{Root: id.Root}) + `</scopingOrganization></asOtherIDs>`)
	}
	if p.Maiden != "" {
		b.WriteString(`<personalRelationship classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/><relationshipHolder1 classCode="PSN" determinerCode="INSTANCE"><name><family>` +
			soap.Escape(p.Maiden) + `</family></name></relationshipHolder1></personalRelationship>`)
	}
	b.WriteString(`</patientPerson><providerOrganization classCode="ORG" determinerCode="INSTANCE">` + ii("id", hl7v3.II{Root: a.From}) +
		`<name>ETALON</name><contactParty classCode="CON"/></providerOrganization>` +
		`<subjectOf1 typeCode="SBJ"><queryMatchObservation classCode="OBS" moodCode="EVN"><code code="IHE_PDQ"/><value xsi:type="INT"` +
		attr("value", strconv.Itoa(p.Match)) + `/></queryMatchObservation></subjectOf1></patient></subject1>` +
		`<custodian typeCode="CST"><assignedEntity classCode="ASSIGNED">` + ii("id", hl7v3.II{Root: a.From}) + `</assignedEntity></custodian></registrationEvent></subject>`)
}
