package cda

import "strings"

// structuredBody is the body of a structured document: two coded sections of
// narrative (LOINC: reason for visit, plan of care) and one of active problems with an
// entry (IHE PCC TF-2, 6.3.3.2.3 and 6.3.4.12), all of it invented. The ? are
// identifiers and days.
const structuredBody = `<component><structuredBody>` +
	`<component><section><code code="29299-5" codeSystem="2.16.840.1.113883.6.1" displayName="Motif de consultation"/>` +
	`<title>Motif de consultation</title><text>Contrôle annuel (document fictif).</text></section></component>` +
	`<component><section><code code="51847-2" codeSystem="2.16.840.1.113883.6.1" displayName="Évaluation et plan"/>` +
	`<title>Évaluation et plan</title><text><list><item>Aucune anomalie (document fictif).</item>` +
	`<item>Revoir dans un an (document fictif).</item></list></text></section></component>` +
	`<component><section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.6"/><templateId root="2.16.840.1.113883.10.20.1.11"/><id root="?"/>` +
	`<code code="11450-4" codeSystem="2.16.840.1.113883.6.1" displayName="Problèmes actifs"/><title>Problèmes actifs</title>` +
	`<text><content ID="probleme1">Examen de contrôle (document fictif).</content></text>` +
	`<entry><act classCode="ACT" moodCode="EVN"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5.1"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5.2"/>` +
	`<templateId root="2.16.840.1.113883.10.20.1.27"/><id root="?"/><code nullFlavor="NA"/><text><reference value="#probleme1"/></text><statusCode code="active"/>` +
	`<effectiveTime><low value="?"/></effectiveTime><entryRelationship typeCode="SUBJ" inversionInd="false"><observation classCode="OBS" moodCode="EVN">` +
	`<templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/><templateId root="2.16.840.1.113883.10.20.1.28"/><id root="?"/>` +
	`<code code="404684003" codeSystem="2.16.840.1.113883.6.96" displayName="constatation clinique"/><text><reference value="#probleme1"/></text><statusCode code="completed"/>` +
	`<effectiveTime><low value="?"/></effectiveTime><value xsi:type="CD" code="Z00.0" codeSystem="2.16.840.1.113883.6.3" displayName="Examen médical général">` +
	`<originalText><reference value="#probleme1"/></originalText></value></observation></entryRelationship></act></entry></section></component>` +
	`</structuredBody></component>`

// vaccination is the body of a note: one vaccine given (ANS, CI-SIS, volet Vaccinations
// 2023.01; IHE PCC, Immunization Content). The product is invented.
const vaccination = `<component><structuredBody><component><section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.23"/><templateId root="2.16.840.1.113883.10.20.1.6"/>` +
	`<id root="?"/><code code="11369-6" codeSystem="2.16.840.1.113883.6.1" displayName="Historique des vaccinations"/><title>Vaccinations</title>` +
	`<text><table><thead><tr><th>Date</th><th>Vaccin</th><th>Lot</th></tr></thead><tbody><tr ID="vaccin1"><td>?</td>` +
	`<td><content ID="produit1">Vaccin de l'étalon (fictif)</content></td><td>LOT-FICTIF-1</td></tr></tbody></table></text>` +
	`<entry><substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="false"><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.12"/>` +
	`<templateId root="2.16.840.1.113883.10.20.1.24"/><id root="?"/><code code="INITIMMUNIZ" codeSystem="2.16.840.1.113883.5.4" displayName="Primo-vaccination"/>` +
	`<text><reference value="#vaccin1"/></text><statusCode code="completed"/><effectiveTime value="?"/><consumable typeCode="CSM"><manufacturedProduct>` +
	`<templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.7.2"/><templateId root="2.16.840.1.113883.10.20.1.53"/><manufacturedMaterial>` +
	`<code code="60000001" codeSystem="1.2.250.1.213.2.3.1" displayName="Vaccin de l'étalon (fictif)"><originalText><reference value="#produit1"/></originalText>` +
	`<translation code="J07BB02" codeSystem="2.16.840.1.113883.6.73" displayName="Vaccin antigrippal à virus entier ou à antigène purifié"/></code>` +
	`<name>Vaccin de l'étalon</name><lotNumberText>LOT-FICTIF-1</lotNumberText></manufacturedMaterial></manufacturedProduct></consumable>` +
	`<performer typeCode="PRF"><assignedEntity>#</assignedEntity></performer>` +
	`<author typeCode="AUT" contextControlCode="OP"><time value="?"/><assignedAuthor>#</assignedAuthor></author>` +
	`<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.1.46"/>` +
	`<templateId root="1.2.250.1.213.1.1.3.82"/><id root="?"/><code code="30973-2" codeSystem="2.16.840.1.113883.6.1" displayName="Rang de la vaccination"/>` +
	`<text><reference value="#vaccin1"/></text><statusCode code="completed"/><value xsi:type="INT" value="1"/></observation></entryRelationship>` +
	`</substanceAdministration></entry></section></component></structuredBody></component>`

// sections writes the body of a structured document.
func (d *Document) sections(w *writer) {
	day := d.Start.Format("20060102")
	if !d.Vaccination {
		w.put(structuredBody, d.UniqueID+".1", d.UniqueID+".2", day, d.UniqueID+".3", day)
		return
	}
	performer := &writer{}
	d.professional(performer, false)
	parts := strings.Split(vaccination, ">#<")
	w.put(parts[0], d.UniqueID+".1", d.Start.Format("02/01/2006"), d.UniqueID+".2", day)
	w.raw(">" + performer.b.String() + "<")
	w.put(parts[1], d.local(d.Created))
	w.raw(">" + performer.b.String() + "<")
	w.put(parts[2], d.UniqueID+".3")
}
