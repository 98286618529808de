package patients

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/gdp"
	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/own"
)

// Unset is what the DMP writes where a record has no usual name.
const Unset = "NON RENSEIGNE"

// record is what the DMP keeps of one patient beside the state that scenarios
// give and that rules are told.
type record struct {
	person    gdp.Person
	motive    string // text, of a closed record
	motiveOf  string // code
	attending bool   // the one who asks is the médecin traitant
	grants    []own.Authorisation
	login     string            // of the patient's account; "" for none
	password  string            //
	renewed   int               // how often the credentials were renewed
	channels  map[string]string // of one-time passwords, by type
	accessed  string            // last access, YYYYMMDDhhmmss
}

// outsider is the professional of another practice, who wrote what the scenarios
// give.
const outsider = "899900000025"

// of gives the record of a patient, made of what the scenario gives at first.
// The caller holds the lock.
func (d *Directory) of(p *etalon.Patient, now time.Time) *record {
	key := p.OID + "|" + p.INS
	if r := d.records[key]; r != nil {
		return r
	}
	r := &record{attending: p.Attending, channels: map[string]string{}}
	r.person = gdp.Person{
		IDs:    numbers(*p),
		Name:   gdp.Name{Usual: p.Usual, Birth: p.Family, Given: []string{p.Given}},
		Gender: p.Gender, Birth: p.Birth, PostalCode: p.PostalCode, City: p.City,
		Telecoms: []gdp.Telecom{{Use: "HP", Value: "tel:0199000000"}},
		Flags: map[string]bool{
			gdp.OpeningConsent: true, gdp.OpposedEmergency: opposes(*p, etalon.AccessEmergency),
			gdp.OpposedRegulation: opposes(*p, etalon.AccessRegulation), gdp.Account: p.Account, gdp.Attached: p.MES,
		},
	}
	for _, id := range p.OtherIDs { // a former number of the same authority is told too
		if id.Root == p.OID {
			r.person.IDs = append(r.person.IDs, hl7v3.II{Root: id.Root, Extension: id.Extension})
		}
	}
	if p.Usual == "" {
		r.person.Name.Usual = p.Family
	}
	if p.Representative != nil {
		r.person.Relatives = []gdp.Relative{{Code: p.Representative.Role, Name: gdp.Name{Usual: p.Representative.Family, Given: []string{p.Representative.Given}}}}
	}
	if p.Account {
		r.login, r.password = account(*p), "ETALON-0000"
	}
	if p.DMP == etalon.DMPClosed {
		r.motiveOf, r.motive, r.person.ClosedAt = gdp.ByPatient, p.ClosedWhy, stamp(now.AddDate(0, -1, 0))
		if r.motive == "" {
			r.motive = "Fermeture à la demande du patient"
		}
	}
	r.grants = others(now)
	r.accessed = stamp(now.AddDate(0, 0, -7))
	if d.records == nil {
		d.records = map[string]*record{}
	}
	d.records[key] = r
	return r
}

// others are the synthetic professionals that every record knows: one who is
// authorised and one who is blocked.
func others(now time.Time) []own.Authorisation {
	practice := [][2]string{{"G15_10/SM54", "Médecine générale (SM)"}}
	return []own.Authorisation{
		{ID: outsider, Type: gdp.Professionals, Family: "EXTERIEUR", Given: "Dominique", Specialties: practice, Since: stamp(now.AddDate(0, -3, 0)), Acted: stamp(now.AddDate(0, -2, 0)), Mode: own.Active},
		{ID: "899900000033", Type: gdp.Professionals, Family: "BLOQUE", Given: "Claude", Specialties: practice, Since: stamp(now.AddDate(0, -5, 0)), Acted: stamp(now.AddDate(0, -4, 0)), Mode: own.Forbidden},
	}
}

// numbers are the one of a patient, and that of 2011 to 2013 beside it.
func numbers(p etalon.Patient) []hl7v3.II {
	own := hl7v3.II{Root: p.OID, Extension: p.INS}
	if p.OID == etalon.CalculatedOID {
		return []hl7v3.II{own}
	}
	return []hl7v3.II{own, {Root: etalon.CalculatedOID, Extension: p.INSC()}}
}

func opposes(p etalon.Patient, mode string) bool {
	for _, m := range p.Opposed {
		if m == mode {
			return true
		}
	}
	return false
}

// account is the login of a patient's account.
func account(p etalon.Patient) string { return "etalon." + strings.ToLower(p.INS) }
