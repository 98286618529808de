package cda

// Codes of the values an LPS writes (spec: DMP §5.2, CI-SIS value sets).
var (
	normal       = Coded{"N", "2.16.840.1.113883.5.25", "Normal"}
	soloPractice = Coded{"SA07", "1.2.250.1.71.4.2.4", "Cabinet individuel"}
	ambulatory   = Coded{"AMBULATOIRE", "1.2.250.1.213.1.1.4.9", "Ambulatoire"}
	generalist   = Coded{"G15_10/SM26", "1.2.250.1.213.1.1.4.5", "Médecin - Qualifié en Médecine Générale (SM)"}
	pdfFormat    = Coded{"urn:ihe:iti:xds-sd:pdf:2008", "1.3.6.1.4.1.19376.1.2.3", "Document à corps non structuré en Pdf/A-1"}
	otherFormat  = Coded{"urn:asipSante:modelesHorsProfils:2011", "1.2.250.1.213.1.1.4.2.282", "Document non référencé IHE ou CI-SIS"}
)

// Normal is the confidentiality of an ordinary document.
func Normal() Coded { return normal }

// MaskedToProfessionals and InvisibleToPatient are visibility flags.
func MaskedToProfessionals() Coded {
	return Coded{"MASQUE_PS", "1.2.250.1.213.1.1.4.13", "Masqué aux professionnels de santé"}
}

// InvisibleToPatient hides a document from the patient.
func InvisibleToPatient() Coded {
	return Coded{"INVISIBLE_PATIENT", "1.2.250.1.213.1.1.4.13", "Non visible par le patient"}
}

// SoloPractice is the facility type of the simulated practice.
func SoloPractice() Coded { return soloPractice }

// Ambulatory is its practice setting.
func Ambulatory() Coded { return ambulatory }

// Generalist is the specialty of its doctor.
func Generalist() Coded { return generalist }

// Format is the format code of a level 1 PDF or of a structured document.
func Format(structured bool) Coded {
	if structured {
		return otherFormat
	}
	return pdfFormat
}

// VaccinationFormat is the format code of a note of a vaccine given.
func VaccinationFormat() Coded {
	return Coded{"urn:asip:ci-sis:vac-note:2021", "1.2.250.1.213.1.1.4.2.282", "Note de vaccination"}
}

// PlainFormat says that the mimeType tells all there is to say of the format.
func PlainFormat() Coded {
	return Coded{"urn:ihe:iti:xds:2017:mimeTypeSufficient", "1.3.6.1.4.1.19376.1.2.3", "mimeType Sufficient"}
}

const (
	loinc   = "2.16.840.1.113883.6.1"
	classes = "1.2.250.1.213.1.1.4.1"
)

// types are the document types this LPS can make.
var types = map[string]struct{ label, class string }{
	"11488-4": {"CR ou fiche de consultation ou de visite", "10"},
	"11490-0": {"Lettre de liaison à la sortie d'un établissement de soins", "10"},
	"11502-2": {"CR d'examens biologiques", "10"},
	"11506-3": {"CR ou fiche de suivi de soins par auxiliaire médical", "10"},
	"34112-3": {"CR hospitalier (séjour)", "10"},
	"57833-6": {"Prescription de produits de santé", "42"},
	"87273-9": {"Note de vaccination", "52"},
}

var classLabels = map[string]string{"10": "Compte rendu", "42": "Prescription", "52": "Certificat, déclaration"}

// Type gives the type and class of a document from its LOINC code; ok is false
// when this LPS does not make such documents.
func Type(code string) (typ, class Coded, ok bool) {
	if code == "IMG-KOS" { // spec: CI-SIS, value sets of typeCode
		return Coded{code, "1.2.250.1.213.1.1.4.12", "Reference d'objets d'un examen d'imagerie"}, Coded{"31", classes, "Imagerie médicale"}, true
	}
	t, ok := types[code]
	if !ok {
		return Coded{}, Coded{}, false
	}
	return Coded{code, loinc, t.label}, Coded{t.class, classes, classLabels[t.class]}, true
}
