package dmp

import (
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/imaging"
	"github.com/etalon-dmp/etalon/simulators/make/cda"
	"github.com/etalon-dmp/etalon/simulators/make/study"
	"github.com/etalon-dmp/etalon/simulators/repository"
)

// ImagesOf is the repositoryUniqueId of the image source beside a repository.
func ImagesOf(repository string) string { return repository + ".7" }

// The codes of an imaging manifest (spec: CI-SIS §6.4; IHE RAD TF-3 §4.68).
var (
	manifestType   = cda.Coded{Code: "IMG-KOS", System: "1.2.250.1.213.1.1.4.12", Label: "Reference d'objets d'un examen d'imagerie"}
	manifestClass  = cda.Coded{Code: "31", System: "1.2.250.1.213.1.1.4.1", Label: "Imagerie médicale"}
	manifestFormat = cda.Coded{Code: study.ManifestClass, System: "1.2.840.10008.2.6.1", Label: "Key Object Selection Document"}
)

const (
	modalityScheme = "1.2.840.10008.2.16.4" // DCM
	eventCodeList  = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
	referenceIDs   = "urn:ihe:iti:xds:2013:referenceIdList"
)

// modalityLabels are the meanings of the modalities (DICOM PS3.16, CID 29).
var modalityLabels = map[string]string{"CT": "Computed Tomography", "MR": "Magnetic Resonance", "CR": "Computed Radiography"}

// publish registers the manifests of the studies that the image source holds: an
// earlier one first, which the current one replaces.
func (d past) publish() {
	for _, s := range d.imaging.Studies() {
		created := d.cfg.Clock().UTC().AddDate(0, 0, -2).Truncate(time.Second)
		old := ""
		if s.Earlier != "" {
			old = d.ids.urn()
			d.manifest(s, study.Manifest{UID: s.Earlier, Created: created.Add(-time.Hour), Past: true}, old, "")
		}
		d.manifest(s, study.Manifest{UID: s.Study.Manifest, Created: created}, d.ids.urn(), old)
	}
}

func (d past) manifest(s study.Study, m study.Manifest, id, replaces string) {
	m.Location, m.Title, m.URL = d.imaging.Location(), imaging.Title, d.webBase()
	c := d.document(s.Of, etalon.Document{UniqueID: m.UID, Title: s.Title, TypeCode: manifestType.Code}, m.Created)
	c.Type, c.Class, c.Format, c.MimeType = manifestType, manifestClass, manifestFormat, "application/dicom"
	c.IPP, c.IPPSystem = s.Number(), study.Issuer
	c.Start, c.Stop = s.At, s.At.Add(15*time.Minute)
	e := entry(id, s.Of, c)
	for n, one := range strings.Fields(s.Modalities) {
		e.Classifications = append(e.Classifications, ebrim.Coded(fmt.Sprintf("m%d-%s", n, strings.TrimPrefix(id, "urn:uuid:")), eventCodeList, id, one, modalityScheme, modalityLabels[one]))
	}
	e.SetSlot(referenceIDs, s.Accession+"^^^&"+study.Issuer+"&ISO^urn:ihe:iti:xds:2013:accession", s.UID+"^^^^urn:ihe:iti:xds:2016:studyInstanceUID")
	set := d.ids.urn()
	objects := []*ebrim.Object{
		e, d.submissionSet(set, s.Of, c),
		ebrim.Associated(d.ids.urn(), ebrim.HasMember, set, id, ebrim.Slot{Name: "SubmissionSetStatus", Values: []string{"Original"}}),
	}
	if replaces != "" {
		objects = append(objects, ebrim.Associated(d.ids.urn(), ebrim.Replaces, id, replaces))
	}
	if d.plain.Load() {
		plainly(objects)
	}
	if errors := d.repository.Provide(objects, []repository.Content{{ID: id, Bytes: s.Manifest(m)}}); len(errors) > 0 {
		panic(fmt.Sprintf("dmp: manifest of study %s: %s %s", s.UID, errors[0].Code, errors[0].Context)) // our own defect
	}
}

// webBase is where WADO-RS is found.
func (d *DMP) webBase() string { return d.BaseURL() + "/xds" }
