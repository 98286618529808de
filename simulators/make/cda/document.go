package cda

import (
	"encoding/base64"
	"strconv"
	"time"

	"github.com/beevik/etree"
)

// node is an element that is being filled.
type node struct{ *etree.Element }

// add appends a child; attributes are names and values in turn.
func (n node) add(name string, attributes ...string) node {
	child := node{n.CreateElement(name)}
	for i := 0; i+1 < len(attributes); i += 2 {
		child.CreateAttr(attributes[i], attributes[i+1])
	}
	return child
}

// text appends a child that holds text.
func (n node) text(name, value string, attributes ...string) {
	n.add(name, attributes...).SetText(value)
}

// coded appends a coded value.
func (n node) coded(name string, c Coded) {
	n.add(name, "code", c.Code, "codeSystem", c.System, "displayName", c.Label)
}

// period appends an effectiveTime from one time to another.
func (n node) period(d *Document) {
	when := n.add("effectiveTime")
	when.add("low", "value", d.local(d.Start))
	when.add("high", "value", d.local(d.Stop))
}

// local writes a time as a CDA has it: local, with its offset.
func (d *Document) local(t time.Time) string {
	if d.Location == nil {
		return t.UTC().Format("20060102150405-0700")
	}
	return t.In(d.Location).Format("20060102150405-0700")
}

// XML is the document in UTF-8. pdf is the body of a level 1 document; a
// structured one does not use it.
func (d *Document) XML(pdf []byte) []byte {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	root := node{doc.CreateElement("ClinicalDocument")}
	root.CreateAttr("xmlns", "urn:hl7-org:v3")
	root.CreateAttr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	d.identify(root)
	d.subject(root)
	d.people(root)
	d.act(root)
	d.body(root, pdf)
	b, err := doc.WriteToBytes()
	if err != nil {
		panic("cda: writing to memory failed: " + err.Error()) // it cannot
	}
	return b
}

// identify writes what the document is.
func (d *Document) identify(root node) {
	root.add("realmCode", "code", "FR")
	root.add("typeId", "root", "2.16.840.1.113883.1.3", "extension", "POCD_HD000040")
	model := "1.3.6.1.4.1.19376.1.2.20" // IHE XDS-SD
	if d.Structured {
		model = "1.3.6.1.4.1.19376.1.5.3.1.1.1" // IHE PCC, medical document
	}
	if d.Vaccination {
		model = "1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2" // IHE Immunization Content
	}
	for _, template := range []string{"2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1", model} {
		root.add("templateId", "root", template)
	}
	switch {
	case d.Vaccination && d.Type.Code == history:
		root.add("templateId", "root", "1.2.250.1.213.1.1.1.37")
	case d.Vaccination:
		root.add("templateId", "root", "1.2.250.1.213.1.1.1.46", "extension", "2023.01")
	}
	root.add("id", "root", d.UniqueID)
	root.coded("code", d.Type)
	root.text("title", d.Title)
	root.add("effectiveTime", "value", d.local(d.Created))
	root.coded("confidentialityCode", d.Confidence)
	root.add("languageCode", "code", d.Language)
	root.add("setId", "root", d.SetID)
	root.add("versionNumber", "value", strconv.Itoa(d.Version))
}

// subject writes whom it is about. The place of birth is the COG code that an
// INS holds.
func (d *Document) subject(root node) {
	p := d.Patient
	role := root.add("recordTarget").add("patientRole")
	role.add("id", "root", p.OID, "extension", p.INS)
	role.add("id", "root", d.IPPSystem, "extension", d.IPP)
	if p.City == "" || p.PostalCode == "" {
		role.add("addr", "nullFlavor", "NASK")
	} else {
		home := role.add("addr")
		home.text("postalCode", p.PostalCode)
		home.text("city", p.City)
	}
	role.add("telecom", "nullFlavor", "NASK")
	person := role.add("patient")
	name := person.add("name")
	name.text("given", p.Given)
	name.text("given", p.Given, "qualifier", "BR")
	name.text("family", p.Family, "qualifier", "BR")
	label, known := map[string]string{"F": "Féminin", "M": "Masculin"}[p.Gender]
	if !known {
		label = "Inconnu"
	}
	person.coded("administrativeGenderCode", Coded{p.Gender, "2.16.840.1.113883.5.1", label})
	person.add("birthTime", "value", p.Birth)
	place := "99999"
	if len(p.INS) == 15 {
		place = p.INS[5:10]
	}
	person.add("birthplace").add("place").add("addr").text("county", place)
}

// people writes who wrote it, keeps it and answers for it.
func (d *Document) people(root node) {
	author := root.add("author")
	author.add("time", "value", d.local(d.Created))
	d.professional(author.add("assignedAuthor"))
	keeper := root.add("custodian").add("assignedCustodian").add("representedCustodianOrganization")
	keeper.add("id", "root", oidStructure, "extension", d.Where.ID)
	keeper.text("name", d.Where.Name)
	legal := root.add("legalAuthenticator")
	legal.add("time", "value", d.local(d.Created))
	legal.add("signatureCode", "code", "S")
	d.professional(legal.add("assignedEntity"))
}

// professional fills an assignedAuthor or assignedEntity and gives its organization.
func (d *Document) professional(role node) node {
	role.add("id", "root", oidProfessional, "extension", d.Author.ID)
	role.coded("code", d.Author.Specialty)
	role.add("addr", "nullFlavor", "NASK")
	role.add("telecom", "nullFlavor", "NASK")
	name := role.add("assignedPerson").add("name")
	name.text("given", d.Author.Given)
	name.text("family", d.Author.Family)
	organization := role.add("representedOrganization")
	organization.add("id", "root", oidStructure, "extension", d.Where.ID)
	organization.text("name", d.Where.Name)
	return organization
}

// act writes what was done, what went before, and where.
func (d *Document) act(root node) {
	event := root.add("documentationOf").add("serviceEvent")
	if d.Vaccination {
		event.coded("code", d.Type)
	}
	event.period(d)
	d.professional(event.add("performer", "typeCode", "PRF").add("assignedEntity")).coded("standardIndustryClassCode", d.Practice)
	if d.Replaces != "" {
		root.add("relatedDocument", "typeCode", "RPLC").add("parentDocument").add("id", "root", d.Replaces)
	}
	encounter := root.add("componentOf").add("encompassingEncounter")
	encounter.period(d)
	encounter.add("location").add("healthCareFacility").coded("code", d.Facility)
}

// body writes the PDF, or two sections of narrative that are invented.
func (d *Document) body(root node, pdf []byte) {
	component := root.add("component")
	if !d.Structured {
		component.add("nonXMLBody").text("text", base64.StdEncoding.EncodeToString(pdf), "mediaType", "application/pdf", "representation", "B64")
		return
	}
	sections := component.add("structuredBody")
	if d.Vaccination {
		d.vaccinations(sections)
		return
	}
	for _, s := range []struct{ code, title, text string }{
		{"29299-5", "Motif de consultation", "Contrôle annuel (document fictif)."},
		{"51847-2", "Évaluation et plan", "Aucune anomalie ; revoir dans un an (document fictif)."},
	} {
		section := sections.add("component").add("section")
		section.coded("code", Coded{s.code, oidLOINC, s.title})
		section.text("title", s.title)
		section.text("text", s.text)
	}
}
