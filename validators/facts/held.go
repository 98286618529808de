package facts

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// maxHeld bounds the XML of the entries of one moment that is read, in bytes. A
// dossier is somebody else's file.
const maxHeld = 8 << 20

// writeHeld writes ev:held: what the actors held at one moment. whole adds the
// entries as they were, which only the rules over one exchange compare with a
// message. Nothing is written where nothing was recorded.
func writeHeld(w *writer, h *etalon.Held, when string, whole bool) {
	if h == nil {
		return
	}
	left := maxHeld
	var entries []heldEntry
	cut := h.Cut
	for _, d := range h.Documents {
		if left -= len(d.Entry); left < 0 {
			cut = true
			break
		}
		if e, ok := readHeld(d); ok {
			entries = append(entries, e)
		} else {
			cut = true
		}
	}
	w.begin("held", "when", when, "cut", boolean(cut))
	w.newline()
	for _, p := range h.Patients {
		w.empty("patient", "id", p.ID, "ins", p.INS, "oid", p.OID, "dmp", string(p.DMP), "authorisation", p.Authorisation,
			"attending", p.Attending, "allows", strings.Join(p.Allows, " "))
	}
	for _, e := range entries {
		o := e.Object
		w.begin("entry", "id", o.ID, "lid", o.LID, "version", o.Version, "latest", boolean(e.latest), "status", o.Status,
			"unique-id", o.UniqueID, "patient", o.Patient, "repository", o.Repository, "hash", o.Hash,
			"title", e.title, "type-code", e.typeCode, "confidentiality", strings.Join(e.confidentiality, " "), "mine", e.mine, "entered", boolean(e.entered))
		if whole {
			w.buf = append(w.buf, e.xml...)
		}
		w.end()
	}
	writeStudies(w, h.Studies)
	w.end()
}

// heldEntry is one entry, read.
type heldEntry struct {
	Object
	latest          bool
	title, typeCode string
	mine            string
	confidentiality []string
	entered         bool   // by the patient
	xml             []byte // of the element alone
}

// readHeld reads an entry. Étalon wrote it, but the dossier may be anybody's:
// what is not one element of ebRIM is not shown.
func readHeld(d etalon.HeldDocument) (heldEntry, bool) {
	doc, err := xmldoc.Parse([]byte(d.Entry), xmldoc.Limits{})
	if err != nil || !doc.Root().Is(nsRIM, "ExtrinsicObject") {
		return heldEntry{}, false
	}
	root := doc.Root()
	e := heldEntry{latest: d.Latest, mine: d.Mine, xml: doc.Source()[root.Offset():root.End()]}
	e.Object, _ = readObject(root)
	e.title = root.Path(nsRIM, "Name", "LocalizedString").Attr("", "value")
	for c := range root.ChildrenNamed(nsRIM, "Classification") {
		switch uri(c, "classificationScheme") {
		case schemeEntryTypeCode:
			e.typeCode = c.Attr("", "nodeRepresentation")
		case schemeEntryAuthor:
			for n := range c.Descendants() {
				e.entered = e.entered || n.Is(nsRIM, "Value") && n.Parent().Parent().Attr("", "name") == "authorPerson" && ofPatient(n.Value())
			}
		case schemeEntryConfidentiality:
			e.confidentiality = append(e.confidentiality, c.Attr("", "nodeRepresentation"))
		}
	}
	return e, true
}

// ofPatient tells whether an author is a patient: identified by a number of health, NH in
// the thirteenth component.
func ofPatient(xcn string) bool {
	const kind = 12
	parts := strings.Split(strings.TrimSpace(xcn), "^")
	return len(parts) > kind && parts[kind] == "NH"
}
