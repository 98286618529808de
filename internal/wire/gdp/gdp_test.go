package gdp_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const request = `<PRPA_IN201314UV02 xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="1.2" extension="m"/>
<sender><device><id root="1.9"/><softwareName> LPS </softwareName></device></sender><controlActProcess><reasonCode code="FERM"/>
<subject><registrationRequest><subject1><patient><id root="1.3" extension="42"/><id root="1.4" extension="43"/><statusCode code="terminated"/><patientPerson>
<name><prefix>MME</prefix><family qualifier="SP">USAGE</family><family qualifier="BR">NAISSANCE</family><given>Ève</given><given>Zoé</given></name>
<telecom use="MC" value="tel:0699000000"/><administrativeGenderCode code="F"/><birthTime value="19800214"/>
<addr><streetAddressLine>20 rue des édelweiss</streetAddressLine><postalCode>99999</postalCode><city>Ville</city></addr>
<contactParty><code code="CARTE_SESAM_VITALE"/><contactPerson><name><family>CARTE</family></name></contactPerson></contactParty>
<personalRelationship><code code="MTH"/><relationshipHolder1><name><family>MERE</family></name></relationshipHolder1></personalRelationship>
<birthPlace><addr><city>Ailleurs</city></addr></birthPlace></patientPerson>
<subjectOf><administrativeObservation><code code="OPPOSITION_BRIS_DE_GLACE"/><value xsi:type="BL" value="true"/></administrativeObservation></subjectOf>
<subjectOf><administrativeObservation><code code="OPPOSITION_ACCES_URGENCE"/><value xsi:type="BL" value="false"/></administrativeObservation></subjectOf>
</patient></subject1><author><assignedEntity><id root="1.5" extension="8"/><representedOrganization><id root="1.6" extension="1"/></representedOrganization></assignedEntity></author>
</registrationRequest></subject><reasonOf><detectedIssueEvent><code code="FERMETURE_DEMANDE_PATIENT"/><text> Il part </text></detectedIssueEvent></reasonOf></controlActProcess></PRPA_IN201314UV02>`

func parse(t testing.TB, text string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

func TestReadRequest(t *testing.T) {
	card := gdp.Name{Usual: "CARTE"}
	want := gdp.Request{
		Interaction: gdp.Change, ID: hl7v3.II{Root: "1.2", Extension: "m"}, Sender: "1.9", SenderName: "LPS", Reason: gdp.Closing,
		Author: hl7v3.II{Root: "1.5", Extension: "8"}, Structure: hl7v3.II{Root: "1.6", Extension: "1"},
		Motive: gdp.ByPatient, MotiveText: "Il part",
		People: []gdp.Person{{
			IDs: []hl7v3.II{{Root: "1.3", Extension: "42"}, {Root: "1.4", Extension: "43"}}, Status: "terminated",
			Name:     gdp.Name{Prefix: "MME", Usual: "USAGE", Birth: "NAISSANCE", Given: []string{"Ève", "Zoé"}},
			Telecoms: []gdp.Telecom{{Use: "MC", Value: "tel:0699000000"}}, Gender: "F", Birth: "19800214",
			Street: "20 rue des édelweiss", PostalCode: "99999", City: "Ville", BirthPlace: "Ailleurs", CardName: &card,
			Relatives: []gdp.Relative{{Code: "MTH", Name: gdp.Name{Usual: "MERE"}}},
			Flags:     map[string]bool{gdp.OpposedEmergency: true, gdp.OpposedRegulation: false},
		}},
	}
	if got := gdp.ReadRequest(parse(t, request)); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

// An answer to a registration stands in the wrapper of the message answered, and
// says its error where a reader looks for it.
func TestRefusalIsWrapped(t *testing.T) {
	a := gdp.Answer{Interaction: gdp.NoChange, ID: hl7v3.II{Root: "1"}, DMP: "1.7", Ack: "AE", Target: hl7v3.II{Root: "1.2.3", Extension: "m"}, Detail: hl7v3.Detail{Code: "DMPClosed", Text: "fermé"}}
	n := parse(t, a.XML())
	if !n.Is(gdp.Wrapper, "PRPA_IN201314UV02_Response") {
		t.Fatalf("%s", n.Local())
	}
	ack := n.Path(hl7v3.NS, gdp.NoChange, "acknowledgement")
	if got := ack.Path(hl7v3.NS, "acknowledgementDetail", "code").Attr("", "code"); got != "DMPClosed" || ack.Path(hl7v3.NS, "targetMessage", "id").Attr("", "extension") != "m" {
		t.Errorf("%s", a.XML())
	}
	if strings.Contains(a.XML(), "<subject") || strings.Contains(a.XML(), "queryAck") {
		t.Errorf("a refusal tells nobody: %s", a.XML())
	}
}

func FuzzReadRequest(f *testing.F) {
	f.Add([]byte(request))
	f.Add([]byte(`<PRPA_IN201311UV02 xmlns="urn:hl7-org:v3"/>`))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := xmldoc.Parse(b, xmldoc.Limits{})
		if err != nil {
			return
		}
		q := gdp.ReadRequest(doc.Root())
		for _, p := range q.People { // what was read can be told again
			parse(t, gdp.Answer{Interaction: gdp.Told, Ack: "AA", Person: &p}.XML())
		}
	})
}
