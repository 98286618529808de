package gdp

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// subject writes the registration event of a record, in the order of the schema.
func (a Answer) subject(b *strings.Builder, p Person) {
	b.WriteString(`<subject typeCode="SUBJ" contextConductionInd="false"><registrationEvent classCode="REG" moodCode="EVN"><statusCode code="active"/>` +
		`<subject1 typeCode="SBJ"><patient classCode="PAT">`)
	for _, id := range p.IDs {
		b.WriteString(identifier("id", id))
	}
	b.WriteString(`<statusCode` + attr("code", p.Status) + `/>`)
	if p.ClosedAt != "" {
		b.WriteString(`<effectiveTime><high` + attr("value", p.ClosedAt) + `/></effectiveTime>`)
	}
	b.WriteString(`<patientPerson classCode="PSN" determinerCode="INSTANCE">` + p.Name.xml())
	for _, t := range p.Telecoms {
		b.WriteString(`<telecom`)
		if t.Use != "" {
			b.WriteString(attr("use", t.Use))
		}
		b.WriteString(attr("value", t.Value) + `/>`)
	}
	if p.Gender != "" {
		b.WriteString(`<administrativeGenderCode` + attr("code", p.Gender) + attr("codeSystem", sysGender) + `/>`)
	}
	if p.Birth != "" {
		b.WriteString(`<birthTime` + attr("value", p.Birth) + `/>`)
	}
	if where := element("streetAddressLine", p.Street) + element("postalCode", p.PostalCode) + element("city", p.City); where != "" {
		b.WriteString(`<addr>` + where + `</addr>`)
	}
	for _, r := range p.Relatives {
		b.WriteString(`<personalRelationship classCode="PRS"><code` + attr("code", r.Code) + attr("codeSystem", Relationships) +
			`/><relationshipHolder1 classCode="PSN" determinerCode="INSTANCE">` + r.Name.xml() + `</relationshipHolder1></personalRelationship>`)
	}
	if p.BirthPlace != "" {
		b.WriteString(`<birthPlace classCode="BIRTHPL"><addr>` + element("city", p.BirthPlace) + `</addr></birthPlace>`)
	}
	b.WriteString(`</patientPerson><providerOrganization classCode="ORG" determinerCode="INSTANCE">` + identifier("id", hl7v3.II{Root: a.DMP}) +
		`<name>DMP</name></providerOrganization>`)
	for _, flag := range flags(p.Flags) {
		b.WriteString(`<subjectOf typeCode="SBJ"><administrativeObservation classCode="OBS" moodCode="EVN"><code` + attr("code", flag) + attr("codeSystem", system(flag)) +
			`/><value xsi:type="BL"` + attr("value", strconv.FormatBool(p.Flags[flag])) + `/></administrativeObservation></subjectOf>`)
	}
	b.WriteString(`</patient></subject1><custodian typeCode="CST"><assignedEntity classCode="ASSIGNED">` + identifier("id", hl7v3.II{Root: a.DMP}) +
		`</assignedEntity></custodian></registrationEvent></subject>`)
}

// flags are the names of observations, in a fixed order.
func flags(all map[string]bool) []string {
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (n Name) xml() string {
	var b strings.Builder
	b.WriteString(`<name>` + element("prefix", n.Prefix))
	if n.Usual != "" {
		b.WriteString(`<family qualifier="SP">` + soap.Escape(n.Usual) + `</family>`)
	}
	if n.Birth != "" {
		b.WriteString(`<family qualifier="BR">` + soap.Escape(n.Birth) + `</family>`)
	}
	for _, g := range n.Given {
		b.WriteString(element("given", g))
	}
	return b.String() + `</name>`
}
