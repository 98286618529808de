package hl7v3

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// The code systems of the DMP's answers (spec: DMP §1.3).
const (
	sysInteraction   = "2.16.840.1.113883.1.6"
	sysGender        = "2.16.840.1.113883.5.1"
	sysAuthorisation = "1.2.250.1.213.4.1.2.6.1"
	sysAuthValue     = "1.2.250.1.213.4.1.2.6.2"
	sysAttending     = "1.2.250.1.213.4.1.2.6.3"
	sysAccount       = "1.2.250.1.213.4.1.2.9"
	sysMES           = "1.2.250.1.213.4.1.2.3"
	sysClosing       = "1.2.250.1.213.4.1.2.4"
)

// Answer is a response message.
type Answer struct {
	Interaction string // ExistenceAnswer or FindAnswer
	ID          II     // of this message
	Created     string // YYYYMMDDhhmmss
	DMP         string // device id of the sender, also custodian
	Query       Query  // what is answered

	Ack      string // AA or AE
	Response string // OK, NF, AE, QE
	Details  []Detail

	Authorisation string // VALIDE, NON_EXISTE, INTERDIT, EXPIRE; "" for no attention line
	Attending     bool   // STATUT_MT, told with Authorisation
	Patients      []Patient
	Remaining     int // matches not told
	// Echo is queryByParameter as it is said again; "": as received.
	Echo string
}

// Detail is one acknowledgementDetail of type error.
type Detail struct{ Code, Text, Location string }

// Patient is one patient told.
type Patient struct {
	IDs        []II
	Closed     string // motive; "" when the record is open
	ClosedAt   string // YYYYMMDDhhmmss
	Family     string
	Given      string
	Gender     string
	Birth      string
	City       string
	PostalCode string
	Match      int  // per cent, of FindAnswer
	Account    bool // COMPTE_INTERNET_OUVERT, of ExistenceAnswer
	MES        bool // RATTACHEMENT_ENS, of ExistenceAnswer
}

func attr(name, value string) string { return ` ` + name + `="` + soap.Escape(value) + `"` }

func element(name, value string) string {
	if value == "" {
		return ""
	}
	return `<` + name + `>` + soap.Escape(value) + `</` + name + `>`
}

func (i II) xml(name string) string {
	s := `<` + name + attr("root", i.Root)
	if i.Extension != "" {
		s += attr("extension", i.Extension)
	}
	return s + `/>`
}

