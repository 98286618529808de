package patients_test

import (
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/patients"
)

// Somebody of the crowd is known as anybody is; what is told of the state is who
// changed, and the next scenario finds them as they were.
func TestCrowd(t *testing.T) {
	crowd := []etalon.Patient{
		{ID: "C1", INS: "11", OID: "1.9", Family: "ETALON-FOULE", Birth: "19800214", Gender: "F", DMP: etalon.DMPActive, Authorisation: "NON_EXISTE"},
		{ID: "C2", INS: "12", OID: "1.9", Family: "ETALON-FOULE", Birth: "19800214", Gender: "F", DMP: etalon.DMPClosed},
		{ID: "C3", INS: "1", OID: "1.9", Family: "ETALON-AUTRE", DMP: etalon.DMPClosed}, // the number of A
	}
	given := []etalon.Patient{{ID: "A", INS: "1", OID: "1.9", Family: "ETALON-A", Birth: "19900101", Gender: "M", DMP: etalon.DMPActive}}
	d := patients.New("1.2.3")
	d.Reset(given, crowd...)
	who := actor.Who{ID: "899900000017", Name: "Camille ETALON"}
	exists := func(ins string) gdp.Answer {
		return d.Existence(hl7v3.Query{PatientIDs: []hl7v3.II{{Root: "1.9", Extension: ins}}}, hl7v3.II{}, now)
	}
	told := func() (ids []string) {
		for _, p := range d.All() {
			ids = append(ids, p.ID+" "+p.Authorisation)
		}
		return ids
	}
	if a := exists("11"); a.Person == nil || a.Authorisation != "NON_EXISTE" {
		t.Errorf("of the crowd: %+v", a)
	}
	if a := exists("12"); a.Person == nil || a.Person.Status != "terminated" {
		t.Errorf("closed: %+v", a)
	}
	if a := exists("1"); a.Person == nil || a.Person.Status != "active" {
		t.Errorf("the number of one who is given: %+v", a)
	}
	if got := told(); !slices.Equal(got, []string{"A VALIDE"}) {
		t.Errorf("before anything changed: %v", got)
	}
	if rows := d.List(operation(t, "patientList", ""), now).Records; len(rows) != 1 {
		t.Errorf("%d rows of TD0.4", len(rows))
	}
	if before, known := d.Authorise("11^^^&1.9&ISO^NH", who, false, now); before != "NON_EXISTE" || !known {
		t.Errorf("authorised: %s %v", before, known)
	}
	if got := told(); !slices.Equal(got, []string{"A VALIDE", "C1 VALIDE"}) {
		t.Errorf("after a change: %v", got)
	}
	d.Reset(given, crowd...)
	if got := told(); !slices.Equal(got, []string{"A VALIDE"}) || exists("11").Authorisation != "NON_EXISTE" {
		t.Errorf("the next scenario: %v", got)
	}
}
