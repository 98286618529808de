package submission

import "github.com/etalon-dmp/etalon/internal/wire/ebrim"

// Slot is a named list of values.
type Slot = ebrim.Slot

// Classification is a coded value, or an author when Slots carry one.
type Classification struct {
	Scheme string // urn:uuid:…
	Code   string // nodeRepresentation
	Slots  []Slot
	Label  string // "" for none
}

// ExternalID is an external identifier of an object.
type ExternalID struct{ Scheme, Value, Name string }

// Object is a document entry or a package of objects.
type Object struct {
	Kind            string // ebrim.ExtrinsicObject or ebrim.RegistryPackage
	ID, LID         string // no lid when empty
	MimeType        string // of an entry
	Title           string // "" for none
	Node            string // classification node of a package; "" for a submission set
	Slots           []Slot
	Classifications []Classification
	ExternalIDs     []ExternalID
}

// Association links two objects.
type Association struct {
	ID, Type, Source, Target string
	Slots                    []Slot
}

// Values makes a slot.
func Values(name string, values ...string) Slot { return Slot{Name: name, Values: values} }

// Original is the slot of the membership of what is new.
func Original() Slot { return Values("SubmissionSetStatus", "Original") }

// Slot gives the values of a slot, nil when there is none of that name.
func (o *Object) Slot(name string) []string {
	if s := o.slot(name); s != nil {
		return s.Values
	}
	return nil
}

// SetSlot gives a slot its values, adding it where it is missing.
func (o *Object) SetSlot(name string, values ...string) {
	if s := o.slot(name); s != nil {
		s.Values = values
		return
	}
	o.Slots = append(o.Slots, Values(name, values...))
}

func (o *Object) slot(name string) *Slot {
	for i := range o.Slots {
		if o.Slots[i].Name == name {
			return &o.Slots[i]
		}
	}
	return nil
}

// Class gives the first classification of a scheme to change, nil for none.
func (o *Object) Class(scheme string) *Classification {
	for i := range o.Classifications {
		if o.Classifications[i].Scheme == scheme {
			return &o.Classifications[i]
		}
	}
	return nil
}

// External gives an external identifier to change, nil for none.
func (o *Object) External(scheme string) *ExternalID {
	for i := range o.ExternalIDs {
		if o.ExternalIDs[i].Scheme == scheme {
			return &o.ExternalIDs[i]
		}
	}
	return nil
}