// XML writes the message.
func (a Answer) XML() string {
	var b strings.Builder
	trigger := strings.Replace(a.Interaction, "_IN", "_TE", 1)
	b.WriteString(`<` + a.Interaction + ` xmlns="` + NS + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ITSVersion="XML_1.0">`)
	b.WriteString(a.ID.xml("id") + `<creationTime` + attr("value", a.Created) + `/>`)
	b.WriteString(II{sysInteraction, a.Interaction}.xml("interactionId"))
	b.WriteString(`<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="NE"/>`)
	b.WriteString(device("receiver", "RCV", a.Query.Sender, a.Query.SenderName) + device("sender", "SND", a.DMP, "DMP"))
	if a.Authorisation != "" {
		b.WriteString(attention("AUTORISATION", sysAuthorisation, `<value xsi:type="CE"`+attr("code", a.Authorisation)+attr("codeSystem", sysAuthValue)+`/>`))
		b.WriteString(attention("STATUT_MT", sysAttending, `<value xsi:type="BL"`+attr("value", strconv.FormatBool(a.Attending))+`/>`))
	}
	// The attribute is the form of the DMP's edition for TD0.2, the element that
	// of the 2008 edition; readers of either find theirs.
	b.WriteString(`<acknowledgement` + attr("typeCode", a.Ack) + `><typeCode` + attr("code", a.Ack) + `/>`)
	if a.Query.ID.Root != "" {
		b.WriteString(`<targetMessage>` + a.Query.ID.xml("id") + `</targetMessage>`)
	} else {
		b.WriteString(`<targetMessage><id nullFlavor="NI"/></targetMessage>`)
	}
	for _, d := range a.Details {
		b.WriteString(`<acknowledgementDetail typeCode="E"><code` + attr("code", d.Code) + `/>` + element("text", d.Text) + element("location", d.Location) + `</acknowledgementDetail>`)
	}
	b.WriteString(`</acknowledgement><controlActProcess classCode="CACT" moodCode="EVN"><code` + attr("code", trigger) + attr("codeSystem", sysInteraction) + `/>`)
	for _, p := range a.Patients {
		a.subject(&b, p)
	}
	for _, p := range a.Patients {
		if p.Closed != "" {
			b.WriteString(`<reasonOf typeCode="RSON"><detectedIssueEvent classCode="ALRT" moodCode="EVN"><code code="FERMETURE_DEMANDE_PATIENT"` +
				attr("codeSystem", sysClosing) + `/>` + element("text", p.Closed) + `</detectedIssueEvent></reasonOf>`)
		}
	}
	a.queryAck(&b)
	if a.Echo == "" {
		a.Echo = Verbatim(a.Query.Parameters)
	}
	b.WriteString(a.Echo)
	b.WriteString(`</controlActProcess></` + a.Interaction + `>`)
	return b.String()
}

func (a Answer) queryAck(b *strings.Builder) {
	b.WriteString(`<queryAck>`)
	if a.Query.QueryID.Root != "" {
		b.WriteString(a.Query.QueryID.xml("queryId"))
	}
	b.WriteString(`<statusCode code="deliveredResponse"/><queryResponseCode` + attr("code", a.Response) + `/>`)
	for _, quantity := range []struct {
		name  string
		value int
	}{{"resultTotalQuantity", len(a.Patients) + a.Remaining}, {"resultCurrentQuantity", len(a.Patients)}, {"resultRemainingQuantity", a.Remaining}} {
		b.WriteString(`<` + quantity.name + attr("value", strconv.Itoa(quantity.value)) + `/>`)
	}
	b.WriteString(`</queryAck>`)
}

func device(role, kind, oid, software string) string {
	id := `<id nullFlavor="NI"/>`
	if oid != "" {
		id = II{Root: oid}.xml("id")
	}
	return `<` + role + attr("typeCode", kind) + `><device classCode="DEV" determinerCode="INSTANCE">` + id +
		element("softwareName", software) + `</device></` + role + `>`
}

func attention(key, system, value string) string {
	return `<attentionLine><keyWordText` + attr("code", key) + attr("codeSystem", system) + `>` + key + `</keyWordText>` + value + `</attentionLine>`
}

// subject writes one registration event.
func (a Answer) subject(b *strings.Builder, p Patient) {
	b.WriteString(`<subject typeCode="SUBJ" contextConductionInd="false"><registrationEvent classCode="REG" moodCode="EVN"><statusCode code="active"/>` +
		`<subject1 typeCode="SBJ"><patient classCode="PAT">`)
	for _, id := range p.IDs {
		b.WriteString(id.xml("id"))
	}
	if p.Closed == "" {
		b.WriteString(`<statusCode code="active"/>`)
	} else {
		b.WriteString(`<statusCode code="terminated"/><effectiveTime><high` + attr("value", p.ClosedAt) + `/></effectiveTime>`)
	}
	b.WriteString(`<patientPerson classCode="PSN" determinerCode="INSTANCE"><name><family qualifier="SP">` + soap.Escape(p.Family) + `</family>` +
		element("given", p.Given) + `</name><administrativeGenderCode` + attr("code", p.Gender) + attr("codeSystem", sysGender) + `/><birthTime` + attr("value", p.Birth) + `/>`)
	if p.City != "" || p.PostalCode != "" {
		b.WriteString(`<addr>` + element("postalCode", p.PostalCode) + element("city", p.City) + `</addr>`)
	}
	b.WriteString(`</patientPerson><providerOrganization classCode="ORG" determinerCode="INSTANCE">` + II{Root: a.DMP}.xml("id") +
		`<name>DMP</name></providerOrganization>`)
	if a.Interaction == FindAnswer {
		b.WriteString(`<subjectOf1 typeCode="SBJ"><queryMatchObservation classCode="OBS" moodCode="EVN"><code code="IHE_PDQ"/><value xsi:type="INT"` +
			attr("value", strconv.Itoa(p.Match)) + `/></queryMatchObservation></subjectOf1>`)
	} else {
		observe(b, "COMPTE_INTERNET_OUVERT", sysAccount, p.Account)
		observe(b, "RATTACHEMENT_ENS", sysMES, p.MES)
	}
	b.WriteString(`</patient></subject1><custodian typeCode="CST"><assignedEntity classCode="ASSIGNED">` + II{Root: a.DMP}.xml("id") +
		`</assignedEntity></custodian></registrationEvent></subject>`)
}

func observe(b *strings.Builder, code, system string, value bool) {
	b.WriteString(`<subjectOf typeCode="SBJ"><administrativeObservation classCode="OBS" moodCode="EVN"><code` + attr("code", code) + attr("codeSystem", system) +
		`/><value xsi:type="BL"` + attr("value", strconv.FormatBool(value)) + `/></administrativeObservation></subjectOf>`)
}
