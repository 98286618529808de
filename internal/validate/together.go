package validate

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Together is what a submission is made of, as files: their agreement is judged, not
// the message that would carry them.
type Together struct {
	Metadata  Piece
	Documents []Piece
	Assertion *Piece // nil: none
}

// Piece is one of the files.
type Piece struct {
	Name string
	Raw  []byte
}

const (
	nsLCM  = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
	nsRIM  = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
	nsHL7  = "urn:hl7-org:v3"
	nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"

	uniqueID = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" // XDSDocumentEntry.uniqueId, IHE ITI TF-3, 4.2.3
	boundary = "etalon-ensemble"
)

// Message puts them into an ITI-41. Each document goes to the entry that bears its
// identifier as uniqueId, what is left to the entries that are left, in order.
func (t Together) Message() ([]byte, error) {
	doc, err := xmldoc.Parse(t.Metadata.Raw, xmldoc.Limits{AllowDTD: true})
	if err != nil {
		return nil, t.wrong(t.Metadata, "des métadonnées XML (XML metadata)", err)
	}
	lot := find(doc.Root(), nsLCM, "SubmitObjectsRequest")
	if !lot.OK() {
		return nil, t.wrong(t.Metadata, "un SubmitObjectsRequest (a SubmitObjectsRequest)", errors.New("il n'y en a pas (there is none)"))
	}
	assertion := ""
	if t.Assertion != nil {
		v, err := xmldoc.Parse(t.Assertion.Raw, xmldoc.Limits{AllowDTD: true})
		if err != nil {
			return nil, t.wrong(*t.Assertion, "une assertion SAML (a SAML assertion)", err)
		}
		a := find(v.Root(), nsSAML, "Assertion")
		if !a.OK() {
			return nil, t.wrong(*t.Assertion, "une assertion SAML (a SAML assertion)", errors.New("il n'y en a pas (there is none)"))
		}
		assertion = `<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"` + around(a) + `>` +
			string(v.Source()[a.Offset():a.End()]) + `</wsse:Security>`
	}
	places, err := t.places(lot)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "--%s\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@etalon>\r\n\r\n", boundary)
	b.WriteString(`<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"><soap:Header>` +
		`<wsa:Action soap:mustUnderstand="true">urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</wsa:Action>` + assertion + `</soap:Header><soap:Body>` +
		`<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="urn:ihe:iti:xds-b:2007"` + around(lot) + `>`)
	b.Write(doc.Source()[lot.Offset():lot.End()])
	for i := range t.Documents {
		fmt.Fprintf(&b, `<xdsb:Document id="%s"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:doc%d@etalon"/></xdsb:Document>`, escaped(places[i]), i)
	}
	b.WriteString(`</xdsb:ProvideAndRegisterDocumentSetRequest></soap:Body></soap:Envelope>`)
	for i, d := range t.Documents {
		fmt.Fprintf(&b, "\r\n--%s\r\nContent-Type: %s\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <doc%d@etalon>\r\n\r\n", boundary, media(d.Raw), i)
		b.Write(d.Raw)
	}
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return b.Bytes(), nil
}

// places gives the entry of each document, by its id in the set.
func (t Together) places(lot xmldoc.Node) ([]string, error) {
	byUnique := map[string]string{}
	var order []string
	for n := range lot.Descendants() {
		if !n.Is(nsRIM, "ExtrinsicObject") {
			continue
		}
		order = append(order, n.Attr("", "id"))
		for e := range n.ChildrenNamed(nsRIM, "ExternalIdentifier") {
			if e.Attr("", "identificationScheme") == uniqueID {
				byUnique[e.Attr("", "value")] = n.Attr("", "id")
			}
		}
	}
	out := make([]string, len(t.Documents))
	taken := map[string]bool{}
	for i, d := range t.Documents {
		if id := byUnique[identifier(d.Raw)]; id != "" && !taken[id] {
			out[i], taken[id] = id, true
		}
	}
	for i, d := range t.Documents {
		for _, id := range order {
			if out[i] == "" && !taken[id] {
				out[i], taken[id] = id, true
			}
		}
		if out[i] == "" {
			return nil, exit.Usage(fmt.Errorf("%s : aucune fiche de %s ne reste pour ce document (no entry is left for this document)", d.Name, t.Metadata.Name),
				fmt.Sprintf("%s a %d fiche(s) ExtrinsicObject pour %d document(s). (entries for documents)", t.Metadata.Name, len(order), len(t.Documents)))
		}
	}
	return out, nil
}

// media is the type of a document's part.
func media(raw []byte) string {
	if dicom.Is(raw) {
		return "application/dicom"
	}
	return "text/xml"
}

// identifier is that of a clinical document or of a DICOM object, as uniqueId has it;
// "" of others.
func identifier(raw []byte) string {
	if dicom.Is(raw) {
		return dicom.Read(raw).Data.Text(0x00080018) // SOPInstanceUID
	}
	doc, err := xmldoc.Parse(raw, xmldoc.Limits{AllowDTD: true})
	if err != nil {
		return ""
	}
	id := find(doc.Root(), nsHL7, "ClinicalDocument").Child(nsHL7, "id")
	if ext := id.Attr("", "extension"); ext != "" {
		return id.Attr("", "root") + "^" + ext
	}
	return id.Attr("", "root")
}

// find is an element, itself or the first below.
func find(n xmldoc.Node, space, local string) xmldoc.Node {
	if n.Is(space, local) {
		return n
	}
	for d := range n.Descendants() {
		if d.Is(space, local) {
			return d
		}
	}
	return xmldoc.Node{}
}

// around declares the namespaces that the elements around one declare.
func around(n xmldoc.Node) string {
	var b strings.Builder
	seen := map[string]bool{"xdsb": true, "wsse": true}
	for p := n.Parent(); p.OK(); p = p.Parent() {
		prefixes, uris := p.Declarations()
		for i, prefix := range prefixes {
			if prefix == "" || seen[prefix] {
				continue
			}
			seen[prefix] = true
			fmt.Fprintf(&b, ` xmlns:%s="%s"`, prefix, escaped(uris[i]))
		}
	}
	return b.String()
}

func escaped(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace(s)
}

func (Together) wrong(p Piece, wanted string, err error) error {
	return exit.Usage(fmt.Errorf("%s : on attend %s : %w", p.Name, wanted, err),
		"--metadata SubmitObjectsRequest.xml --document cda.xml [--document …] [--vihf assertion.xml]")
}
