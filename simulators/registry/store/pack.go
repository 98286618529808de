package store

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// mostShared bounds the table of shared strings. A registry of 100,000
// documents needs a few hundred: names, schemes, codes.
const (
	mostShared  = 1 << 16
	longestOnce = 256 // bytes; the length of a LongName of ebRIM
)

// share returns the one copy of a string that many objects hold.
func (s *Store) share(text string) string {
	if one, known := s.shared[text]; known {
		return one
	}
	one := strings.Clone(text)
	if len(s.shared) < mostShared && len(one) <= longestOnce {
		s.shared[one] = one
	}
	return one
}

// pack copies an object to its own memory: strings that were cut out of a
// message would keep the whole of it. What objects have in common is held once.
func (s *Store) pack(o *ebrim.Object) *ebrim.Object { return s.packIn(o, "") }

// isUplink says which attributes name the object around.
func isUplink(name string) bool { return name == "classifiedObject" || name == "registryObject" }

// isCommon says which attributes hold one of few values.
func isCommon(name string) bool {
	switch name {
	case "classificationScheme", "identificationScheme", "nodeRepresentation", "classificationNode",
		"associationType", "objectType", "mimeType", "status", "home", "isOpaque":
		return true
	}
	return false
}

// packIn packs an object that stands inside another one; around is its id.
func (s *Store) packIn(o *ebrim.Object, around string) *ebrim.Object {
	c := &ebrim.Object{Kind: s.share(o.Kind), Version: s.share(o.Version)}
	c.Attrs = make([]ebrim.Attr, len(o.Attrs))
	for i, a := range o.Attrs {
		switch {
		case isUplink(a.Name) && a.Value == around:
			a.Value = around
		case isCommon(a.Name):
			a.Value = s.share(a.Value)
		default:
			a.Value = strings.Clone(a.Value)
		}
		c.Attrs[i] = ebrim.Attr{Name: s.share(a.Name), Value: a.Value}
	}
	if around == "" {
		around = c.ID()
	}
	nested := o.Kind == ebrim.Classification || o.Kind == ebrim.ExternalIdentifier
	if len(o.Slots) > 0 {
		c.Slots = make([]ebrim.Slot, len(o.Slots))
	}
	for i, slot := range o.Slots {
		values := make([]string, len(slot.Values))
		for j, v := range slot.Values {
			if nested {
				values[j] = s.share(v)
			} else {
				values[j] = strings.Clone(v)
			}
		}
		c.Slots[i] = ebrim.Slot{Name: s.share(slot.Name), Values: values}
	}
	c.Name, c.Description = s.texts(o.Name, nested), s.texts(o.Description, nested)
	c.Classifications, c.Identifiers = s.all(o.Classifications, around), s.all(o.Identifiers, around)
	return c
}

func (s *Store) all(objects []*ebrim.Object, around string) []*ebrim.Object {
	if len(objects) == 0 {
		return nil
	}
	packed := make([]*ebrim.Object, len(objects))
	for i, o := range objects {
		packed[i] = s.packIn(o, around)
	}
	return packed
}

func (s *Store) texts(texts []ebrim.Text, common bool) []ebrim.Text {
	if len(texts) == 0 {
		return nil
	}
	packed := make([]ebrim.Text, len(texts))
	for i, t := range texts {
		packed[i] = ebrim.Text{Lang: s.share(t.Lang), Value: t.Value}
		if common {
			packed[i].Value = s.share(t.Value)
		} else {
			packed[i].Value = strings.Clone(t.Value)
		}
	}
	return packed
}
