package lps_test

import (
	"crypto/sha1"
	"encoding/hex"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

const (
	rim  = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	lcm  = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
	saml = "urn:oasis:names:tc:SAML:2.0:assertion"
)

func TestFeedIsWhatTheDMPWants(t *testing.T) {
	f := newFake(t)
	a := action(etalon.ActFeed)
	a.Documents = append(a.Documents, etalon.Document{ID: "DOC-B", Title: "Document B", Body: "structured", TypeCode: "11488-4"})
	r := do(t, newLPS(t, f, nil), a, etalon.ReactDone)
	got := f.requests()
	if kinds(got) != "PRPA_IN201307UV02 ProvideAndRegisterDocumentSetRequest" {
		t.Fatal(kinds(got))
	}
	feed := got[1]
	if feed.path != "/si-dmp-server/v2/services/repository" || feed.peer != "ETALON AUTH" {
		t.Errorf("path %q peer %q", feed.path, feed.peer)
	}
	if len(feed.message.Anomalies) > 0 {
		t.Errorf("anomalies %v", feed.message.Anomalies)
	}
	if !strings.Contains(feed.contentType, `action="urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"`) || feed.soap.Action() != "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b" {
		t.Errorf("content type %s, action %s", feed.contentType, feed.soap.Action())
	}
	list := feed.soap.Payload.Path(lcm, "SubmitObjectsRequest").Child(rim, "RegistryObjectList")
	documents := checkEntries(t, feed, list)
	if len(documents) != 3 {
		t.Fatalf("%d documents", len(documents))
	}
	if want := r.Values["uniqueIds"]; documents[strings.Fields(want)[0]] == nil || len(strings.Fields(want)) != 2 {
		t.Errorf("uniqueIds %q", want)
	}
	checkLotSignature(t, list, documents)
	checkAssociations(t, list)
}

// checkEntries holds each entry against its document: sizes, hash, CDA id. It
// gives the documents by uniqueId.
func checkEntries(t *testing.T, feed request, list xmldoc.Node) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for e := range list.ChildrenNamed(rim, "ExtrinsicObject") {
		var content []byte
		for d := range feed.soap.Payload.ChildrenNamed("urn:ihe:iti:xds-b:2007", "Document") {
			if d.Attr("", "id") == e.Attr("", "id") {
				part, ok := feed.message.Resolve(d.Child("*", "Include").Attr("", "href"))
				if !ok {
					t.Fatalf("%s does not resolve", d.Attr("", "id"))
				}
				content = part.Body
			}
		}
		sum := sha1.Sum(content)
		if got := slotOf(e, "hash"); got != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: hash %s", e.Attr("", "id"), got)
		}
		id := externalOf(e, "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab")
		if doc, err := xmldoc.Parse(content, xmldoc.Limits{}); err != nil {
			t.Error(err)
		} else if doc.Root().Local() == "ClinicalDocument" {
			if got := doc.Root().Child("*", "id").Attr("", "root"); got != id {
				t.Errorf("CDA id %s, uniqueId %s", got, id)
			}
			if slotOf(e, "creationTime") != "20261122100000" || doc.Root().Child("*", "effectiveTime").Attr("", "value") != "20261122110000+0100" {
				t.Error("creation is not 10:00 UTC, 11:00 in Paris")
			}
		}
		if got := externalOf(e, "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"); got != "280029999900134^^^&1.2.250.1.213.1.4.10&ISO^NH" {
			t.Errorf("patientId %s", got)
		}
		out[id] = content
	}
	return out
}

func checkLotSignature(t *testing.T, list xmldoc.Node, documents map[string][]byte) {
	t.Helper()
	lot := externalOf(list.Child(rim, "RegistryPackage"), "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8")
	for id, content := range documents {
		if !strings.Contains(string(content), "<ds:Manifest") {
			continue
		}
		s := xmlsec.Verify(content, xmlsec.Options{Documents: documents}).Signatures[0]
		if !s.Valid() || len(s.Certificates) != 2 {
			t.Errorf("signature %+v", s)
		}
		seen := map[string]xmlsec.DigestState{}
		for _, r := range s.References {
			seen[strings.TrimPrefix(r.URI, "urn:oid:")] = r.Digest
		}
		if seen[lot] != xmlsec.DigestDummy {
			t.Errorf("lot %s is not in the manifest", lot)
		}
		for other := range documents {
			if other != id && seen[other] != xmlsec.DigestValid {
				t.Errorf("document %s: %s", other, seen[other])
			}
		}
		return
	}
	t.Error("no lot signature")
}

