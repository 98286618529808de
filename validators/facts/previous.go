package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const nsV3 = "urn:hl7-org:v3"

// writePrevious writes ev:previous, what an earlier version of a document says of
// itself: nothing when there is none, or when it is no clinical document.
func (c *composer) writePrevious(raw []byte) {
	doc, err := xmldoc.Parse(raw, xmldoc.Limits{AllowDTD: true})
	if len(raw) == 0 || err != nil {
		return
	}
	d := clinical(doc)
	if !d.OK() {
		return
	}
	var patients []string
	for id := range d.Path(nsV3, "recordTarget", "patientRole").ChildrenNamed(nsV3, "id") {
		patients = append(patients, instanceOf(id))
	}
	c.empty("previous", "id", instanceOf(d.Child(nsV3, "id")), "set-id", instanceOf(d.Child(nsV3, "setId")),
		"version", d.Path(nsV3, "versionNumber").Attr("", "value"), "code", d.Child(nsV3, "code").Attr("", "code"),
		"patients", strings.Join(patients, " "))
	c.newline()
}

// clinical is the clinical document that a document is, or has in it.
func clinical(doc *xmldoc.Doc) xmldoc.Node {
	for n := range doc.Document().Descendants() {
		if n.Is(nsV3, "ClinicalDocument") {
			return n
		}
	}
	return xmldoc.Node{}
}

// instanceOf writes an identifier as root^extension, or its root alone.
func instanceOf(id xmldoc.Node) string {
	if extension := id.Attr("", "extension"); extension != "" {
		return id.Attr("", "root") + "^" + strings.Join(strings.Fields(extension), "")
	}
	return id.Attr("", "root")
}
