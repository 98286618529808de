package patients_test

import (
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/patients"
)

func administered() *patients.Directory {
	d := patients.New("1.2.3")
	d.Reset([]etalon.Patient{
		{INS: "1", OID: "1.9", Family: "OUVERT", Given: "Anne", Birth: "19800214", Gender: "F", DMP: etalon.DMPActive},
		{INS: "2", OID: "1.9", Family: "FERME", Given: "Luc", Birth: "19800214", Gender: "M", DMP: etalon.DMPClosed, ClosedWhy: "À sa demande"},
		{INS: "3", OID: "1.9", Family: "ABSENT", Given: "Zoé", Birth: "19800214", Gender: "F", DMP: etalon.DMPAbsent},
		{INS: "4", OID: "1.9", Family: "ESPACE", Given: "Léo", Birth: "19800214", Gender: "M", DMP: etalon.DMPActive, MES: true, Account: true},
	})
	return d
}

func registration(kind, reason, ins string, change func(*gdp.Person)) gdp.Request {
	p := gdp.Person{
		IDs: []hl7v3.II{{Root: "1.9", Extension: ins}}, Status: "active", Name: gdp.Name{Usual: "NOUVEAU", Birth: "ANCIEN", Given: []string{"Ève"}},
		Birth: "19800214", Gender: "F", City: "Ville", Flags: map[string]bool{gdp.OpeningConsent: true, gdp.ReactivationConsent: true, gdp.OpposedRegulation: true},
	}
	if change != nil {
		change(&p)
	}
	return gdp.Request{Interaction: kind, Reason: reason, People: []gdp.Person{p}}
}

