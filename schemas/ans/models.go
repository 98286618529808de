package ans

import "github.com/etalon-dmp/etalon/internal/wire/xmldoc"

const hl7 = "urn:hl7-org:v3"

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

// For gives the entries that speak for a document: the general ones, and those
// of each content model that its templateIds name.
func (t *Tree) For(d *xmldoc.Doc) []Entry {
	out, _ := t.Select("general")
	for id := range d.Root().ChildrenNamed(hl7, "templateId") {
		model, ok := models[id.Attr("", "root")]
		if !ok {
			continue
		}
		version := id.Attr("", "extension")
		if v, ok := versions[version]; ok {
			version = v
		}
		if e, ok := t.newest(model, version); ok {
			out = append(out, e)
		}
	}
	return out
}
