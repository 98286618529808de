package cda

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// XML writes the document. pdf is the body of a level 1 document; it is not
// used by a structured one.
func (d *Document) XML(pdf []byte) []byte {
	if d.Scan {
		return d.scanned(pdf)
	}
	w := &writer{}
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<realmCode code="FR"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>` +
		`<templateId root="2.16.840.1.113883.2.8.2.1"/><templateId root="1.2.250.1.213.1.1.1.1"/>`)
	w.raw(d.models())
	w.put(`<id root="?"/>`, d.UniqueID)
	w.coded("code", d.Type)
	w.put(`<title>?</title><effectiveTime value="?"/>`, d.Title, d.local(d.Created))
	w.coded("confidentialityCode", d.Confidence)
	w.put(`<languageCode code="?"/><setId root="?"/><versionNumber value="?"/>`, d.Language, d.SetID, strconv.Itoa(d.Version))
	d.patient(w)
	w.put(`<author><time value="?"/><assignedAuthor>`, d.local(d.Created))
	d.professional(w, false)
	w.raw(`</assignedAuthor></author>`)
	w.put(`<custodian><assignedCustodian><representedCustodianOrganization><id root="1.2.250.1.71.4.2.2" extension="?"/><name>?</name>`+
		`</representedCustodianOrganization></assignedCustodian></custodian>`, d.Where.ID, d.Where.Name)
	w.put(`<legalAuthenticator><time value="?"/><signatureCode code="S"/><assignedEntity>`, d.local(d.Created))
	d.professional(w, false)
	w.raw(`</assignedEntity></legalAuthenticator>`)
	w.raw(`<documentationOf><serviceEvent>`)
	if d.Vaccination {
		w.coded("code", d.Type)
	}
	w.put(`<effectiveTime><low value="?"/><high value="?"/></effectiveTime>`+
		`<performer typeCode="PRF"><assignedEntity>`, d.local(d.Start), d.local(d.Stop))
	d.professional(w, true)
	w.raw(`</assignedEntity></performer></serviceEvent></documentationOf>`)
	if d.Replaces != "" {
		w.put(`<relatedDocument typeCode="RPLC"><parentDocument><id root="?"/></parentDocument></relatedDocument>`, d.Replaces)
	}
	w.put(`<componentOf><encompassingEncounter><effectiveTime><low value="?"/><high value="?"/></effectiveTime>`+
		`<location><healthCareFacility>`, d.local(d.Start), d.local(d.Stop))
	w.coded("code", d.Facility)
	w.raw(`</healthCareFacility></location></encompassingEncounter></componentOf>`)
	if d.Structured {
		d.sections(w)
	} else {
		w.put(`<component><nonXMLBody><text mediaType="application/pdf" representation="B64">?</text></nonXMLBody></component>`,
			base64.StdEncoding.EncodeToString(pdf))
	}
	w.raw(`</ClinicalDocument>` + "\n")
	if d.SelfPresenting {
		return shelled(w.b.String())
	}
	return []byte(w.b.String())
}

// models are the templates that the document claims beside those of every document.
func (d *Document) models() string {
	switch {
	case d.Vaccination: // IHE Immunization Content, and the French note
		return `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2"/><templateId root="1.2.250.1.213.1.1.1.46" extension="2023.01"/>`
	case d.Structured: // IHE PCC, medical document
		return `<templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.1"/>`
	}
	return `<templateId root="1.3.6.1.4.1.19376.1.2.20"/>` // IHE XDS-SD
}

func (d *Document) patient(w *writer) {
	p := d.Patient
	w.put(`<recordTarget><patientRole><id root="?" extension="?"/><id root="?" extension="?"/>`, p.OID, p.INS, d.IPPSystem, d.IPP)
	if p.City != "" && p.PostalCode != "" {
		w.put(`<addr><postalCode>?</postalCode><city>?</city></addr>`, p.PostalCode, p.City)
	} else {
		w.raw(`<addr nullFlavor="NASK"/>`)
	}
	w.put(`<telecom nullFlavor="NASK"/><patient><name><given>?</given><given qualifier="BR">?</given><family qualifier="BR">?</family></name>`,
		p.Given, p.Given, p.Family)
	w.coded("administrativeGenderCode", Coded{p.Gender, "2.16.840.1.113883.5.1", genderLabel(p.Gender)})
	w.put(`<birthTime value="?"/><birthplace><place><addr><county>?</county></addr></place></birthplace></patient></patientRole></recordTarget>`,
		p.Birth, birthPlace(p.INS))
}

// professional writes the content of an assignedAuthor or assignedEntity.
func (d *Document) professional(w *writer, practice bool) {
	a := d.Author
	w.put(`<id root="1.2.250.1.71.4.2.1" extension="?"/>`, a.ID)
	w.coded("code", a.Specialty)
	w.put(`<addr nullFlavor="NASK"/><telecom nullFlavor="NASK"/><assignedPerson><name><given>?</given><family>?</family></name></assignedPerson>`,
		a.Given, a.Family)
	w.put(`<representedOrganization><id root="1.2.250.1.71.4.2.2" extension="?"/><name>?</name>`, d.Where.ID, d.Where.Name)
	if practice {
		w.coded("standardIndustryClassCode", d.Practice)
	}
	w.raw(`</representedOrganization>`)
}

// writer puts text together; every ? of a pattern is replaced, escaped.
type writer struct{ b strings.Builder }

func (w *writer) raw(s string) { w.b.WriteString(s) }

func (w *writer) put(pattern string, values ...string) {
	for _, v := range values {
		before, after, _ := strings.Cut(pattern, "?")
		w.b.WriteString(before)
		w.b.WriteString(soap.Escape(v))
		pattern = after
	}
	w.b.WriteString(pattern)
}

func (w *writer) coded(element string, c Coded) {
	w.put(`<`+element+` code="?" codeSystem="?" displayName="?"/>`, c.Code, c.System, c.Label)
}
