package ebrim

// Coded makes a classification: a code with its coding scheme and label.
func Coded(id, scheme, of, code, codingScheme, label string) *Object {
	return &Object{
		Kind: Classification,
		Attrs: []Attr{
			{"id", id}, {"classificationScheme", scheme}, {"classifiedObject", of}, {"nodeRepresentation", code},
		},
		Slots: []Slot{{"codingScheme", []string{codingScheme}}},
		Name:  []Text{{"", label}},
	}
}

// Authored makes an author classification. Empty values are left out.
func Authored(id, scheme, of, person, institution, specialty string) *Object {
	o := &Object{
		Kind:  Classification,
		Attrs: []Attr{{"id", id}, {"classificationScheme", scheme}, {"classifiedObject", of}, {"nodeRepresentation", ""}},
	}
	for _, s := range []Slot{{"authorPerson", []string{person}}, {"authorInstitution", []string{institution}}, {"authorSpecialty", []string{specialty}}} {
		if s.Values[0] != "" {
			o.Slots = append(o.Slots, s)
		}
	}
	return o
}

// Identified makes an external identifier; name is that of IHE ITI TF-3, such
// as "XDSDocumentEntry.uniqueId".
func Identified(id, scheme, of, value, name string) *Object {
	return &Object{
		Kind:  ExternalIdentifier,
		Attrs: []Attr{{"id", id}, {"identificationScheme", scheme}, {"registryObject", of}, {"value", value}},
		Name:  []Text{{"", name}},
	}
}

// Associated makes an association.
func Associated(id, kind, source, target string, slots ...Slot) *Object {
	return &Object{
		Kind:  Association,
		Attrs: []Attr{{"id", id}, {"associationType", kind}, {"sourceObject", source}, {"targetObject", target}},
		Slots: slots,
	}
}
