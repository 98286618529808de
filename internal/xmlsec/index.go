package xmlsec

import "github.com/lestrrat-go/helium"

// index is what one walk over a document finds, so that no reference needs a walk
// of its own: whoever writes a message chooses how many references it holds.
type index struct {
	elements int
	byID     map[string][]*helium.Element
}

func indexed(doc *helium.Document) index {
	x := index{byID: map[string][]*helium.Element{}}
	for d := range helium.Descendants(doc) {
		e, ok := helium.AsNode[*helium.Element](d)
		if !ok {
			continue
		}
		x.elements++
		for _, a := range e.Attributes() {
			switch a.LocalName() {
			case "ID", "Id", "id":
				x.byID[a.Value()] = append(x.byID[a.Value()], e)
			}
		}
	}
	return x
}

// withID gives the elements that bear an identifier, once for each attribute that
// does. More than one means that the reference is ambiguous (signature wrapping).
func (x index) withID(id string) []*helium.Element { return x.byID[id] }
