package account

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const (
	nsDSig = "http://www.w3.org/2000/09/xmldsig#"
	nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"
	nsHL7  = "urn:hl7-org:v3"
)

// The areas: whose rules should speak of a node.
const (
	areaHTTP      = "HTTP"
	areaMIME      = "MIME"
	areaSOAP      = "SOAP"
	areaVIHF      = "VIHF"
	areaSignature = "XAdES"
	areaHeader    = "CDA, en-tête"
	areaBody      = "CDA, corps"
	areaPatients  = "HL7 patients"
	areaINSi      = "INSi en-têtes" // contexts and assertion
	areaEqual     = "équivalences"
)

// walker lists the nodes of an XML part.
type walker struct {
	part int
	what string // transaction and side
	role string
	out  []node
}

// insi tells a message of the teleservice, whose assertion is not a VIHF.
func (w *walker) insi() bool { return strings.HasPrefix(w.what, "INSi-") }

// area is whose rules speak of an element, from its own name or its parent's area.
func (w *walker) area(e xmldoc.Node, above string) string {
	switch {
	case w.insi() && (e.Is(nsSAML, "Assertion") || e.Space() == insi.NSBAM || e.Space() == insi.NSLPS || above == areaINSi):
		return areaINSi
	case e.Is(nsSAML, "Assertion"):
		return areaVIHF
	case w.role == "signature":
		return areaSignature
	case e.Local() == "AuditMessage" || above == areaRecord:
		return areaRecord
	case e.Is(nsHL7, "ClinicalDocument"):
		return areaHeader
	case e.Is(nsHL7, "component") && above == areaHeader:
		return areaBody
	case above == areaVIHF || above == areaHeader || above == areaBody || above == areaPatients || above == w.what:
		return above
	case strings.HasPrefix(e.Local(), "PRPA_") && e.Space() == nsHL7:
		return areaPatients
	case e.Parent().Local() == "Body" && e.Local() != "Fault":
		return w.what
	}
	return areaSOAP
}

// element lists an element, its attributes, its text and what is below it.
func (w *walker) element(e xmldoc.Node, path, owner, area string) {
	step, keyed := segment(e)
	path += "/" + step
	xpath := e.XPath()
	if keyed || owner == "" {
		owner = xpath
	}
	base := node{area: area, part: w.part, doc: e, xpath: xpath, owner: owner}
	prefix := w.role + ":"
	if w.role != "root" || area == areaHeader || area == areaBody {
		prefix = ""
	}
	path = shorten(path)
	n := base
	n.kind, n.path, n.key = element, prefix+path, step
	n.lo, n.hi, n.from, n.to = int(e.Offset()), int(e.End()), int(e.Offset()), int(e.End())
	if e.Parent().Kind() == xmldoc.ElementNode {
		w.out = append(w.out, n)
	}
	source := e.Doc().Source()
	for a := range e.Attrs() {
		n := base
		n.kind, n.path, n.key, n.value = attribute, prefix+path+"/@"+a.Local(), step+"/@"+a.Local(), a.Value()
		n.lo, n.hi = int(a.Offset()), int(a.End())
		for n.lo > 0 && strings.IndexByte(" \t\r\n", source[n.lo-1]) >= 0 {
			n.lo--
		}
		raw := string(source[a.Offset():a.End()])
		quote := strings.IndexAny(raw, `"'`)
		n.from, n.to = int(a.Offset())+quote+1, int(a.End())-1
		w.out = append(w.out, n)
	}
	for c := range e.Children() {
		w.element(c, path, owner, w.area(c, area))
	}
	for c := range e.Nodes() {
		if c.Kind() == xmldoc.TextNode && strings.TrimSpace(c.Value()) != "" {
			n := base
			n.kind, n.path, n.key, n.value = text, prefix+path+"/text()", step, c.Value()
			n.lo, n.hi, n.from, n.to = int(c.Offset()), int(c.End()), int(c.Offset()), int(c.End())
			w.out = append(w.out, n)
		}
	}
}

// shorten leaves out what every path of a kind begins with.
func shorten(path string) string {
	for _, lead := range []string{"/Envelope/Header/Security/Assertion", "/Envelope/Body"} {
		if rest, ok := strings.CutPrefix(path, lead+"/"); ok {
			if strings.HasSuffix(lead, "Assertion") {
				return "Assertion/" + rest
			}
			return "Body/" + rest
		}
	}
	return path
}
