package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// metadata is what the XDS metadata of a root part says of its documents: the
// little that ties parts, documents and signatures together.
type metadata struct {
	entries []entry
	byID    map[string]int // the first entry of an id
	lots    []string       // unique ids of submission sets
}

// entry is one document entry.
type entry struct{ id, mimeType, uniqueID string }

// readMetadata collects document entries and submission sets wherever they are
// in a root part.
func readMetadata(doc *xmldoc.Doc) metadata {
	m := metadata{byID: map[string]int{}}
	for n := range doc.Root().Descendants() {
		switch {
		case n.Is(nsRIM, "ExtrinsicObject"):
			m.add(entry{uri(n, "id"), n.Attr("", "mimeType"), externalIdentifier(n, schemeEntryUniqueID)})
		case n.Is(nsRIM, "RegistryPackage"):
			if id := externalIdentifier(n, schemeLotUniqueID); id != "" {
				m.lots = append(m.lots, id)
			}
		case n.Is(nsXDSB, "DocumentResponse"):
			id := strings.TrimSpace(n.Child(nsXDSB, "DocumentUniqueId").Value())
			m.add(entry{id, strings.TrimSpace(n.Child(nsXDSB, "mimeType").Value()), id})
		}
	}
	return m
}

func (m *metadata) add(e entry) {
	if _, again := m.byID[e.id]; !again {
		m.byID[e.id] = len(m.entries)
	}
	m.entries = append(m.entries, e)
}

// mimeType is the type that the metadata gives to an inline document.
func (m metadata) mimeType(n xmldoc.Node, id string) string {
	if t := strings.TrimSpace(n.Parent().Child(nsXDSB, "mimeType").Value()); t != "" {
		return t
	}
	if i, ok := m.byID[id]; ok {
		return m.entries[i].mimeType
	}
	return ""
}

// uniqueID is the unique id of the document entry that has an id.
func (m metadata) uniqueID(id string) string {
	if i, ok := m.byID[id]; ok {
		return m.entries[i].uniqueID
	}
	return ""
}

// externalIdentifier is the value of the first external identifier of a scheme.
func externalIdentifier(n xmldoc.Node, scheme string) string {
	for e := range n.ChildrenNamed(nsRIM, "ExternalIdentifier") {
		if uri(e, "identificationScheme") == scheme {
			return e.Attr("", "value")
		}
	}
	return ""
}
