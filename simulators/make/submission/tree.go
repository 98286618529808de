package submission

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

const nsXOP = "http://www.w3.org/2004/08/xop/include"

// node is an element that is being filled.
type node struct{ *etree.Element }

// tree begins a message; attributes are names and values in turn.
func tree(name string, attributes ...string) node {
	n := node{etree.NewElement(name)}
	n.give(attributes)
	return n
}

// add appends a child.
func (n node) add(name string, attributes ...string) node {
	child := node{n.CreateElement(name)}
	child.give(attributes)
	return child
}

func (n node) give(attributes []string) {
	for i := 0; i+1 < len(attributes); i += 2 {
		n.CreateAttr(attributes[i], attributes[i+1])
	}
}

// String is the message as XML.
func (n node) String() string {
	doc := etree.NewDocument()
	doc.SetRoot(n.Element)
	s, err := doc.WriteToString()
	if err != nil {
		panic("submission: writing to memory failed: " + err.Error()) // it cannot
	}
	return s
}

// object appends a registry object, in the order of the schema of ebRIM.
func (n node) object(o *Object) {
	e := n.add("rim:"+o.Kind, "id", o.ID)
	if o.LID != "" {
		e.CreateAttr("lid", o.LID)
	}
	if o.Kind == ebrim.ExtrinsicObject {
		e.CreateAttr("objectType", ebrim.StableDocument)
		e.CreateAttr("mimeType", o.MimeType)
	}
	e.slots(o.Slots)
	e.name(o.Title)
	for i, c := range o.Classifications {
		coded := e.add("rim:Classification", "id", part(o.ID, "c", i+1), "classificationScheme", c.Scheme, "classifiedObject", o.ID, "nodeRepresentation", c.Code)
		coded.slots(c.Slots)
		coded.name(c.Label)
	}
	for i, x := range o.ExternalIDs {
		e.add("rim:ExternalIdentifier", "id", part(o.ID, "e", i+1), "registryObject", o.ID, "identificationScheme", x.Scheme, "value", x.Value).name(x.Name)
	}
}

func (n node) slots(slots []Slot) {
	for _, s := range slots {
		list := n.add("rim:Slot", "name", s.Name).add("rim:ValueList")
		for _, v := range s.Values {
			list.add("rim:Value").SetText(v)
		}
	}
}

func (n node) name(text string) {
	if text != "" {
		n.add("rim:Name").add("rim:LocalizedString", "charset", "UTF-8", "xml:lang", "fr-FR", "value", text)
	}
}

// part is the symbolic id of a part of an object, whose own id may be a urn:uuid.
func part(of, kind string, n int) string {
	return fmt.Sprintf("%s-%s%d", of[strings.LastIndexByte(of, ':')+1:], kind, n)
}
