package client

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// edit changes one place of a payload. The path is etree's, the first element
// it finds is meant; no such element is a defect of the case.
type edit struct {
	path string
	do   func(*etree.Element) error
}

// drop takes an element away.
func drop(path string) edit {
	return edit{path, func(e *etree.Element) error { e.Parent().RemoveChild(e); return nil }}
}

// text gives an element another text.
func text(path, value string) edit {
	return edit{path, func(e *etree.Element) error { e.SetText(value); return nil }}
}

// set gives an element an attribute.
func set(path, name, value string) edit {
	return edit{path, func(e *etree.Element) error { e.CreateAttr(name, value); return nil }}
}

// unset takes an attribute away.
func unset(path, name string) edit {
	return edit{path, func(e *etree.Element) error { e.RemoveAttr(name); return nil }}
}

// twice puts a copy of an element after it.
func twice(path string) edit {
	return edit{path, func(e *etree.Element) error {
		e.Parent().InsertChildAt(e.Index()+1, e.Copy())
		return nil
	}}
}

// last moves an element to the end of its parent.
func last(path string) edit {
	return edit{path, func(e *etree.Element) error {
		parent := e.Parent()
		parent.RemoveChild(e)
		parent.AddChild(e)
		return nil
	}}
}

// first puts XML before the other children of an element; the prefixes of the
// message are bound in it.
func first(path, xml string) edit {
	return edit{path, func(e *etree.Element) error { return insert(e, 0, xml) }}
}

// more puts XML after the other children of an element.
func more(path, xml string) edit {
	return edit{path, func(e *etree.Element) error { return insert(e, len(e.Child), xml) }}
}

func insert(e *etree.Element, at int, xml string) error {
	d := etree.NewDocument()
	if err := d.ReadFromString(xml); err != nil {
		return fmt.Errorf("insert: %w", err)
	}
	e.InsertChildAt(at, d.Root())
	return nil
}

// slot is a rim:Slot as text.
func slot(name string, values ...string) string {
	var b strings.Builder
	b.WriteString(`<rim:Slot name="` + name + `"><rim:ValueList>`)
	for _, v := range values {
		b.WriteString(`<rim:Value>` + v + `</rim:Value>`)
	}
	b.WriteString(`</rim:ValueList></rim:Slot>`)
	return b.String()
}

// edited changes a payload.
func edited(payload string, edits []edit) (string, error) {
	if len(edits) == 0 {
		return payload, nil
	}
	d := etree.NewDocument()
	if err := d.ReadFromString(payload); err != nil {
		return "", fmt.Errorf("payload: %w", err)
	}
	for _, x := range edits {
		path, err := etree.CompilePath(x.path)
		if err != nil {
			return "", fmt.Errorf("path %s: %w", x.path, err)
		}
		e := d.FindElementPath(path)
		if e == nil {
			return "", fmt.Errorf("path %s: the message has no such element", x.path)
		}
		if err := x.do(e); err != nil {
			return "", fmt.Errorf("path %s: %w", x.path, err)
		}
	}
	return d.WriteToString()
}
