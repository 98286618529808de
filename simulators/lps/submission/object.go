package submission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
)

// Slot is a named list of values.
type Slot struct {
	Name   string
	Values []string
}

// Classification is a coded value, or an author when Slots carry one.
type Classification struct {
	Scheme string // urn:uuid:…
	Code   string // nodeRepresentation
	Slots  []Slot
	Label  string
}

// ExternalID is an external identifier of an object.
type ExternalID struct {
	Scheme, Value, Name string
}

// Object is a rim:ExtrinsicObject or a rim:RegistryPackage.
type Object struct {
	Kind            string // "ExtrinsicObject" or "RegistryPackage"
	ID              string
	LID             string // "" for none
	Status          string // "" for none
	ObjectType      string
	Node            string // classification node of a package; "" for a submission set
	MimeType        string
	Slots           []Slot
	Title           string
	Version         string // VersionInfo/@versionName, "" for none
	Classifications []Classification
	ExternalIDs     []ExternalID
}

// Association links two objects.
type Association struct {
	ID, Type, Source, Target string
	Slots                    []Slot
}

// Slot gives the values of a slot, nil when absent.
func (o *Object) Slot(name string) []string {
	for _, s := range o.Slots {
		if s.Name == name {
			return s.Values
		}
	}
	return nil
}

// SetSlot gives a slot its values, adding it where it is missing.
func (o *Object) SetSlot(name string, values ...string) { setSlot(&o.Slots, name, values) }

// DropSlot takes a slot away.
func (o *Object) DropSlot(name string) {
	o.Slots = slices.DeleteFunc(o.Slots, func(s Slot) bool { return s.Name == name })
}

// Class gives the first classification of a scheme to change, nil when absent.
func (o *Object) Class(scheme string) *Classification {
	for i := range o.Classifications {
		if o.Classifications[i].Scheme == scheme {
			return &o.Classifications[i]
		}
	}
	return nil
}

// DropClass takes all classifications of a scheme away.
func (o *Object) DropClass(scheme string) {
	o.Classifications = slices.DeleteFunc(o.Classifications, func(c Classification) bool { return c.Scheme == scheme })
}

// External gives an external identifier to change, nil when absent.
func (o *Object) External(scheme string) *ExternalID {
	for i := range o.ExternalIDs {
		if o.ExternalIDs[i].Scheme == scheme {
			return &o.ExternalIDs[i]
		}
	}
	return nil
}

// SetSlot gives a slot of a classification its values.
func (c *Classification) SetSlot(name string, values ...string) { setSlot(&c.Slots, name, values) }

func setSlot(slots *[]Slot, name string, values []string) {
	for i := range *slots {
		if (*slots)[i].Name == name {
			(*slots)[i].Values = values
			return
		}
	}
	*slots = append(*slots, Slot{name, values})
}

func (o *Object) write(b *strings.Builder) {
	e := soap.Escape
	b.WriteString(`<rim:` + o.Kind + ` id="` + e(o.ID) + `"`)
	for _, a := range [][2]string{{"lid", o.LID}, {"status", o.Status}, {"objectType", o.ObjectType}, {"mimeType", o.MimeType}} {
		if a[1] != "" {
			b.WriteString(` ` + a[0] + `="` + e(a[1]) + `"`)
		}
	}
	b.WriteString(`>`)
	writeSlots(b, o.Slots)
	if o.Title != "" {
		writeName(b, o.Title)
	}
	if o.Version != "" {
		b.WriteString(`<rim:VersionInfo versionName="` + e(o.Version) + `"/>`)
	}
	for i, c := range o.Classifications {
		b.WriteString(`<rim:Classification id="` + e(localID(o.ID, "c", i)) + `" classificationScheme="` + e(c.Scheme) +
			`" classifiedObject="` + e(o.ID) + `" nodeRepresentation="` + e(c.Code) + `">`)
		writeSlots(b, c.Slots)
		if c.Label != "" {
			writeName(b, c.Label)
		}
		b.WriteString(`</rim:Classification>`)
	}
	for i, x := range o.ExternalIDs {
		b.WriteString(`<rim:ExternalIdentifier id="` + e(localID(o.ID, "e", i)) + `" registryObject="` + e(o.ID) +
			`" identificationScheme="` + e(x.Scheme) + `" value="` + e(x.Value) + `">`)
		writeName(b, x.Name)
		b.WriteString(`</rim:ExternalIdentifier>`)
	}
	b.WriteString(`</rim:` + o.Kind + `>`)
}

// localID makes a symbolic id: an object's own may be a urn:uuid.
func localID(object, kind string, i int) string {
	if at := strings.LastIndexByte(object, ':'); at >= 0 {
		object = object[at+1:]
	}
	return object + "-" + kind + strconv.Itoa(i+1)
}

func writeSlots(b *strings.Builder, slots []Slot) {
	for _, s := range slots {
		b.WriteString(`<rim:Slot name="` + soap.Escape(s.Name) + `"><rim:ValueList>`)
		for _, v := range s.Values {
			b.WriteString(`<rim:Value>` + soap.Escape(v) + `</rim:Value>`)
		}
		b.WriteString(`</rim:ValueList></rim:Slot>`)
	}
}

func writeName(b *strings.Builder, s string) {
	b.WriteString(`<rim:Name><rim:LocalizedString charset="UTF-8" xml:lang="fr-FR" value="` + soap.Escape(s) + `"/></rim:Name>`)
}

func (a Association) write(b *strings.Builder) {
	e := soap.Escape
	b.WriteString(`<rim:Association id="` + e(a.ID) + `" associationType="` + e(a.Type) + `" sourceObject="` + e(a.Source) +
		`" targetObject="` + e(a.Target) + `">`)
	writeSlots(b, a.Slots)
	b.WriteString(`</rim:Association>`)
}
