package patients_test

import (
	"slices"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/simulators/patients"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func directory() *patients.Directory {
	d := patients.New("1.2.3")
	d.Reset([]etalon.Patient{
		{INS: "1", OID: "1.9", Family: "DUPONT", Given: "Anne", Birth: "19800214", Gender: "F", City: "Ville", PostalCode: "99999", DMP: etalon.DMPActive},
		{INS: "2", OID: "1.9", Family: "DUPONT", Given: "Anne", Birth: "19851231", Gender: "F", City: "Bourg", PostalCode: "99998", DMP: etalon.DMPActive},
		{INS: "3", OID: "1.9", Family: "DURAND", Given: "Luc", Birth: "19800214", Gender: "M", City: "Ville", PostalCode: "99999", DMP: etalon.DMPActive},
		{INS: "4", OID: "1.9", Family: "DUPONT", Given: "Anne", Birth: "19800214", Gender: "F", DMP: etalon.DMPAbsent},
	})
	return d
}

func TestFind(t *testing.T) {
	dupont := []hl7v3.Name{{Family: "dupont", Given: "ANNE"}}
	for name, c := range map[string]struct {
		query         hl7v3.Query
		want          []string
		ack, response string
	}{
		"nothing asked":     {hl7v3.Query{}, nil, "AE", "QE"},
		"name":              {hl7v3.Query{Names: dupont}, []string{"1", "2"}, "AA", "OK"},
		"name and birth":    {hl7v3.Query{Names: dupont, BirthLow: "19800214", BirthHigh: "19800214"}, []string{"1"}, "AA", "OK"},
		"year of birth":     {hl7v3.Query{BirthLow: "1980", BirthHigh: "1980"}, []string{"1", "3"}, "AA", "OK"},
		"born since":        {hl7v3.Query{BirthLow: "1981"}, []string{"2"}, "AA", "OK"},
		"gender and city":   {hl7v3.Query{Gender: "M", Cities: []string{"ville"}}, []string{"3"}, "AA", "OK"},
		"one of two towns":  {hl7v3.Query{PostalCodes: []string{"99998", "0"}}, []string{"2"}, "AA", "OK"},
		"part of a name":    {hl7v3.Query{Names: []hl7v3.Name{{Family: "Du", Search: true}}}, []string{"1", "2", "3"}, "AA", "OK"},
		"part, not asked":   {hl7v3.Query{Names: []hl7v3.Name{{Family: "Du"}}}, nil, "AA", "NF"},
		"identifier":        {hl7v3.Query{SubjectIDs: []hl7v3.II{{Root: "1.9", Extension: "2"}}}, []string{"2"}, "AA", "OK"},
		"other authority":   {hl7v3.Query{SubjectIDs: []hl7v3.II{{Root: "1.8", Extension: "2"}}}, nil, "AA", "NF"},
		"unknown authority": {hl7v3.Query{Names: dupont, Scopes: []hl7v3.II{{Root: "1.8"}}}, nil, "AE", "AE"},
		"too many":          {hl7v3.Query{Names: dupont, MostResults: 1}, []string{"1"}, "AE", "AE"},
	} {
		a := directory().Find(c.query, hl7v3.II{Root: "1"}, now)
		var got []string
		for _, p := range a.Patients {
			got = append(got, p.IDs[0].Extension)
		}
		if !slices.Equal(got, c.want) || a.Ack != c.ack || a.Response != c.response {
			t.Errorf("%s: %v %s %s", name, got, a.Ack, a.Response)
		}
	}
	if a := directory().Find(hl7v3.Query{Names: dupont, MostResults: 1}, hl7v3.II{}, now); a.Remaining != 1 {
		t.Errorf("%d remain", a.Remaining)
	}
}

func TestExistenceNeedsOneIdentifier(t *testing.T) {
	ids := []hl7v3.II{{Root: "1.9", Extension: "1"}, {Root: "1.9", Extension: "2"}}
	for n, want := range []string{"QE", "OK", "QE"} {
		if a := directory().Existence(hl7v3.Query{PatientIDs: ids[:n]}, hl7v3.II{}, now); a.Response != want {
			t.Errorf("%d identifiers: %s", n, a.Response)
		}
	}
}
