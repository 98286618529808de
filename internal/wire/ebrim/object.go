package ebrim

import "slices"

// Attr is one attribute without namespace.
type Attr struct{ Name, Value string }

// Slot is one named list of values.
type Slot struct {
	Name   string
	Values []string
}

// Text is one LocalizedString of a Name or Description.
type Text struct{ Lang, Value string }

// Object is a registry object: an ExtrinsicObject, RegistryPackage,
// Association, Classification or ExternalIdentifier. All have the same shape in
// ebRIM. Attributes of foreign namespaces and foreign elements are not kept.
type Object struct {
	Kind            string // element name
	Attrs           []Attr
	Slots           []Slot
	Name            []Text
	Description     []Text
	Version         string // VersionInfo/@versionName; "" when absent
	Classifications []*Object
	Identifiers     []*Object // ExternalIdentifier
}

// Attr returns an attribute's value, or "".
func (o *Object) Attr(name string) string {
	for _, a := range o.Attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// SetAttr sets or adds an attribute.
func (o *Object) SetAttr(name, value string) {
	for i := range o.Attrs {
		if o.Attrs[i].Name == name {
			o.Attrs[i].Value = value
			return
		}
	}
	o.Attrs = append(o.Attrs, Attr{name, value})
}

// ID is the object's id attribute.
func (o *Object) ID() string { return o.Attr("id") }

// Slot returns the values of all slots of that name, in order.
func (o *Object) Slot(name string) []string {
	var values []string
	for _, s := range o.Slots {
		if s.Name == name {
			values = append(values, s.Values...)
		}
	}
	return values
}

// SetSlot replaces the first slot of that name, or adds one at the end.
func (o *Object) SetSlot(name string, values ...string) {
	for i := range o.Slots {
		if o.Slots[i].Name == name {
			o.Slots[i].Values = values
			return
		}
	}
	o.Slots = append(o.Slots, Slot{name, values})
}

// Identifier returns the value of the first external identifier of a scheme.
func (o *Object) Identifier(scheme string) string {
	for _, x := range o.Identifiers {
		if x.Attr("identificationScheme") == scheme {
			return x.Attr("value")
		}
	}
	return ""
}

// Codes returns the classifications of a scheme as "code^^codingScheme", the
// form of stored query parameters.
func (o *Object) Codes(scheme string) []string {
	var codes []string
	for _, c := range o.Classifications {
		if c.Attr("classificationScheme") == scheme {
			code := c.Attr("nodeRepresentation")
			if s := c.Slot("codingScheme"); len(s) > 0 {
				code += "^^" + s[0]
			}
			codes = append(codes, code)
		}
	}
	return codes
}

// Classified says whether a classification inside the object names that node.
func (o *Object) Classified(node string) bool {
	return slices.ContainsFunc(o.Classifications, func(c *Object) bool {
		return c.Attr("classificationNode") == node
	})
}

// Clone copies an object in depth.
func (o *Object) Clone() *Object {
	c := *o
	c.Attrs = slices.Clone(o.Attrs)
	c.Slots = slices.Clone(o.Slots)
	for i := range c.Slots {
		c.Slots[i].Values = slices.Clone(c.Slots[i].Values)
	}
	c.Name = slices.Clone(o.Name)
	c.Description = slices.Clone(o.Description)
	c.Classifications = cloneAll(o.Classifications)
	c.Identifiers = cloneAll(o.Identifiers)
	return &c
}

func cloneAll(objects []*Object) []*Object {
	copies := make([]*Object, len(objects))
	for i, o := range objects {
		copies[i] = o.Clone()
	}
	return copies
}

// HasSlot says whether a slot of that name is there, with or without a value.
func (o *Object) HasSlot(name string) bool {
	return slices.ContainsFunc(o.Slots, func(s Slot) bool { return s.Name == name })
}