func TestRegisterAnswersFromTheState(t *testing.T) {
	closing := registration(gdp.Change, gdp.Closing, "1", func(p *gdp.Person) { p.Status = "terminated" })
	closing.Motive = gdp.ByPatient
	unsaid := closing
	unsaid.Motive = ""
	mes := closing
	mes.People = []gdp.Person{registration("", "", "4", nil).People[0]}
	for name, c := range map[string]struct {
		request gdp.Request
		cx      string
		want    string
	}{
		"created":                {registration(gdp.Create, gdp.Creation, "3", nil), "3", gdp.Created},
		"nobody knew":            {registration(gdp.Create, gdp.Creation, "9", nil), "9", gdp.Created},
		"created again":          {registration(gdp.Create, gdp.Creation, "1", nil), "1", gdp.NoCreate + " " + patients.Found},
		"without consent":        {registration(gdp.Create, gdp.Creation, "3", func(p *gdp.Person) { p.Flags = nil }), "3", gdp.NoCreate + " " + patients.NotPublic},
		"closed, created":        {registration(gdp.Create, gdp.Creation, "2", nil), "2", gdp.NoCreate + " " + patients.NotPublic},
		"nobody":                 {gdp.Request{Interaction: gdp.Create}, "3", gdp.NoCreate + " " + patients.NotPublic},
		"another than VIHF":      {registration(gdp.Change, gdp.Modify, "1", nil), "2", gdp.NoChange + " " + patients.NotPublic},
		"changed":                {registration(gdp.Change, gdp.Modify, "1", nil), "1", gdp.Changed},
		"changed, closed":        {registration(gdp.Change, gdp.Modify, "2", nil), "2", gdp.NoChange + " " + patients.NotPublic},
		"changed, absent":        {registration(gdp.Change, gdp.Modify, "3", nil), "3", gdp.NoChange + " " + patients.NotPublic},
		"changed, attached":      {registration(gdp.Change, gdp.Modify, "4", nil), "4", gdp.NoChange + " " + patients.Denied},
		"reason unknown":         {registration(gdp.Change, "AUTRE", "1", nil), "1", gdp.NoChange + " " + patients.NotPublic},
		"reactivated":            {registration(gdp.Change, gdp.Reactivate, "2", nil), "2", gdp.Changed},
		"reactivated, open":      {registration(gdp.Change, gdp.Reactivate, "1", nil), "1", gdp.NoChange + " " + patients.Found},
		"reactivated, unwilling": {registration(gdp.Change, gdp.Reactivate, "2", func(p *gdp.Person) { p.Flags = nil }), "2", gdp.NoChange + " " + patients.NotPublic},
		"closed":                 {closing, "1", gdp.Changed},
		"closed, no motive":      {unsaid, "1", gdp.NoChange + " " + patients.NotPublic},
		"closed, attached":       {mes, "4", gdp.NoChange + " " + patients.Denied},
	} {
		d := administered()
		a := d.Register(c.request, c.cx+"^^^&1.9&ISO^NH", hl7v3.II{Root: "1.2.3"}, now)
		got := a.Interaction
		if a.Ack != "AA" {
			got += " " + a.Detail.Code
		}
		if got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
}

// What a request changed is what the next query tells, and a closed record
// refuses to be closed again.
func TestRegisterChangesTheState(t *testing.T) {
	d := administered()
	told := func(ins string) gdp.Answer {
		return d.Consult(hl7v3.Query{PatientIDs: []hl7v3.II{{Root: "1.9", Extension: ins}}}, hl7v3.II{}, now)
	}
	d.Register(registration(gdp.Change, gdp.Modify, "1", nil), "1^^^&1.9&ISO^NH", hl7v3.II{}, now)
	if p := told("1").Person; p.Name.Usual != "NOUVEAU" || p.City != "Ville" || !p.Flags[gdp.OpposedRegulation] || p.Status != "active" {
		t.Errorf("changed: %+v", p)
	}
	closing := registration(gdp.Change, gdp.Closing, "1", func(p *gdp.Person) { p.Status = "terminated" })
	closing.Motive, closing.MotiveText = gdp.ByPatient, "Il le demande"
	d.Register(closing, "1^^^&1.9&ISO^NH", hl7v3.II{}, now)
	if a := told("1"); a.Person.Status != "terminated" || a.Motive != "Il le demande" || a.MotiveCode != gdp.ByPatient || a.Person.ClosedAt == "" {
		t.Errorf("closed: %+v", a)
	}
	if a := d.Register(closing, "1^^^&1.9&ISO^NH", hl7v3.II{}, now); a.Detail.Code != patients.Closed {
		t.Errorf("closed again: %+v", a)
	}
	if a := told("3"); a.Response != "NF" {
		t.Errorf("absent: %s", a.Response)
	}
	d.Register(registration(gdp.Create, gdp.Creation, "3", nil), "3^^^&1.9&ISO^NH", hl7v3.II{}, now)
	if a := told("3"); a.Response != "OK" || a.Authorisation != patients.None || a.Person.Name.Birth != "ANCIEN" {
		t.Errorf("created: %+v", a)
	}
}

func operation(t *testing.T, name, fields string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(`<p:`+name+` xmlns:p="urn:si-dmp-patients">`+fields+`</p:`+name+`>`), xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Root()
}

func TestAccountFollowsTheState(t *testing.T) {
	d := administered()
	for i, c := range []struct{ ins, name, fields, status string }{
		{"1", "patientOTPUpdate", "<p:type>SMS</p:type><p:canal>0600000000</p:canal><p:action>AJOUT</p:action>", "ETALON-REFUS"},
		{"1", "updatePatientAccess", "", "ETALON-REFUS"},
		{"1", "createPatientAccess", "<p:type>FAX</p:type><p:canal>1</p:canal>", "ETALON-REFUS"},
		{"1", "createPatientAccess", "<p:type>SMS</p:type><p:canal>0600000000</p:canal>", "DMPOk"},
		{"1", "createPatientAccess", "<p:type>SMS</p:type><p:canal>0600000000</p:canal>", "DMPPatientAccessAlreadyExists"},
		{"1", "patientOTPUpdate", "<p:type>SMS</p:type><p:canal>0600000001</p:canal><p:action>AJOUT</p:action>", "DMPPatientAccessOTPAlreadyExists"},
		{"1", "patientOTPUpdate", "<p:type>SMS</p:type><p:canal>0600000001</p:canal><p:action>MODIFICATION</p:action>", "DMPOk"},
		{"1", "patientOTPUpdate", "<p:type>SMS</p:type><p:action>SUPPRESSION</p:action>", "DMPOk"},
		{"1", "patientOTPUpdate", "<p:type>SMS</p:type><p:action>SUPPRESSION</p:action>", "ETALON-REFUS"},
		{"1", "updatePatientAccess", "", "DMPOk"},
		{"2", "createPatientAccess", "<p:type>SMS</p:type><p:canal>0600000000</p:canal>", "DMPAccessDeniedByRightsService"},
		{"3", "createPatientAccess", "<p:type>SMS</p:type><p:canal>0600000000</p:canal>", "DMPAccessDeniedByRightsService"},
		{"4", "createPatientAccess", "<p:type>SMS</p:type><p:canal>0600000000</p:canal>", "DMPAccessDeniedByRightsService"},
	} {
		if a := d.Access(operation(t, c.name, c.fields), c.ins+"^^^&1.9&ISO^NH", now); a.Status != c.status {
			t.Errorf("%d: %s %s: %+v", i, c.ins, c.name, a)
		}
	}
}

func TestListTellsAuthorisedRecordsSinceADate(t *testing.T) {
	d := administered()
	d.LastFed = func(p etalon.Patient) string { return map[string]string{"1": "20261120000000"}[p.INS] }
	for fields, want := range map[string]int{
		"": 2,
		"<p:startDate>20261101000000</p:startDate><p:dateType>LASTDOC</p:dateType>":          1,
		"<p:startDate>20261201000000</p:startDate><p:dateType>LASTDOC</p:dateType>":          0,
		"<p:startDate>20200101000000</p:startDate><p:dateType>LASTAUTORIZATION</p:dateType>": 2,
		"<p:startDate>20261131000000</p:startDate>":                                          -1,
		"<p:startDate>20261101</p:startDate>":                                                -1,
		"<p:dateType>LASTAUTHORIZATION</p:dateType>":                                         -1,
	} {
		a := d.List(operation(t, "patientList", fields), now)
		got := len(a.Records)
		if a.Status != "DMPOk" {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d records, not %d: %+v", fields, got, want, a)
		}
	}
}
