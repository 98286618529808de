package lps

import (
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

const (
	dicomMedia  = "application/dicom"
	modalities  = "1.2.840.10008.2.16.4" // DCM
	accessionID = "urn:ihe:iti:xds:2013:accession"
	studyID     = "urn:ihe:iti:xds:2016:studyInstanceUID"
	references  = "urn:ihe:iti:xds:2013:referenceIdList"
)

// manifestOf makes the manifest of the study that an action names, and what the
// document's facts are then.
func (l *LPS) manifestOf(a etalon.Action, d *cda.Document) error {
	study, err := studied(a.Params, d.Start)
	if err != nil {
		return err
	}
	d.Manifest = &kos.Manifest{
		UID: d.UniqueID, SeriesUID: l.oid(), Created: d.Created, Patient: a.Patient, Number: d.IPP, Issuer: d.IPPSystem,
		Location: sourceOID + ".2", Title: "ETALON", Study: study,
	}
	d.MimeType, d.Structured = dicomMedia, false
	d.Format = cda.Coded{Code: kos.Class, System: "1.2.840.10008.2.6.1", Label: "Key Object Selection Document"}
	d.Start, d.Stop = study.Begun, study.Begun.Add(15*time.Minute)
	return nil
}

// manifestBytes writes the manifest of a document.
func (l *LPS) manifestBytes(d *cda.Document) []byte {
	m := *d.Manifest
	if l.hooks.manifest != nil {
		l.hooks.manifest(&m)
	}
	data := m.Dataset()
	if l.hooks.dataset != nil {
		data = l.hooks.dataset(data)
	}
	raw := dicom.Write(data, dicom.ExplicitLittle)
	if l.hooks.file != nil {
		raw = l.hooks.file(raw)
	}
	return raw
}

// imaged adds to the entry of a manifest what it says of its study.
func imaged(e *submission.Object, m *kos.Manifest) {
	for _, one := range m.Study.Modalities() {
		e.Classifications = append(e.Classifications, coded(submission.EntryEvent, cda.Coded{Code: one, System: modalities, Label: kos.Labels[one]}))
	}
	e.SetSlot(references, m.Study.Accession+"^^^&"+m.Study.Issuer+"&ISO^"+accessionID, m.Study.UID+"^^^^"+studyID)
}
