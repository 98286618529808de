package cda

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
)

// The code systems and identifier authorities of the documents.
const (
	oidLOINC        = "2.16.840.1.113883.6.1"
	oidVisibility   = "1.2.250.1.213.1.1.4.13"
	oidProfessional = "1.2.250.1.71.4.2.1"
	oidStructure    = "1.2.250.1.71.4.2.2"
)

// Coded is a code with its system and label.
type Coded struct{ Code, System, Label string }

// Person is a professional.
type Person struct {
	ID            string // national identifier
	Family, Given string
	Specialty     Coded
}

// Organization is a structure.
type Organization struct {
	ID   string // national identifier
	Name string
}

// Document holds the facts of one document.
type Document struct {
	UniqueID, SetID string // OIDs; the set is the same in all versions
	Version         int
	Replaces        string // uniqueId of the previous version, "" for none
	Title           string
	Type, Class     Coded
	Format          Coded
	Patient         etalon.Patient
	IPP, IPPSystem  string // local patient number, and the OID that assigns it
	Author          Person
	Where           Organization
	Created         time.Time
	Start, Stop     time.Time // of the act documented
	Language        string
	Confidence      Coded
	Facility        Coded
	Practice        Coded
	Structured      bool
	Vaccination     bool // of a structured document: vaccines given, as its type says
	MimeType        string
	Location        *time.Location // of the local times in the document; nil: UTC
}

// UTC writes a time as XDS metadata has it.
func UTC(t time.Time) string { return t.UTC().Format("20060102150405") }

// hl7 joins the components of an HL7 V2 data type: each value at its place,
// counted from 1.
func hl7(at map[int]string) string {
	most := 0
	for place := range at {
		most = max(most, place)
	}
	components := make([]string, most)
	for place, v := range at {
		components[place-1] = v
	}
	return strings.Join(components, "^")
}

func authority(oid string) string { return "&" + oid + "&ISO" }

// XCN writes a professional as the metadata of the DMP have it (spec: DMP §5.3).
func (p Person) XCN() string {
	return hl7(map[int]string{1: p.ID, 2: p.Family, 3: p.Given, 9: authority(oidProfessional), 10: "D", 13: "IDNPS"})
}

// XON writes a structure as the metadata of the DMP have it.
func (o Organization) XON() string {
	return hl7(map[int]string{1: o.Name, 6: authority(oidStructure), 7: "IDNST", 10: o.ID})
}

// AuthorSpecialty is the specialty as the metadata of the DMP have it.
func (p Person) AuthorSpecialty() string {
	return hl7(map[int]string{1: p.Specialty.Code, 2: p.Specialty.Label, 3: p.Specialty.System})
}

// SourcePatientID is the local number as a CX.
func (d *Document) SourcePatientID() string {
	return hl7(map[int]string{1: d.IPP, 4: authority(d.IPPSystem), 5: "PI"})
}

// SourcePatientInfo gives the PID fields of the metadata.
func (d *Document) SourcePatientInfo() []string {
	name := hl7(map[int]string{1: d.Patient.Family, 2: d.Patient.Given, 7: "L"})
	return []string{"PID-5|" + name, "PID-7|" + d.Patient.Birth, "PID-8|" + d.Patient.Gender}
}
