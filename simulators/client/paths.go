package client

import (
	"github.com/beevik/etree"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// Places of a submission, as paths of etree.
const (
	objects  = "//rim:RegistryObjectList"
	entry    = objects + "/rim:ExtrinsicObject"
	lotSet   = objects + "/rim:RegistryPackage"
	flag     = objects + "/rim:Classification" // says that the package is a submission set
	adhoc    = "//rim:AdhocQuery"
	document = "//xdsb:Document"
	wanted   = "//xdsb:DocumentRequest"
)

// slotOf is a slot inside an object.
func slotOf(object, name string) string { return object + "/rim:Slot[@name='" + name + "']" }

// codeOf is a classification inside an object.
func codeOf(object, scheme string) string {
	return object + "/rim:Classification[@classificationScheme='" + scheme + "']"
}

// idOf is an external identifier inside an object.
func idOf(object, scheme string) string {
	return object + "/rim:ExternalIdentifier[@identificationScheme='" + scheme + "']"
}

// relation is the first association of a type.
func relation(kind string) string {
	return objects + "/rim:Association[@associationType='" + kind + "']"
}

func valueOf(slot string) string { return slot + "/rim:ValueList/rim:Value" }

// member is the association that places the first entry in its set.
func member() string { return relation(ebrim.HasMember) }

// swapForNoise replaces an element by what XML lets stand anywhere.
func swapForNoise(path string) edit {
	return edit{path, func(e *etree.Element) error {
		at, parent := e.Index(), e.Parent()
		parent.RemoveChild(e)
		parent.InsertChildAt(at, etree.NewComment(" un commentaire "))
		parent.InsertChildAt(at+1, etree.NewProcInst("etalon", "rien"))
		return nil
	}}
}

// spaced puts white space between the elements below an element.
func spaced(path string) edit {
	return edit{path, func(e *etree.Element) error {
		space(e)
		return nil
	}}
}

func space(e *etree.Element) {
	children := e.ChildElements()
	for _, c := range children {
		space(c)
		e.InsertChildAt(c.Index(), etree.NewText("\r\n\t "))
	}
	if len(children) > 0 {
		e.AddChild(etree.NewText("\n"))
	}
}
