package cda

// Normal is the confidentiality of an ordinary document.
func Normal() Coded { return Coded{"N", "2.16.840.1.113883.5.25", "Normal"} }

// MaskedToProfessionals hides a document from professionals (JDV_J58).
func MaskedToProfessionals() Coded {
	return Coded{"MASQUE_PS", oidVisibility, "Masqué aux professionnels de santé"}
}

// InvisibleToPatient hides a document from the patient.
func InvisibleToPatient() Coded {
	return Coded{"INVISIBLE_PATIENT", oidVisibility, "Non visible par le patient"}
}

// InvisibleToRepresentatives hides a document from a minor's representatives.
func InvisibleToRepresentatives() Coded {
	return Coded{"INVISIBLE_REPRESENTANTS_LEGAUX", oidVisibility, "Non visible par les représentants légaux du patient"}
}

// SoloPractice is the facility type of the practices that étalon invents.
func SoloPractice() Coded { return Coded{"SA07", "1.2.250.1.71.4.2.4", "Cabinet individuel"} }

// Ambulatory is their practice setting.
func Ambulatory() Coded { return Coded{"AMBULATOIRE", "1.2.250.1.213.1.1.4.9", "Ambulatoire"} }

// Generalist is the specialty of their doctors.
func Generalist() Coded {
	return Coded{"G15_10/SM26", "1.2.250.1.213.1.1.4.5", "Médecin - Qualifié en Médecine Générale (SM)"}
}

// Format is the format code of a level 1 PDF or of a structured document.
func Format(structured bool) Coded {
	if structured {
		return Coded{"urn:asipSante:modelesHorsProfils:2011", "1.2.250.1.213.1.1.4.2.282", "Document non référencé IHE ou CI-SIS"}
	}
	return Coded{"urn:ihe:iti:xds-sd:pdf:2008", "1.3.6.1.4.1.19376.1.2.3", "Document à corps non structuré en Pdf/A-1"}
}

// Type gives the type and the class of a document from its LOINC code; ok is
// false when étalon makes no such document.
func Type(code string) (typ, class Coded, ok bool) {
	report := Coded{"10", "1.2.250.1.213.1.1.4.1", "Compte rendu"}
	certificate := Coded{"52", "1.2.250.1.213.1.1.4.1", "Certificat, déclaration"}
	prescription := Coded{"42", "1.2.250.1.213.1.1.4.1", "Prescription"}
	for _, known := range []struct {
		code, label string
		class       Coded
	}{
		{"11488-4", "CR ou fiche de consultation ou de visite", report},
		{"11490-0", "Lettre de liaison à la sortie d'un établissement de soins", report},
		{"11502-2", "CR d'examens biologiques", report},
		{"11506-3", "CR ou fiche de suivi de soins par auxiliaire médical", report},
		{"34112-3", "CR hospitalier (séjour)", report},
		{"57833-6", "Prescription de produits de santé", prescription},
		{"87273-9", "Note de vaccination", certificate},
		{history, "Historique des vaccinations", certificate},
	} {
		if known.code == code {
			return Coded{code, oidLOINC, known.label}, known.class, true
		}
	}
	return Coded{}, Coded{}, false
}
