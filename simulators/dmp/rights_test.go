package dmp

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/rights/matrix"
)

// someone is a request with a VIHF: its mode, its access, its roles and its patient.
func someone(t *testing.T, mode, access, role, system, speciality, ins string) *actor.Request {
	t.Helper()
	attribute := func(name, value string) string {
		return `<Attribute Name="` + name + `"><AttributeValue>` + value + `</AttributeValue></Attribute>`
	}
	code := func(element, code, system string) string {
		return `<` + element + ` xmlns="urn:hl7-org:v3" code="` + code + `" codeSystem="` + system + `"/>`
	}
	doc, err := xmldoc.Parse([]byte(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>`+
		`<w:Security xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">`+
		`<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Subject><NameID>899900000017</NameID></Subject><AttributeStatement>`+
		attribute("Authentification_Mode", mode)+attribute("Identifiant_Structure", "1990000012")+
		attribute("urn:oasis:names:tc:xacml:2.0:resource:resource-id", ins+"^^^&amp;1.9&amp;ISO^NH")+
		attribute("urn:oasis:names:tc:xspa:1.0:subject:purposeofuse", code("PurposeOfUse", access, "x"))+
		`<Attribute Name="urn:oasis:names:tc:xacml:2.0:subject:role"><AttributeValue>`+code("Role", role, system)+`</AttributeValue>`+
		`<AttributeValue>`+code("Role", speciality, "1.2.250.1.71.4.2.5")+`</AttributeValue></Attribute>`+
		`</AttributeStatement></Assertion></w:Security></s:Header><s:Body/></s:Envelope>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return &actor.Request{Doc: doc, SOAP: soap.Read(doc)}
}

// entryOf is a document as the registry holds it: whose, in what state, hidden how.
func entryOf(author, structure, status string, codes ...string) *ebrim.Object {
	o := &ebrim.Object{Kind: ebrim.ExtrinsicObject, Attrs: []ebrim.Attr{{Name: "id", Value: "urn:uuid:1"}, {Name: "status", Value: status}}}
	o.Classifications = append(o.Classifications, ebrim.Authored("a", ebrim.DocumentAuthor, "urn:uuid:1", author, structure, "G15_10/SM26^x^1.2.250.1.213.1.1.4.5"))
	for i, c := range codes {
		o.Classifications = append(o.Classifications, ebrim.Coded(string(rune('b'+i)), ebrim.ConfidentialityCd, "urn:uuid:1", c, "1.2.250.1.213.1.1.4.13", c))
	}
	o.Identifiers = []*ebrim.Object{ebrim.Identified("p", ebrim.DocumentPatientID, "urn:uuid:1", "1^^^&1.9&ISO^NH", "XDSDocumentEntry.patientId")}
	return o
}

// Every cell that depends on something is met on both of its sides.
func TestDenied(t *testing.T) {
	table, err := matrix.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := &DMP{patients: patients.New("1.2.3"), matrix: table}
	d.patients.Reset([]etalon.Patient{
		{INS: "1", OID: "1.9", DMP: etalon.DMPActive},
		{INS: "2", OID: "1.9", DMP: etalon.DMPActive, Attending: true},
		{INS: "3", OID: "1.9", DMP: etalon.DMPActive, Allows: []string{"centre_15"}, Opposed: []string{"bris_de_glace"}},
	})
	const g15, staff, mine, other = "1.2.250.1.71.1.2.7", "1.2.250.1.213.1.6.1.4", "899900000017^A^B^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS", "899900000025^A^B^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"
	const here, there, patient = "CABINET^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1990000012", "CABINET^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^1990000099", "1^A^B^^^^^^&1.9&ISO^D^^^NH"
	of := func(ins string, o *ebrim.Object) *ebrim.Object {
		o.Identifiers[0].SetAttr("value", ins+"^^^&1.9&ISO^NH")
		return o
	}
	const masque = "MASQUE_PS"
	for name, c := range map[string]struct {
		mode, access, role, system, speciality, ins string
		w                                           want
		says                                        string // "" for granted
	}{
		"doctor searches":                    {"DIRECTE", "normal", "10", g15, "SM26", "1", want{right: matrix.Search}, ""},
		"structure searches":                 {"INDIRECTE", "normal", "10", g15, "SM26", "1", want{right: matrix.Search}, "TD3.1a : jamais (PDT-INF-526 v1.8, colonne es.N)"},
		"structure finds its own again":      {"INDIRECTE", "normal", "10", g15, "SM26", "1", want{right: matrix.SearchReference}, ""},
		"AIR feeds":                          {"INDIRECTE_RENFORCEE", "normal", "10", g15, "SM26", "1", want{right: matrix.Feed}, "PDT-INF-606 v1.3"},
		"declares in emergency":              {"DIRECTE", "bris_de_glace", "10", g15, "SM26", "1", want{right: matrix.Declare}, "TD0.3"},
		"stops being what one is not":        {"DIRECTE", "normal", "10", g15, "SM26", "1", want{right: matrix.StopAttending}, "colonne md.N"},
		"stops being attending":              {"DIRECTE", "normal", "10", g15, "SM26", "2", want{right: matrix.StopAttending}, ""},
		"nurse is not a doctor":              {"DIRECTE", "bris_de_glace", "60", g15, "", "1", want{matrix.Archive, entryOf(mine, here, ebrim.Approved)}, "colonne nd.B"},
		"doctor archives in emergency":       {"DIRECTE", "bris_de_glace", "10", g15, "SM26", "1", want{matrix.Archive, entryOf(other, there, ebrim.Approved)}, ""},
		"occupational doctor fetches":        {"DIRECTE", "normal", "10", g15, "SM25", "1", want{matrix.Fetch, entryOf(other, there, ebrim.Approved)}, "colonne mdt"},
		"occupational pharmacist is nobody":  {"DIRECTE", "normal", "21", g15, "SM25", "1", want{matrix.Fetch, entryOf(other, there, ebrim.Approved)}, ""},
		"secretary searches":                 {"DIRECTE", "normal", "42", staff, "", "1", want{right: matrix.Search}, "colonne staff.N"},
		"own masked":                         {"DIRECTE", "normal", "10", g15, "SM26", "1", want{matrix.FetchMasked, entryOf(mine, there, ebrim.Approved, masque)}, ""},
		"another's masked":                   {"DIRECTE", "normal", "10", g15, "SM26", "1", want{matrix.FetchMasked, entryOf(other, here, ebrim.Approved, masque)}, "ses propres documents"},
		"attending, another's masked":        {"DIRECTE", "normal", "10", g15, "SM26", "2", want{matrix.FetchMasked, of("2", entryOf(other, here, ebrim.Approved, masque))}, ""},
		"regulation, masked, not allowed":    {"DIRECTE", "centre_15", "10", g15, "SM26", "1", want{matrix.FetchMasked, entryOf(other, here, ebrim.Approved, masque)}, "ne laisse pas lire"},
		"regulation, masked, allowed":        {"DIRECTE", "centre_15", "10", g15, "SM26", "3", want{matrix.FetchMasked, of("3", entryOf(other, here, ebrim.Approved, masque))}, ""},
		"opposed to emergency":               {"DIRECTE", "bris_de_glace", "10", g15, "SM26", "3", want{right: matrix.Search}, "s'oppose"},
		"opposed to emergency, fed":          {"DIRECTE", "bris_de_glace", "10", g15, "SM26", "3", want{right: matrix.Feed}, ""},
		"deletes one's own":                  {"DIRECTE", "normal", "10", g15, "SM26", "1", want{matrix.Delete, entryOf(mine, there, ebrim.Approved)}, ""},
		"deletes another's":                  {"DIRECTE", "normal", "10", g15, "SM26", "1", want{matrix.Delete, entryOf(other, here, ebrim.Approved)}, "ses propres documents"},
		"structure deletes its own":          {"INDIRECTE", "normal", "10", g15, "SM26", "1", want{matrix.Delete, entryOf(other, here, ebrim.Approved)}, ""},
		"structure deletes another's":        {"INDIRECTE", "normal", "10", g15, "SM26", "1", want{matrix.Delete, entryOf(mine, there, ebrim.Approved)}, "sa structure"},
		"archives what the patient entered":  {"DIRECTE", "bris_de_glace", "10", g15, "SM26", "1", want{matrix.Archive, entryOf(patient, "", ebrim.Approved)}, "saisi par le patient"},
		"attending, what the patient enters": {"DIRECTE", "normal", "10", g15, "SM26", "2", want{matrix.Archive, of("2", entryOf(patient, "", ebrim.Approved))}, ""},
		"no mode is known":                   {"", "normal", "10", g15, "SM26", "1", want{right: matrix.Declare}, ""},
		"no sheet says":                      {"INDIRECTE", "bris_de_glace", "10", g15, "SM26", "1", want{right: matrix.Search}, ""},
	} {
		got := d.denied(c.w, someone(t, c.mode, c.access, c.role, c.system, c.speciality, c.ins))
		if (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, not %q", name, got, c.says)
		}
	}
}

// What a new version or a new status is for is read from what is held.
func TestWhatAChangeNeeds(t *testing.T) {
	rights := func(all []want) string {
		var names []string
		for _, w := range all {
			names = append(names, string(w.right))
		}
		return strings.Join(names, " ")
	}
	plain, secret := entryOf("1", "", ebrim.Approved), entryOf("1", "", ebrim.Approved, "MASQUE_PS", "INVISIBLE_PATIENT")
	archived := entryOf("1", "", ebrim.Archived)
	for name, c := range map[string]struct{ got, want string }{
		"mask":              {rights(hidden(plain, entryOf("1", "", ebrim.Approved, "MASQUE_PS"))), "mask"},
		"unmask and show":   {rights(hidden(secret, plain)), "unmask show"},
		"another title":     {rights(hidden(secret, secret)), ""},
		"hide from patient": {rights(hidden(plain, entryOf("1", "", ebrim.Approved, "INVISIBLE_PATIENT"))), ""},
		"archive":           {rights(moved(plain, []string{ebrim.Archived})), "archive"},
		"unarchive":         {rights(moved(archived, []string{ebrim.Approved})), "unarchive"},
		"delete":            {rights(moved(archived, []string{ebrim.Deleted})), "delete"},
		"approve":           {rights(moved(plain, []string{ebrim.Approved})), ""},
		"fetch":             {rights(reading(plain)), "fetch"},
		"fetch a secret":    {rights(reading(secret)), "fetch fetch-masked fetch-invisible"},
		"fetch archived":    {rights(reading(archived)), "fetch fetch-archived"},
		"fetch deleted":     {rights(reading(entryOf("1", "", ebrim.Deleted))), "fetch fetch-deleted"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, not %q", name, c.got, c.want)
		}
	}
}
