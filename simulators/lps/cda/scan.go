package cda

import (
	"encoding/base64"
	"strconv"
)

// scanned writes a scanned document as plain IHE has it (ITI TF-3, 5.2.3): who wrote
// the paper, the scanner, its operator, who keeps it. It claims nothing French.
func (d *Document) scanned(pdf []byte) []byte {
	w := &writer{}
	when := d.local(d.Created)
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.put(`<ClinicalDocument xmlns="urn:hl7-org:v3"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>`+
		`<templateId root="1.3.6.1.4.1.19376.1.2.20"/><id root="?"/>`, d.UniqueID)
	w.coded("code", d.Type)
	w.put(`<title>?</title><effectiveTime value="?"/>`, d.Title, when)
	w.coded("confidentialityCode", d.Confidence)
	w.put(`<languageCode code="?"/><setId root="?"/><versionNumber value="?"/>`, d.Language, d.SetID, strconv.Itoa(d.Version))
	p := d.Patient
	w.put(`<recordTarget><patientRole><id root="?" extension="?"/><addr><country>FRA</country></addr><patient><name><given>?</given><family>?</family></name>`,
		p.OID, p.INS, p.Given, p.Family)
	w.coded("administrativeGenderCode", Coded{p.Gender, "2.16.840.1.113883.5.1", genderLabel(p.Gender)})
	w.put(`<birthTime value="?"/></patient></patientRole></recordTarget>`, p.Birth)
	w.put(`<author><templateId root="1.3.6.1.4.1.19376.1.2.20.1"/><time value="?"/><assignedAuthor>`, d.local(d.Start))
	d.professional(w, false)
	w.put(`</assignedAuthor></author><author><templateId root="1.3.6.1.4.1.19376.1.2.20.2"/><time value="?"/><assignedAuthor><id root="?"/>`+
		`<assignedAuthoringDevice><code code="CAPTURE" codeSystem="1.2.840.10008.2.16.4" displayName="Image Capture"/>`+
		`<manufacturerModelName>Numériseur fictif</manufacturerModelName><softwareName>ETALON-SCAN 1.0</softwareName></assignedAuthoringDevice>`+
		`<representedOrganization><id root="1.2.250.1.71.4.2.2" extension="?"/></representedOrganization></assignedAuthor></author>`,
		when, d.IPPSystem+".1", d.Where.ID)
	w.put(`<dataEnterer><templateId root="1.3.6.1.4.1.19376.1.2.20.3"/><time value="?"/><assignedEntity><id root="?" extension="OPERATEUR-1"/></assignedEntity></dataEnterer>`,
		when, d.IPPSystem)
	w.put(`<custodian><assignedCustodian><representedCustodianOrganization><id root="1.2.250.1.71.4.2.2" extension="?"/><name>?</name><addr><country>FRA</country></addr>`+
		`</representedCustodianOrganization></assignedCustodian></custodian>`, d.Where.ID, d.Where.Name)
	w.put(`<legalAuthenticator><time value="?"/><signatureCode code="S"/><assignedEntity>`, when)
	d.professional(w, false)
	w.put(`</assignedEntity></legalAuthenticator><documentationOf><serviceEvent><effectiveTime><low value="?"/><high value="?"/></effectiveTime></serviceEvent></documentationOf>`,
		d.local(d.Start), d.local(d.Stop))
	w.put(`<component><nonXMLBody><text mediaType="application/pdf" representation="B64">?</text></nonXMLBody></component></ClinicalDocument>`+"\n",
		base64.StdEncoding.EncodeToString(pdf))
	return []byte(w.b.String())
}