func checkAssociations(t *testing.T, list xmldoc.Node) {
	t.Helper()
	var got []string
	for a := range list.ChildrenNamed(rim, "Association") {
		typ := a.Attr("", "associationType")
		got = append(got, typ[strings.LastIndexByte(typ, ':')+1:]+" "+a.Attr("", "sourceObject")+" "+a.Attr("", "targetObject"))
	}
	want := "HasMember SubmissionSet01 Document01, HasMember SubmissionSet01 Document02, HasMember SubmissionSet01 Signature01, signs Signature01 SubmissionSet01"
	if strings.Join(got, ", ") != want {
		t.Errorf("associations %s", strings.Join(got, ", "))
	}
}

func slotOf(e xmldoc.Node, name string) string {
	for s := range e.ChildrenNamed(rim, "Slot") {
		if s.Attr("", "name") == name {
			return s.Path(rim, "ValueList", "Value").Value()
		}
	}
	return ""
}

func externalOf(e xmldoc.Node, scheme string) string {
	for x := range e.ChildrenNamed(rim, "ExternalIdentifier") {
		if x.Attr("", "identificationScheme") == scheme {
			return x.Attr("", "value")
		}
	}
	return ""
}

func TestVIHFOfEachRequest(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, nil)
	do(t, l, action(etalon.ActListDocuments), etalon.ReactDone)
	do(t, l, action(etalon.ActFindPatient), etalon.ReactDone)
	ids := map[string]bool{}
	for _, r := range f.requests() {
		root, _ := r.message.Root()
		sig := xmlsec.Verify(root.Body, xmlsec.Options{}).Signatures
		if len(sig) != 1 || !sig[0].Valid() || !sig[0].References[0].CoversParent || !sig[0].References[0].EnvelopedOnly() {
			t.Fatalf("%s: signature %+v", r.kind(), sig)
		}
		a := r.soap.Security.Child(saml, "Assertion")
		values := map[string]string{}
		for x := range a.Child(saml, "AttributeStatement").ChildrenNamed(saml, "Attribute") {
			for v := range x.ChildrenNamed(saml, "AttributeValue") {
				text := v.Value()
				for c := range v.Children() {
					text += c.Attr("", "code") + "@" + c.Attr("", "codeSystem")
				}
				values[x.Attr("", "Name")] += "[" + text + "]"
			}
		}
		for name, want := range map[string]string{
			"VIHF_Version": "[3.0]", "Authentification_Mode": "[INDIRECTE]", "Identifiant_Structure": "[1990000012]",
			"Ressource_URN": "[urn:dmp]", "LPS_Nom": "[ETALON-LPS]",
			"urn:oasis:names:tc:xacml:2.0:subject:role": "[10@1.2.250.1.71.1.2.7][SM26@1.2.250.1.71.4.2.5]",
		} {
			if values[name] != want {
				t.Errorf("%s: %s = %s", r.kind(), name, values[name])
			}
		}
		resource := values["urn:oasis:names:tc:xacml:2.0:resource:resource-id"]
		if r.kind() == "PRPA_IN201305UV02" && resource != "" || r.kind() != "PRPA_IN201305UV02" && resource != "[280029999900134^^^&1.2.250.1.213.1.4.10&ISO^NH]" {
			t.Errorf("%s: resource-id %q", r.kind(), resource)
		}
		if ids[r.soap.MessageID()] || !strings.HasPrefix(r.soap.MessageID(), "urn:uuid:") {
			t.Errorf("MessageID %q", r.soap.MessageID())
		}
		ids[r.soap.MessageID()] = true
	}
	if len(ids) != 3 {
		t.Errorf("%d requests", len(ids))
	}
}

