package etalon

// Study is a synthetic imaging study that an imaging document source holds
// beforehand, and whose manifest is published. Its series are numbered from 1 and
// named UID.n, its images UID.n.m: the same study is always the same images.
type Study struct {
	ID         string `json:"id" yaml:"id"`           // fixture name, "SCANNER"
	Patient    string `json:"patient" yaml:"patient"` // Patient.ID
	UID        string `json:"uid" yaml:"uid"`         // StudyInstanceUID
	Title      string `json:"title" yaml:"title"`     // of the manifest's entry
	Accession  string `json:"accession" yaml:"accession"`
	Modalities string `json:"modalities" yaml:"modalities"` // apart by blanks: one series of each
	Begun      string `json:"begun" yaml:"begun"`           // YYYYMMDDhhmmss UTC
	Images     int    `json:"images" yaml:"images"`         // in all, shared out among the series
	Manifest   string `json:"manifest" yaml:"manifest"`     // SOPInstanceUID of its manifest, OID
	// Lost are images, from 1 in the order of the series, that the manifest refers to
	// and that the source does not have any more.
	Lost []int `json:"lost,omitempty" yaml:"lost"`
	// Earlier is the SOPInstanceUID of a manifest that was replaced: it refers to one
	// image more, which is no longer available. "" for none.
	Earlier string `json:"earlier,omitempty" yaml:"earlier"`
}

// StudyModalities is the closed list of what a Study can be made of.
func StudyModalities() []string { return []string{"CT", "MR", "CR"} }
