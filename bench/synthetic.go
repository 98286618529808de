package bench

import (
	"bytes"
	"fmt"
)

const (
	head = `<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" classCode="DOCCLIN" moodCode="EVN">
 <realmCode code="FR"/>
 <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
 <templateId root="2.16.840.1.113883.2.8.2.1"/>
 <templateId root="1.2.250.1.213.1.1.1.1"/>
 <id root="2.25.1"/>
 <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Synthèse"/>
 <title>Document de mesure</title>
 <effectiveTime value="20260102030405+0100"/>
 <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/>
 <languageCode code="fr-FR"/>
 <recordTarget><patientRole><id root="1.2.250.1.213.1.4.10" extension="279035121518989"/><patient><name><family qualifier="BR">ESSAI</family></name><birthTime value="19790301"/></patient></patientRole></recordTarget>
 <component><structuredBody>
`
	tail = " </structuredBody></component>\n</ClinicalDocument>\n"

	// A section on its own, five entries in it: codes, quantities, dates and
	// nested acts are what most rules look at.
	section = `  <component><section>
   <templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.6"/>
   <id root="2.25.%[1]d"/>
   <code code="11450-4" codeSystem="2.16.840.1.113883.6.1" displayName="Problèmes"/>
   <title>Section %[1]d</title>
   <text><table><tbody><tr><td ID="s%[1]d">Mesure %[1]d</td><td>12,5 g/L</td></tr></tbody></table></text>
`
	entry = `   <entry><act classCode="ACT" moodCode="EVN">
    <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5.1"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5.2"/>
    <id root="2.25.%[1]d.%[2]d"/><code nullFlavor="NA"/><statusCode code="active"/>
    <effectiveTime><low value="20250%[3]d01"/></effectiveTime>
    <entryRelationship typeCode="SUBJ" inversionInd="false"><observation classCode="OBS" moodCode="EVN">
     <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/><templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.13"/>
     <id root="2.25.%[1]d.%[2]d.1"/>
     <code code="718-7" codeSystem="2.16.840.1.113883.6.1" displayName="Hémoglobine"/>
     <text><reference value="#s%[1]d"/></text><statusCode code="completed"/>
     <effectiveTime value="20250%[3]d01"/>
     <value xsi:type="PQ" value="%[2]d.5" unit="g/L"/>
    </observation></entryRelationship>
   </act></entry>
`
	entries = 5
)

// Synthetic is a clinical document of about size bytes, never smaller: a header
// and as many like sections as it takes. It is well-formed and has no meaning;
// the same size gives the same bytes.
func Synthetic(size int) []byte {
	var b bytes.Buffer
	b.Grow(size + 8<<10)
	b.WriteString(head)
	for n := 1; b.Len()+len(tail) < size || n == 1; n++ {
		fmt.Fprintf(&b, section, n)
		for e := range entries {
			fmt.Fprintf(&b, entry, n, e+1, e%9+1)
		}
		b.WriteString("  </section></component>\n")
	}
	b.WriteString(tail)
	return b.Bytes()
}
