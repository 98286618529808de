package submission_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

func entry() *submission.Object {
	return &submission.Object{
		Kind: "ExtrinsicObject", ID: "urn:uuid:1", LID: "urn:uuid:0", MimeType: "text/xml", ObjectType: submission.StableEntry,
		Slots: []submission.Slot{{Name: "size", Values: []string{"7"}}}, Title: `Lettre "A"`, Version: "2",
		Classifications: []submission.Classification{{
			Scheme: submission.EntryClass, Code: "10", Label: "Compte rendu",
			Slots: []submission.Slot{{Name: "codingScheme", Values: []string{"1.2.3"}}},
		}},
		ExternalIDs: []submission.ExternalID{{Scheme: submission.EntryUniqueID, Value: "2.25.1", Name: "XDSDocumentEntry.uniqueId"}},
	}
}

func TestSubmit(t *testing.T) {
	s := &submission.Set{Entries: []*submission.Object{entry()}, Packages: []*submission.Object{{Kind: "RegistryPackage", ID: "SubmissionSet01"}}}
	s.Link(submission.HasMember, "SubmissionSet01", "urn:uuid:1", submission.Original())
	want := `<lcm:SubmitObjectsRequest xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><rim:RegistryObjectList>` +
		`<rim:ExtrinsicObject id="urn:uuid:1" lid="urn:uuid:0" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1" mimeType="text/xml">` +
		`<rim:Slot name="size"><rim:ValueList><rim:Value>7</rim:Value></rim:ValueList></rim:Slot>` +
		`<rim:Name><rim:LocalizedString charset="UTF-8" xml:lang="fr-FR" value="Lettre &quot;A&quot;"/></rim:Name><rim:VersionInfo versionName="2"/>` +
		`<rim:Classification id="1-c1" classificationScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a" classifiedObject="urn:uuid:1" nodeRepresentation="10">` +
		`<rim:Slot name="codingScheme"><rim:ValueList><rim:Value>1.2.3</rim:Value></rim:ValueList></rim:Slot>` +
		`<rim:Name><rim:LocalizedString charset="UTF-8" xml:lang="fr-FR" value="Compte rendu"/></rim:Name></rim:Classification>` +
		`<rim:ExternalIdentifier id="1-e1" registryObject="urn:uuid:1" identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" value="2.25.1">` +
		`<rim:Name><rim:LocalizedString charset="UTF-8" xml:lang="fr-FR" value="XDSDocumentEntry.uniqueId"/></rim:Name></rim:ExternalIdentifier></rim:ExtrinsicObject>` +
		`<rim:RegistryPackage id="SubmissionSet01"></rim:RegistryPackage>` +
		`<rim:Classification id="SubmissionSet01-n1" classifiedObject="SubmissionSet01" classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"/>` +
		`<rim:Association id="Association01" associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" sourceObject="SubmissionSet01" targetObject="urn:uuid:1">` +
		`<rim:Slot name="SubmissionSetStatus"><rim:ValueList><rim:Value>Original</rim:Value></rim:ValueList></rim:Slot></rim:Association>` +
		`</rim:RegistryObjectList></lcm:SubmitObjectsRequest>`
	if got := s.Submit(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestValuesOfQueries(t *testing.T) {
	for got, want := range map[string]string{
		submission.Quoted("O'Neil"):           "'O''Neil'",
		submission.List([]string{"a", "b'c"}): "('a','b''c')",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	q := submission.Query{ID: submission.GetDocuments, Return: "ObjectRef"}
	q.Set("$a", "1")
	q.Set("$a", "2")
	if q.Get("$a") != "2" || len(q.Slots) != 1 || q.Get("$b") != "" {
		t.Errorf("%+v", q)
	}
}

func TestRead(t *testing.T) {
	const doc = `<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:ihe:iti:2007:ResponseStatusType:PartialSuccess">` +
		`<rs:RegistryErrorList><rs:RegistryError errorCode="XDSTooManyResults" codeContext="trop" severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Warning"/></rs:RegistryErrorList>` +
		`<rim:RegistryObjectList><rim:ObjectRef id="urn:uuid:9"/><rim:ExtrinsicObject id="urn:uuid:1" lid="urn:uuid:0" mimeType="text/xml">` +
		`<rim:Slot name="s"><rim:ValueList><rim:Value>1</rim:Value><rim:Value>2</rim:Value></rim:ValueList></rim:Slot><rim:VersionInfo versionName="4"/>` +
		`<rim:Classification id="c" classificationScheme="` + submission.EntryClass + `" classifiedObject="x" nodeRepresentation="10"/></rim:ExtrinsicObject></rim:RegistryObjectList></q:AdhocQueryResponse>`
	x, err := xmldoc.Parse([]byte(doc), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	a := submission.Read(x.Root())
	if !a.Recognised || a.Status != "PartialSuccess" || len(a.Errors) != 1 || a.Errors[0] != (submission.RegistryError{Code: "XDSTooManyResults", Context: "trop", Severity: "Warning"}) {
		t.Errorf("%+v", a)
	}
	if len(a.Refs) != 1 || a.Refs[0] != "urn:uuid:9" || len(a.Entries) != 1 {
		t.Fatalf("%+v", a)
	}
	e := a.Entries[0]
	if e.LID != "urn:uuid:0" || e.Version != "4" || len(e.Slot("s")) != 2 || e.Class(submission.EntryClass).Code != "10" || e.Class("other") != nil {
		t.Errorf("%+v", e)
	}
	e.SetSlot("s", "3")
	e.SetSlot("t", "4")
	e.DropSlot("s")
	e.DropClass(submission.EntryClass)
	if len(e.Slots) != 1 || e.Slot("t")[0] != "4" || len(e.Classifications) != 0 {
		t.Errorf("%+v", e)
	}
	if submission.Read(xmldoc.Node{}).Recognised {
		t.Error("nothing is no answer")
	}
}
