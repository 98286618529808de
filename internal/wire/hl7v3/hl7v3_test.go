package hl7v3_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

func parse(t *testing.T, s string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(s), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	return doc.Root()
}

const find = `<v:PRPA_IN201305UV02 xmlns:v="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:unused="urn:u"><v:id root="1.2" extension="m"/>
<v:sender><v:device><v:id root="2.25.7"/><v:softwareName> LPS </v:softwareName></v:device></v:sender>
<v:controlActProcess><v:queryByParameter><v:queryId root="1.2" extension="q"/><v:initialQuantity value="5"/><v:parameterList>
<v:livingSubjectAdministrativeGender><v:value code="F"/></v:livingSubjectAdministrativeGender>
<v:livingSubjectBirthTime><v:value xsi:type="v:IVL_TS"><v:low value="1980"/><v:high value="1985"/></v:value></v:livingSubjectBirthTime>
<v:livingSubjectName><v:value use="SRCH"><v:family>DU</v:family><v:given>A</v:given></v:value></v:livingSubjectName>
<v:patientAddress><v:value><v:city>Ville</v:city><v:postalCode>99999</v:postalCode></v:value></v:patientAddress>
<v:otherIDsScopingOrganization><v:value root="1.9"/></v:otherIDsScopingOrganization>
</v:parameterList></v:queryByParameter></v:controlActProcess></v:PRPA_IN201305UV02>`

func TestReadQuery(t *testing.T) {
	q := hl7v3.ReadQuery(parse(t, find))
	if q.Interaction != hl7v3.FindQuery || q.ID != (hl7v3.II{Root: "1.2", Extension: "m"}) || q.QueryID.Extension != "q" || q.Sender != "2.25.7" || q.SenderName != "LPS" ||
		q.Gender != "F" || q.BirthLow != "1980" || q.BirthHigh != "1985" || q.MostResults != 5 || q.Names[0] != (hl7v3.Name{Family: "DU", Given: "A", Search: true}) ||
		!slices.Equal(q.Cities, []string{"Ville"}) || !slices.Equal(q.PostalCodes, []string{"99999"}) || q.Scopes[0].Root != "1.9" || q.Empty() {
		t.Errorf("%+v", q)
	}
	if !hl7v3.ReadQuery(parse(t, `<x/>`)).Empty() {
		t.Error("a query without parameters is empty")
	}
}

func TestVerbatimMeansTheSameElsewhere(t *testing.T) {
	q := hl7v3.ReadQuery(parse(t, find))
	text := hl7v3.Verbatim(q.Parameters)
	n := parse(t, `<other xmlns="urn:other">`+text+`</other>`).Child(hl7v3.NS, "queryByParameter")
	value := n.Path(hl7v3.NS, "parameterList", "livingSubjectBirthTime", "value")
	kind := value.Attr("http://www.w3.org/2001/XMLSchema-instance", "type")
	if uri, _ := value.LookupNamespace("v"); kind != "v:IVL_TS" || uri != hl7v3.NS {
		t.Errorf("xsi:type %q, v is %q", kind, uri)
	}
	if strings.Count(text, "xmlns:v=") != 1 || !strings.Contains(text, "<v:initialQuantity value=\"5\"/>") {
		t.Errorf("%s", text)
	}
	// No default namespace stays none; a redeclared prefix is not doubled.
	inner := parse(t, `<a xmlns:p="urn:1"><b xmlns:p="urn:2"><p:c/></b></a>`).Child("", "b")
	moved := parse(t, `<x xmlns="urn:x">`+hl7v3.Verbatim(inner)+`</x>`)
	if !moved.Child("", "b").Child("urn:2", "c").OK() {
		t.Errorf("%s", hl7v3.Verbatim(inner))
	}
	if hl7v3.Verbatim(xmldoc.Node{}) != "" {
		t.Error("an absent element has text")
	}
}

func TestAnswerEscapesAndOrders(t *testing.T) {
	a := hl7v3.Answer{
		Interaction: hl7v3.ExistenceAnswer, ID: hl7v3.II{Root: "1", Extension: "é<"}, Created: "20261122", DMP: "1.2.3",
		Query: hl7v3.ReadQuery(parse(t, find)), Ack: "AE", Response: "QE", Details: []hl7v3.Detail{{Code: "101", Text: "a&b", Location: "/x"}},
		Authorisation: "VALIDE", Patients: []hl7v3.Patient{{IDs: []hl7v3.II{{Root: "1", Extension: "2"}}, Family: "D'<", Closed: "parce que", ClosedAt: "2026"}},
	}
	n := parse(t, a.XML())
	var order []string
	for c := range n.Children() {
		order = append(order, c.Local())
	}
	want := []string{"id", "creationTime", "interactionId", "processingCode", "processingModeCode", "acceptAckCode", "receiver", "sender", "attentionLine", "attentionLine", "acknowledgement", "controlActProcess"}
	if !slices.Equal(order, want) {
		t.Errorf("%v", order)
	}
	if n.Path(hl7v3.NS, "receiver", "device", "id").Attr("", "root") != "2.25.7" || n.Path(hl7v3.NS, "acknowledgement", "acknowledgementDetail", "text").Value() != "a&b" {
		t.Error(a.XML())
	}
	p := n.Path(hl7v3.NS, "controlActProcess", "subject", "registrationEvent", "subject1", "patient")
	if p.Path(hl7v3.NS, "patientPerson", "name", "family").Value() != "D'<" || p.Child(hl7v3.NS, "statusCode").Attr("", "code") != "terminated" {
		t.Error(a.XML())
	}
}
