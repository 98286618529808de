package ans

import (
	"path"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/schemas"
)

const (
	hl7  = "urn:hl7-org:v3"
	xslt = "http://www.w3.org/1999/XSL/Transform"
	dsig = "http://www.w3.org/2000/09/xmldsig#"
)

// models maps the templateId root of a document to its content model. The
// roots are those that the header schematrons of the tree demand and those its
// example documents carry (both read in TestContenuCDA 3.0).
var models = map[string]string{
	"1.2.250.1.213.1.1.1.2.1.1": "CARD-F-PRC-AVK",
	"1.2.250.1.213.1.1.1.2.1.2": "CARD-F-PRC-TAP",
	"1.2.250.1.213.1.1.1.2.1.3": "CARD-F-PRC-DCI",
	"1.2.250.1.213.1.1.1.2.1.4": "CARD-F-PRC-PSC",
	"1.2.250.1.213.1.1.1.2.1.5": "CARD-F-PRC-PPV",
	"1.2.250.1.213.1.1.1.5.1":   "CSE-CS8",
	"1.2.250.1.213.1.1.1.5.2":   "CSE-CS9",
	"1.2.250.1.213.1.1.1.5.3":   "CSE-CS24",
	"1.2.250.1.213.1.1.1.8":     "CANCER-FRCP",
	"1.2.250.1.213.1.1.1.12.1":  "OBP-SAP",
	"1.2.250.1.213.1.1.1.12.2":  "OBP-SNM",
	"1.2.250.1.213.1.1.1.12.3":  "OBP-SNE",
	"1.2.250.1.213.1.1.1.12.4":  "OBP-SCM",
	"1.2.250.1.213.1.1.1.12.5":  "OBP-SEM",
	"1.2.250.1.213.1.1.1.13":    "VSM",
	"1.2.250.1.213.1.1.1.15":    "AVC-AUNV",
	"1.2.250.1.213.1.1.1.16":    "AVC-EUNV",
	"1.2.250.1.213.1.1.1.17":    "AVC-SUNV",
	"1.2.250.1.213.1.1.1.18":    "OPH-CR-RTN",
	"1.2.250.1.213.1.1.1.22":    "DLU-EHPAD-DLU",
	"1.2.250.1.213.1.1.1.23":    "DLU-EHPAD-FLUDT",
	"1.2.250.1.213.1.1.1.24":    "DLU-EHPAD-FLUDR",
	"1.2.250.1.213.1.1.1.25":    "AVC-PAVC",
	"1.2.250.1.213.1.1.1.26":    "CANCER-PPS",
	"1.2.250.1.213.1.1.1.27":    "CANCER-D2LM-FIN",
	"1.2.250.1.213.1.1.1.28":    "CANCER-D2LM-FIDD",
	"1.2.250.1.213.1.1.1.29":    "LDL-SES",
	"1.2.250.1.213.1.1.1.30":    "SDM-MR",
	"1.2.250.1.213.1.1.1.32":    "CANCER-CR-GM",
	"1.2.250.1.213.1.1.1.36":    "CNAM-HR",
	"1.2.250.1.213.1.1.1.37":    "VAC",
	"1.2.250.1.213.1.1.1.38":    "TLM-DA",
	"1.2.250.1.213.1.1.1.39":    "EP-MED-DM",
	"1.2.250.1.213.1.1.1.40":    "ANEST-CR-ANEST",
	"1.2.250.1.213.1.1.1.41":    "ANEST-CR-CPA",
	"1.2.250.1.213.1.1.1.42":    "OPH-BRE",
	"1.2.250.1.213.1.1.1.45":    "IMG-CR-IMG",
	"1.2.250.1.213.1.1.1.46":    "VAC-NOTE",
	"1.2.250.1.213.1.1.1.47":    "IMG-DA-IMG",
	"1.2.250.1.213.1.1.1.51":    "IPS-FR",
	"1.2.250.1.213.1.1.1.54":    "eDISP-MED",
	"1.2.250.1.213.1.1.1.55":    "BIO-CR-BIO",
	"1.2.250.1.213.1.1.1.59":    "BIO-TROD",
}

// versions says which entry a version written in another way means: the first
// VSM wrote the date of its model.
var versions = map[string]string{"201310": "1.4_2022.01"}

// Followers tells the documents that the rules of the tree are for: those that say
// that they follow the CI-SIS.
func Followers() schemas.Claim {
	return schemas.Claim{Of: "CI-SIS", Realm: "FR", Template: "1.2.250.1.213.1.1."}
}

// Clinical gives the ClinicalDocument of a file: its root, or the one inside a
// style sheet, for a document that presents itself, or inside a signature that
// envelops it. It is absent in any other.
func Clinical(d *xmldoc.Doc) xmldoc.Node {
	root := d.Root()
	if root.Is(hl7, "ClinicalDocument") {
		return root
	}
	if root.Space() == xslt || root.Is(dsig, "Signature") {
		for n := range root.Descendants() {
			if n.Is(hl7, "ClinicalDocument") {
				return n
			}
		}
	}
	return xmldoc.Node{}
}

// Choice is an entry that speaks for a document, and how it was chosen.
type Choice struct {
	Entry
	// Assumed says that the document names the model but no version of it that
	// the tree has: the entry is the newest.
	Assumed bool
}

// For gives the entries that speak for a document: the general ones, and those
// of each content model that its templateIds name. None speaks for a file
// without a ClinicalDocument.
func (t *Tree) For(d *xmldoc.Doc) []Entry {
	var out []Entry
	for _, c := range t.Choose(d) {
		out = append(out, c.Entry)
	}
	return out
}

// Choose is For, with how each entry was chosen. A document whose templateId
// has no version may name the schematron it was written for in a processing
// instruction (oxygen, xml-model), as the published examples do.
func (t *Tree) Choose(d *xmldoc.Doc) []Choice {
	clinical := Clinical(d)
	if !clinical.OK() {
		return nil
	}
	var out []Choice
	general, _ := t.Select("general")
	for _, e := range general {
		out = append(out, Choice{Entry: e})
	}
	for id := range clinical.ChildrenNamed(hl7, "templateId") {
		model, ok := models[id.Attr("", "root")]
		if !ok {
			continue
		}
		version := id.Attr("", "extension")
		if v, ok := versions[version]; ok {
			version = v
		}
		if version == "" {
			version = t.instructed(d, model)
		}
		if e, ok := t.newest(model, version); ok {
			out = append(out, Choice{e, version == "" || !strings.HasSuffix(e.Name, "_"+version)})
		}
	}
	return out
}

// instructed is the version of a model's entry that a processing instruction
// before the root element names; empty when none does.
func (t *Tree) instructed(d *xmldoc.Doc, model string) string {
	for n := range d.Document().Nodes() {
		if n.Kind() != xmldoc.PINode {
			continue
		}
		for _, e := range t.Entries {
			if e.Kind == Volet && modelOf(e.Name) == model && strings.Contains(n.Value(), "/"+path.Base(e.File)) {
				return strings.TrimPrefix(e.Name, model+"_")
			}
		}
	}
	return ""
}
