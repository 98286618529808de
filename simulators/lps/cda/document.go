package cda

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
)

// Coded is a code with its system and label.
type Coded struct{ Code, System, Label string }

// Person is a professional.
type Person struct {
	ID            string // PS_IdNat
	Family, Given string
	Specialty     Coded // CI-SIS author specialty
}

// Organization is a structure.
type Organization struct {
	ID   string // Struct_IdNat
	Name string
}

// Document holds the facts of one document.
type Document struct {
	UniqueID   string // OID
	SetID      string // OID, the same in all versions
	Version    int
	Replaces   string // uniqueId of the previous version, "" for none
	Title      string
	Type       Coded
	Class      Coded
	Format     Coded
	Patient    etalon.Patient
	IPP        string // local patient number
	IPPSystem  string // OID that assigns IPP
	Author     Person
	Where      Organization
	Created    time.Time
	Start      time.Time // of the act documented
	Stop       time.Time
	Language   string
	Confidence Coded // confidentialityCode
	Facility   Coded // healthcareFacilityTypeCode
	Practice   Coded // practiceSettingCode
	Structured bool
	// Vaccination makes of a structured document a note of one vaccine given.
	Vaccination bool
	// SelfPresenting puts the document into a style sheet that shows it.
	SelfPresenting bool
	// Scan makes of a level 1 document one that was scanned, as plain IHE has it.
	Scan     bool
	MimeType string
	Location *time.Location // of the local times in the CDA
	Manifest *kos.Manifest  // of a DICOM manifest; nil for every other document
}

// UTC writes a time as XDS metadata has it.
func UTC(t time.Time) string { return t.UTC().Format("20060102150405") }

// local writes a time as a CDA has it: local, with its offset.
func (d *Document) local(t time.Time) string {
	loc := d.Location
	if loc == nil {
		loc = time.UTC
	}
	return t.In(loc).Format("20060102150405-0700")
}

// XCN writes a professional as XDS metadata has it (spec: DMP §5.3).
func (p Person) XCN() string {
	return p.ID + "^" + p.Family + "^" + p.Given + "^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"
}

// XON writes a structure as XDS metadata has it.
func (o Organization) XON() string {
	return o.Name + "^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^" + o.ID
}

// SourcePatientID is the local number as a CX.
func (d *Document) SourcePatientID() string { return d.IPP + "^^^&" + d.IPPSystem + "&ISO^PI" }

// SourcePatientInfo gives the PID values of the metadata.
func (d *Document) SourcePatientInfo() []string {
	return []string{
		"PID-5|" + d.Patient.Family + "^" + d.Patient.Given + "^^^^^L",
		"PID-7|" + d.Patient.Birth,
		"PID-8|" + d.Patient.Gender,
	}
}

// birthPlace is the COG code of the place of birth, which an INS holds.
func birthPlace(ins string) string {
	if len(ins) != 15 {
		return "99999"
	}
	return ins[5:10]
}

func genderLabel(code string) string {
	switch strings.ToUpper(code) {
	case "F":
		return "Féminin"
	case "M":
		return "Masculin"
	}
	return "Inconnu"
}
