package lps

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
)

// SampleKind is a kind of content that can be made without any session.
type SampleKind string

// The kinds of sample.
const (
	SampleCDA        SampleKind = "cda"             // level 1, around a PDF
	SampleStructured SampleKind = "structured"      // sections of narrative
	SampleNote       SampleKind = "vaccination"     // a note of one vaccine given
	SampleScan       SampleKind = "scan"            // scanned, as plain IHE has it
	SampleShell      SampleKind = "self-presenting" // in a style sheet that shows it
	SamplePDF        SampleKind = "pdf"             // the PDF alone
	SampleManifest   SampleKind = "kos"             // the manifest of an imaging study, a DICOM file
)

// SampleKinds is the closed list.
func SampleKinds() []SampleKind {
	return []SampleKind{SampleCDA, SampleStructured, SampleNote, SampleScan, SampleShell, SamplePDF, SampleManifest}
}

// Sample makes the content that the reference product makes: a sound one, or one
// with the defect of the mutant that like names. The same seed gives the same bytes.
// Names, dates and identifiers are invented.
func Sample(kind SampleKind, like string, seed uint64) ([]byte, error) {
	if !slices.Contains(SampleKinds(), kind) {
		return nil, fmt.Errorf("sample: unknown kind %q, one of %v", kind, SampleKinds())
	}
	h := &hooks{}
	if like != "" {
		m, err := mutant(like)
		if err != nil {
			return nil, err
		}
		m.install(h)
	}
	sound := sampleOf(kind, &hooks{}, seed)
	made := sampleOf(kind, h, seed)
	if like != "" && bytes.Equal(sound, made) {
		return nil, fmt.Errorf("sample: %s changes nothing in %s: it is a defect of something else", like, kind)
	}
	return made, nil
}

// SampleDefects lists the mutants that change a kind of content, by name.
func SampleDefects(kind SampleKind) []Mutant {
	sound := sampleOf(kind, &hooks{}, 1)
	return slices.DeleteFunc(Mutants(), func(m Mutant) bool {
		h := &hooks{}
		if m.install != nil {
			m.install(h)
		}
		return bytes.Equal(sound, sampleOf(kind, h, 1))
	})
}

// sampleOf makes one sample under hooks.
func sampleOf(kind SampleKind, h *hooks, seed uint64) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "etalon sample %d", seed))
	id := "2.25." + new(big.Int).SetBytes(sum[:15]).String()
	created := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC).Add(time.Duration(seed%100_000) * time.Minute)
	if kind == SampleManifest {
		return manifestSample(h, sum, created)
	}
	title := "Lettre de liaison fictive"
	pdf := cda.PDF(title, created, [16]byte(sum[:16]))
	if h.body != nil {
		pdf = h.body(pdf)
	}
	if kind == SamplePDF {
		return pdf
	}
	typ, class, _ := cda.Type("11490-0")
	d := &cda.Document{
		UniqueID: id, SetID: id, Version: 1, Title: title, Type: typ, Class: class, Format: cda.Format(kind == SampleStructured),
		Patient: etalon.Patient{
			INS: "280029999900134", OID: "1.2.250.1.213.1.4.10", Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F",
			City: "VILLE-FICTIVE", PostalCode: "99999",
		},
		IPP: "IPP-" + strings.TrimLeft(id[5:11], "0"), IPPSystem: sourceOID,
		Author:  cda.Person{ID: "899900000017", Family: "ETALON-MEDECIN", Given: "Camille", Specialty: cda.Generalist()},
		Where:   cda.Organization{ID: "1990000012", Name: "CABINET ETALON FICTIF"},
		Created: created, Start: created.Add(-30 * time.Minute), Stop: created.Add(-10 * time.Minute), Language: "fr-FR",
		Confidence: cda.Normal(), Facility: cda.SoloPractice(), Practice: cda.Ambulatory(), Structured: kind == SampleStructured,
		MimeType: "text/xml", Scan: kind == SampleScan, Location: time.FixedZone("CEST", 2*60*60),
	}
	if kind == SampleShell {
		d.Structured, d.SelfPresenting, d.Format, d.MimeType = true, true, cda.Format(true), "application/xslt+xml"
	}
	if kind == SampleNote {
		d.Structured, d.Vaccination, d.Title, d.Format = true, true, "Note de vaccination fictive", cda.VaccinationFormat()
		d.Type, d.Class, _ = cda.Type("87273-9")
	}
	content := d.XML(pdf)
	if h.content != nil {
		content = h.content(content)
	}
	return content
}

// manifestSample makes the manifest of a study of two modalities under hooks.
func manifestSample(h *hooks, sum [32]byte, created time.Time) []byte {
	n := new(big.Int).SetBytes(sum[:15])
	uid := func() string { return "2.25." + n.Add(n, big.NewInt(1)).String() }
	l := &LPS{hooks: *h}
	d := &cda.Document{
		UniqueID: uid(), Created: created, Start: created.Add(-time.Hour), IPP: "IPP-1", IPPSystem: sourceOID,
		Patient: etalon.Patient{Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F"},
	}
	study, _ := kos.NewStudy(uid(), "ETALON-1", sourceOID+".1", "CT MR", 3, d.Start) // modalities that it knows
	d.Manifest = &kos.Manifest{
		UID: d.UniqueID, SeriesUID: uid(), Created: created, Patient: d.Patient, Number: d.IPP, Issuer: d.IPPSystem,
		Location: sourceOID + ".2", Title: "ETALON", Study: study,
	}
	return l.manifestBytes(d)
}
