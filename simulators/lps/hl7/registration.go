package hl7

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// The interactions that create and change a record.
const (
	Create = "PRPA_IN201311UV02"
	Change = "PRPA_IN201314UV02"
)

// The code systems of a registration (spec: DMP §1.3).
const (
	sysFlags    = "1.2.250.1.213.4.1.2.3"
	sysMotives  = "1.2.250.1.213.4.1.2.4"
	sysContacts = "1.2.250.1.213.4.1.2.5"
	sysRelation = "2.16.840.1.113883.1.11.19579"
)

// Registration is a creation or a change of a record. The zero value is of no
// use; begin with [NewRegistration].
type Registration struct {
	Query     // its wrapper; what a query alone has is not used
	PatientID ID
	Patient   string // statusCode of the patient: active, terminated

	Prefix, Usual, Birth, Given string
	Phone, Mobile, Mail         string
	Gender, BirthTime           string
	Street, PostalCode, City    string
	BirthPlace                  string
	CardFamily, CardGiven       string // the Vitale card's, as read; "" for no contact party
	RelativeRole                string // HL7 role code; "" for no representative
	RelativeFamily, RelGiven    string
	Flags                       []Flag

	AuthorRoot, AuthorID       string
	StructureRoot, StructureID string
	AuthorFamily, AuthorGiven  string
	Motive, MotiveText         string // of a closing
}

// Flag is an observation, true or false.
type Flag struct {
	Code  string
	Value bool
}

// NewRegistration gives a request with the wrapper values that the DMP expects.
func NewRegistration(interaction, reason, id, created, sender, software string) *Registration {
	r := &Registration{
		Query: *New(interaction, id, "", created, sender, software), Patient: "active",
		AuthorRoot: "1.2.250.1.71.4.2.1", StructureRoot: "1.2.250.1.71.4.2.2",
	}
	r.Reason = reason
	return r
}

// XML writes the message, in the order of the schema.
func (r *Registration) XML() string {
	var b strings.Builder
	r.wrapper(&b, "RQO")
	e := soap.Escape
	b.WriteString(`<subject typeCode="SUBJ"><registrationRequest classCode="REG" moodCode="RQO"><statusCode code="active"/><subject1 typeCode="SBJ"><patient classCode="PAT">` +
		`<id root="` + e(r.PatientID.Root) + `" extension="` + e(r.PatientID.Extension) + `"/><statusCode code="` + e(r.Patient) + `"/>`)
	r.person(&b)
	for _, f := range r.Flags {
		b.WriteString(`<subjectOf typeCode="SBJ"><administrativeObservation classCode="OBS" moodCode="EVN"><code code="` + e(f.Code) + `" codeSystem="` + sysFlags +
			`"/><value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="BL" value="` + strconv.FormatBool(f.Value) + `"/></administrativeObservation></subjectOf>`)
	}
	b.WriteString(`</patient></subject1>`)
	if r.AuthorID != "" {
		b.WriteString(`<author typeCode="AUT"><assignedEntity classCode="ASSIGNED"><id root="` + e(r.AuthorRoot) + `" extension="` + e(r.AuthorID) +
			`"/><assignedPerson classCode="PSN" determinerCode="INSTANCE">` + name("", r.AuthorFamily, "", r.AuthorGiven) +
			`</assignedPerson><representedOrganization classCode="ORG" determinerCode="INSTANCE"><id root="` + e(r.StructureRoot) + `" extension="` + e(r.StructureID) +
			`"/></representedOrganization></assignedEntity></author>`)
	}
	b.WriteString(`</registrationRequest></subject>`)
	if r.Motive != "" {
		b.WriteString(`<reasonOf typeCode="RSON"><detectedIssueEvent classCode="ALRT" moodCode="EVN"><code code="` + e(r.Motive) + `" codeSystem="` + sysMotives +
			`"/>` + text("text", r.MotiveText) + `</detectedIssueEvent></reasonOf>`)
	}
	b.WriteString(`</controlActProcess></` + r.Root + `>`)
	return b.String()
}

func (r *Registration) person(b *strings.Builder) {
	e := soap.Escape
	b.WriteString(`<patientPerson classCode="PSN" determinerCode="INSTANCE">` + name(r.Prefix, r.Usual, r.Birth, r.Given))
	for _, t := range [][2]string{{"HP", r.Phone}, {"MC", r.Mobile}} {
		if t[1] != "" {
			b.WriteString(`<telecom use="` + t[0] + `" value="tel:` + e(t[1]) + `"/>`)
		}
	}
	if r.Mail != "" {
		b.WriteString(`<telecom value="mailto:` + e(r.Mail) + `"/>`)
	}
	b.WriteString(`<administrativeGenderCode code="` + e(r.Gender) + `" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="` + e(r.BirthTime) + `"/>`)
	if where := text("streetAddressLine", r.Street) + text("postalCode", r.PostalCode) + text("city", r.City); where != "" {
		b.WriteString(`<addr>` + where + `</addr>`)
	}
	if r.CardFamily != "" {
		b.WriteString(`<contactParty classCode="CON"><code code="CARTE_SESAM_VITALE" codeSystem="` + sysContacts +
			`"/><contactPerson classCode="PSN" determinerCode="INSTANCE">` + name("", "", r.CardFamily, r.CardGiven) + `</contactPerson></contactParty>`)
	}
	if r.RelativeRole != "" {
		b.WriteString(`<personalRelationship classCode="PRS"><code code="` + e(r.RelativeRole) + `" codeSystem="` + sysRelation +
			`"/><relationshipHolder1 classCode="PSN" determinerCode="INSTANCE">` + name("", r.RelativeFamily, "", r.RelGiven) + `</relationshipHolder1></personalRelationship>`)
	}
	if r.BirthPlace != "" {
		b.WriteString(`<birthPlace classCode="BIRTHPL"><addr>` + text("city", r.BirthPlace) + `</addr></birthPlace>`)
	}
	b.WriteString(`</patientPerson>`)
}

func name(prefix, usual, birth, given string) string {
	s := `<name>` + text("prefix", prefix)
	if usual != "" {
		s += `<family qualifier="SP">` + soap.Escape(usual) + `</family>`
	}
	if birth != "" {
		s += `<family qualifier="BR">` + soap.Escape(birth) + `</family>`
	}
	return s + text("given", given) + `</name>`
}

// text is an element with this text; nothing when there is none.
func text(name, value string) string {
	if value == "" {
		return ""
	}
	return `<` + name + `>` + soap.Escape(value) + `</` + name + `>`
}
