package facts_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

const heldEntry = `<rim:ExtrinsicObject xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="urn:uuid:1" lid="urn:uuid:0" status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved">` +
	`<rim:Slot name="repositoryUniqueId"><rim:ValueList><rim:Value>1.2.9</rim:Value></rim:ValueList></rim:Slot><rim:Name><rim:LocalizedString value="Lettre"/></rim:Name><rim:VersionInfo versionName="2"/>` +
	`<rim:Classification classificationScheme="urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f" nodeRepresentation="N"/>` +
	`<rim:Classification classificationScheme="urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f" nodeRepresentation="MASQUE_PS"/>` +
	`<rim:Classification classificationScheme="urn:uuid:f0306f51-975f-434e-a61c-c59651d33983" nodeRepresentation="11490-0"/>` +
	`<rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="1.2.3"/></rim:ExtrinsicObject>`

// What is held stands in the document of an exchange with its entries whole, and in
// that of a session in short.
func TestWhatIsHeld(t *testing.T) {
	held := &etalon.Held{
		Patients:  []etalon.HeldPatient{{ID: "P", INS: "1", OID: "1.2", DMP: etalon.DMPActive, Authorisation: "EXPIRE"}},
		Documents: []etalon.HeldDocument{{Latest: true, Entry: heldEntry}},
	}
	in := simple(post("/r", "application/soap+xml", query))
	in.Held = held
	doc := parse(t, facts.Exchange(in))
	h := only(t, doc, "held")
	want(t, h, "when", "before", "cut", "false")
	want(t, h.Child(ev, "patient"), "id", "P", "ins", "1", "oid", "1.2", "dmp", "active", "authorisation", "EXPIRE")
	e := h.Child(ev, "entry")
	want(t, e, "id", "urn:uuid:1", "lid", "urn:uuid:0", "version", "2", "latest", "true", "status", "Approved", "unique-id", "1.2.3",
		"repository", "1.2.9", "title", "Lettre", "type-code", "11490-0", "confidentiality", "N MASQUE_PS")
	if !strings.Contains(string(doc.Source()), heldEntry) {
		t.Error("the entry is not whole")
	}
	session := string(facts.Session(facts.SessionInput{Scenarios: []facts.ScenarioInput{{ID: "s", Steps: []facts.StepInput{
		{Record: etalon.StepRecord{Step: "s01", Kind: "ask", Action: feeding()}, Before: held, After: &etalon.Held{Cut: true}},
		{Record: etalon.StepRecord{Step: "s02", Kind: "expect"}},
	}}}}).Text)
	if strings.Contains(session, "ExtrinsicObject") || strings.Count(session, "<ev:held ") != 2 ||
		!strings.Contains(session, `<ev:held when="after" cut="true">`) || !strings.Contains(session, `confidentiality="N MASQUE_PS"`) {
		t.Error(session)
	}
}

// A dossier is somebody else's file: what is no entry is left out, and said to be.
func TestWhatIsHeldMayBeAnything(t *testing.T) {
	for name, entry := range map[string]string{
		"not XML": "<rim:ExtrinsicObject", "another element": `<a xmlns="urn:x"/>`, "nothing": "",
		"a way out": heldEntry + `<ev:request xmlns:ev="urn:etalon:evidence:1" sent-by="sut"/>`,
		"too much":  strings.Repeat(" ", 9<<20) + heldEntry,
	} {
		in := simple(post("/r", "application/soap+xml", query))
		in.Held = &etalon.Held{Documents: []etalon.HeldDocument{{Entry: entry}}}
		doc := parse(t, facts.Exchange(in))
		h := only(t, doc, "held")
		want(t, h, "cut", "true")
		if h.Child(ev, "entry").OK() {
			t.Errorf("%s: shown", name)
		}
	}
}