func TestWhatTheRecordAllows(t *testing.T) {
	for name, c := range map[string]struct {
		status, authorisation string
		feed, list, declare   string
		declared              bool
	}{
		"valid":     {"active", "VALIDE", "done", "done", "done", false},
		"none":      {"active", "NON_EXISTE", "done", "refused", "done", true},
		"expired":   {"active", "EXPIRE", "done", "refused", "done", true},
		"forbidden": {"active", "INTERDIT", "refused", "refused", "refused", false},
		"closed":    {"terminated", "VALIDE", "refused", "refused", "refused", false},
		"absent":    {"", "", "refused", "refused", "refused", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.answers["PRPA_IN201307UV02"] = say(found(c.status, c.authorisation, "Motif fictif"))
			l := newLPS(t, f, nil)
			test := do(t, l, action(etalon.ActExistenceTest), etalon.ReactDone)
			if c.status == "terminated" && !strings.Contains(test.Shown, "Motif fictif") {
				t.Errorf("the motive is not shown: %s", test.Shown)
			}
			do(t, l, action(etalon.ActFeed), c.feed)
			do(t, l, action(etalon.ActListDocuments), c.list)
			do(t, l, action(etalon.ActDeclareAccess), c.declare)
			got := kinds(f.requests())
			if strings.Contains(got, "setAuthorization") != c.declared {
				t.Errorf("requests %s", got)
			}
			if strings.Count(got, "PRPA_IN201307UV02") != 1 {
				t.Errorf("one existence test is enough: %s", got)
			}
		})
	}
}

func TestErrorsAreShownAndNotRetried(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, request)
		code   string
	}{
		"fault":           {fault(false), "DMPInvalidCertificate"},
		"multipart fault": {fault(true), "DMPInvalidCertificate"},
		"registry error":  {say(registryResponse("Failure", "XDSUnknownPatientId")), "XDSUnknownPatientId"},
		"not SOAP":        {func(w http.ResponseWriter, _ request) { _, _ = w.Write([]byte("<html>")) }, "HTTP 200"},
		"silence":         {func(_ http.ResponseWriter, _ request) { <-release }, "TIMEOUT"},
		"cut":             {func(http.ResponseWriter, request) { panic(http.ErrAbortHandler) }, "CONNEXION"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.answers["ProvideAndRegisterDocumentSetRequest"] = c.answer
			l := newLPS(t, f, func(c *lps.Config) { c.Timeout = 300 * time.Millisecond })
			r := do(t, l, action(etalon.ActFeed), etalon.ReactError)
			if r.Code != c.code || (c.code != "CONNEXION" && !strings.Contains(r.Shown, c.code)) {
				t.Errorf("code %q shown %q", r.Code, r.Shown)
			}
			if got := kinds(f.requests()); got != "PRPA_IN201307UV02 ProvideAndRegisterDocumentSetRequest" {
				t.Errorf("requests %s", got)
			}
			if name == "silence" {
				release <- struct{}{}
			}
		})
	}
}

func TestHL7ErrorIsShown(t *testing.T) {
	f := newFake(t)
	f.answers["PRPA_IN201307UV02"] = say(`<PRPA_IN201308UV02 xmlns="urn:hl7-org:v3"><acknowledgement><typeCode code="AE"/><acknowledgementDetail><code code="X1"/><text>refus</text></acknowledgementDetail></acknowledgement></PRPA_IN201308UV02>`)
	r := do(t, newLPS(t, f, nil), action(etalon.ActFeed), etalon.ReactError)
	if r.Code != "X1" || !strings.Contains(r.Shown, "refus") {
		t.Errorf("%+v", r)
	}
	if got := kinds(f.requests()); got != "PRPA_IN201307UV02" {
		t.Errorf("requests %s", got)
	}
}

// With a card, the user's certificates sign and the structure is declared.
func TestDirectMode(t *testing.T) {
	f := newFake(t)
	l := newLPS(t, f, func(c *lps.Config) {
		c.Mode, c.Auth, c.Sign = etalon.ModeDirect, keys().TLS("cps-auth"), keys().TLS("cps-sign")
	})
	do(t, l, action(etalon.ActFeed), etalon.ReactDone)
	got := f.requests()[1]
	if got.peer != "899900000017" {
		t.Errorf("peer %s", got.peer)
	}
	for _, want := range []string{
		"ac:classes:SmartcardPKI", ">DIRECTE<", "CN=899900000017,SN=ETALON-MEDECIN,GN=Camille,T=Médecin,O=CARTE ETALON FICTIVE,C=FR",
		"CABINET ETALON FICTIF^^^^^&amp;1.2.250.1.71.4.2.2&amp;ISO^IDNST^^^1990000012",
	} {
		if !strings.Contains(string(got.body), want) {
			t.Errorf("no %s", want)
		}
	}
}
