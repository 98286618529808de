package xsd

import (
	"strings"
	"testing"
)

// What a schema stricter than the standard would refuse in its name.
func TestWhatTheStandardsAllow(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		for name, c := range map[string]struct{ file, from, to string }{
			"any registry object of ebRIM":  {"message/iti41-request.xml", "</rim:RegistryObjectList>", `<rim:ClassificationScheme id="urn:uuid:a" isInternal="true" nodeType="urn:x"/></rim:RegistryObjectList>`},
			"a symbolic scheme":             {"message/iti41-request.xml", `classificationScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"`, `classificationScheme="autre"`},
			"an OID as Id of the signature": {"xades/lot.xml", "<ds:Signature ", `<ds:Signature Id="2.25.123456789" `},
			"a foreign element in ED":       {"cda/extended.xml", `<thumbnail representation="B64" mediaType="image/png">QUJD</thumbnail>`, ""},
			"text of one blank":             {"cda/structured.xml", "<title>Synthèse d'essai</title>", "<title> </title>"},
			"another prefix":                {"cda/pdf.xml", "c:", "cda:"},
		} {
			good := sample(t, c.file)
			changed := strings.ReplaceAll(good, c.from, c.to)
			if name == "an OID as Id of the signature" {
				changed = withSignatureID(good)
			}
			if name == "another prefix" {
				changed = strings.ReplaceAll(changed, "xmlns:c=", "xmlns:cda=")
			}
			if changed == good {
				t.Fatalf("%s: nothing was changed", name)
			}
			folder, _, _ := strings.Cut(c.file, "/")
			if v := validate(t, e, SchemaRef(folder+".xsd"), changed); !v.Valid {
				t.Errorf("%s: %+v", name, v.Violations[0])
			}
		}
	})
}

// withSignatureID gives the root signature an Id that is an OID.
func withSignatureID(lot string) string {
	at := strings.Index(lot, "<ds:Signature ") + len("<ds:Signature ")
	end := at + strings.IndexByte(lot[at:], '>')
	tag := lot[at:end]
	if i := strings.Index(tag, ` Id="`); i >= 0 {
		j := i + len(` Id="`) + strings.IndexByte(tag[i+len(` Id="`):], '"') + 1
		tag = tag[:i] + tag[j:]
	} else if strings.HasPrefix(tag, `Id="`) {
		tag = tag[strings.IndexByte(tag[4:], '"')+5:]
	}
	return lot[:at] + `Id="2.25.123456789" ` + tag + lot[end:]
}

// What is not valid by the extended schema of CDA, of the kinds that documents
// of the field had.
func TestWhatTheExtendedCDARefuses(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		good := sample(t, "cda/extended.xml")
		for name, c := range map[string][2]string{
			"a table in a cell":         {"<list><item>un</item></list></td>", "<table><tbody><tr><td>x</td></tr></tbody></table></td>"},
			"a break in a caption":      {"<caption>légende", "<caption><br/>légende"},
			"an unknown nullFlavor":     {`<raceCode nullFlavor="ASKU"/>`, `<raceCode nullFlavor="20200327"/>`},
			"an empty displayName":      {`<languageCode code="fr-FR"/>`, `<languageCode code="fr-FR"/><setId root="1.2" assigningAuthorityName=""/>`},
			"true written as 1":         {`<preferenceInd value="true"/>`, `<preferenceInd value="1"/>`},
			"a time padded":             {`<birthTime value="19800229"/>`, `<birthTime value=" 19800229"/>`},
			"a fixed class":             {"<recordTarget>", `<recordTarget typeCode="AUT">`},
			"an unknown use":            {`use="H HP"`, `use="H XX"`},
			"an element of SDTC moved":  {`<sdtc:desc>patiente d'essai</sdtc:desc>`, `<sdtc:raceCode nullFlavor="NI"/>`},
			"a foreign element":         {"<sdtc:statusCode code=\"active\"/>", `<e xmlns="urn:essai"/>`},
			"a foreign attribute":       {"<recordTarget>", `<recordTarget xmlns:e="urn:essai" e:a="x">`},
			"two foreign in ED":         {`<note xmlns="urn:essai"/>`, `<note xmlns="urn:essai"/><note xmlns="urn:essai"/>`},
			"a type of pharmacy in HL7": {`xsi:type="PQ" value="1.5e3"`, `xsi:type="pharm:PQ" value="1.5e3"`},
		} {
			bad := strings.Replace(good, c[0], c[1], 1)
			if bad == good {
				t.Fatalf("%s: nothing was changed", name)
			}
			if v := validate(t, e, "cda.xsd", bad); v.Valid {
				t.Errorf("%s: passes", name)
			}
		}
	})
}
