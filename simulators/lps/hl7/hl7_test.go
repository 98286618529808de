package hl7_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/lps/hl7"
)

func TestExistenceTest(t *testing.T) {
	q := hl7.New(hl7.ExistenceTest, "m1", "q1", "20261122100000", "2.25.9", "LPS <A>")
	q.ByINS("1.2.250.1.213.1.4.10", "280029999900134", "TEST_EXST")
	want := `<PRPA_IN201307UV02 xmlns="urn:hl7-org:v3" ITSVersion="XML_1.0"><id root="2.25.9" extension="m1"/><creationTime value="20261122100000"/>` +
		`<interactionId root="2.16.840.1.113883.1.6" extension="PRPA_IN201307UV02"/><processingCode code="D"/><processingModeCode code="T"/><acceptAckCode code="AL"/>` +
		`<receiver typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.250.1.213.4.1.1.1"/><softwareName>DMP</softwareName></device></receiver>` +
		`<sender typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE"><id root="2.25.9"/><softwareName>LPS &lt;A&gt;</softwareName></device></sender>` +
		`<controlActProcess classCode="CACT" moodCode="EVN"><code code="PRPA_TE201307UV02" codeSystem="2.16.840.1.113883.1.6"/>` +
		`<reasonCode code="TEST_EXST" codeSystem="1.2.250.1.213.1.1.4.11"/>` +
		`<queryByParameter><queryId root="2.25.9" extension="q1"/><statusCode code="new"/><parameterList>` +
		`<patientIdentifier><value root="1.2.250.1.213.1.4.10" extension="280029999900134"/><semanticsText>Patient.id</semanticsText></patientIdentifier>` +
		`</parameterList></queryByParameter></controlActProcess></PRPA_IN201307UV02>`
	if got := q.XML(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRead(t *testing.T) {
	const doc = `<PRPA_IN201308UV02 xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><acknowledgement><typeCode code="AA"/></acknowledgement>` +
		`<attentionLine><keyWordText>AUTORISATION</keyWordText><value xsi:type="ST">EXPIRE</value></attentionLine>` +
		`<attentionLine><keyWordText code="STATUT_MT"/><value xsi:type="BL" value="true"/></attentionLine>` +
		`<controlActProcess><subject><registrationEvent><subject1><patient><id root="1" extension="2"/><statusCode code="terminated"/>` +
		`<patientPerson><name><given>Anne</given><family>NOM</family></name><birthTime value="19800214"/></patientPerson>` +
		`<subjectOf><detectedIssueEvent><code code="FERME" displayName="Fermé"/></detectedIssueEvent></subjectOf></patient></subject1></registrationEvent></subject>` +
		`<queryAck><queryResponseCode code="OK"/></queryAck></controlActProcess></PRPA_IN201308UV02>`
	x, err := xmldoc.Parse([]byte(doc), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	a := hl7.Read(x.Root())
	if a.Ack != "AA" || a.Response != "OK" || a.Authorisation != "EXPIRE" || !a.Attending || len(a.Patients) != 1 {
		t.Fatalf("%+v", a)
	}
	p := a.Patients[0]
	if p.Status != "terminated" || p.Family != "NOM" || p.Given != "Anne" || p.Birth != "19800214" || p.Why != "Fermé" || p.IDs[0] != (hl7.ID{Root: "1", Extension: "2"}) {
		t.Errorf("%+v", p)
	}
}
