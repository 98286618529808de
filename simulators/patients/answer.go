package patients

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
)

// Find answers a TD0.5: every patient with an open record that has all the
// traits asked for.
func (d *Directory) Find(q hl7v3.Query, id hl7v3.II, now time.Time) hl7v3.Answer {
	a := d.answer(hl7v3.FindAnswer, q, id, now)
	const at = "/PRPA_IN201305UV02/controlActProcess/queryByParameter/parameterList"
	if q.Empty() {
		return refuse(a, "QE", "101", "at least one parameter is required", at)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, scope := range q.Scopes {
		if !d.issues(scope.Root) {
			return refuse(a, "AE", "204", "unknown authority "+scope.Root, at+"/otherIDsScopingOrganization/value")
		}
	}
	for _, p := range d.patients {
		if p.DMP != etalon.DMPActive || !matches(p, q) {
			continue
		}
		if q.MostResults > 0 && len(a.Patients) == q.MostResults {
			a.Ack, a.Response = "AE", "AE"
			a.Remaining++
			continue
		}
		told := tell(p)
		told.Match = 100
		a.Patients = append(a.Patients, told)
	}
	if len(a.Patients) == 0 {
		a.Response = "NF"
	}
	return a
}

func (d *Directory) answer(interaction string, q hl7v3.Query, id hl7v3.II, now time.Time) hl7v3.Answer {
	return hl7v3.Answer{
		Interaction: interaction, ID: id, Created: stamp(now), DMP: d.dmp,
		Query: q, Ack: "AA", Response: "OK",
	}
}

func refuse(a hl7v3.Answer, response, code, text, location string) hl7v3.Answer {
	a.Ack, a.Response = "AE", response
	a.Details = []hl7v3.Detail{{Code: code, Text: text, Location: location}}
	return a
}

// issues says whether the authority is that of some patient.
func (d *Directory) issues(oid string) bool {
	for _, p := range d.patients {
		if p.OID == oid {
			return true
		}
	}
	return false
}

func stamp(t time.Time) string { return t.UTC().Format("20060102150405") }

func tell(p etalon.Patient) hl7v3.Patient {
	return hl7v3.Patient{
		IDs: []hl7v3.II{{Root: p.OID, Extension: p.INS}}, Family: p.Family, Given: p.Given,
		Gender: p.Gender, Birth: p.Birth, City: p.City, PostalCode: p.PostalCode,
	}
}

// matches compares the traits: all that are given must hold. Case and accents
// of the given name are compared as written, save upper and lower case.
func matches(p etalon.Patient, q hl7v3.Query) bool {
	for _, id := range q.SubjectIDs {
		if id.Root != p.OID || id.Extension != p.INS {
			return false
		}
	}
	if q.Gender != "" && !strings.EqualFold(q.Gender, p.Gender) {
		return false
	}
	if low := q.BirthLow; low != "" && p.Birth[:min(len(p.Birth), len(low))] < low[:min(len(low), 8)] {
		return false
	}
	if high := q.BirthHigh; high != "" && p.Birth[:min(len(p.Birth), len(high))] > high[:min(len(high), 8)] {
		return false
	}
	return named(p, q.Names) && among(p.City, q.Cities) && among(p.PostalCode, q.PostalCodes)
}

// among says whether value is one of the alternatives; none given is any.
func among(value string, alternatives []string) bool {
	for _, a := range alternatives {
		if strings.EqualFold(a, value) {
			return true
		}
	}
	return len(alternatives) == 0
}

func named(p etalon.Patient, names []hl7v3.Name) bool {
	for _, n := range names {
		if n.Search {
			if hasPrefix(p.Family, n.Family) && hasPrefix(p.Given, n.Given) {
				return true
			}
			continue
		}
		if (n.Family == "" || strings.EqualFold(n.Family, p.Family)) && (n.Given == "" || strings.EqualFold(n.Given, p.Given)) {
			return true
		}
	}
	return len(names) == 0
}

func hasPrefix(s, prefix string) bool {
	return strings.HasPrefix(strings.ToLower(s), strings.ToLower(prefix))
}
