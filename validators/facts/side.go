package facts

import (
	"crypto/sha1" // what XDS metadata states (ITI TF-3 §4.2.3.2.10): a fact here, not a protection
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Limits of what is read of one message. Beyond them there are anomalies.
var (
	xmlLimits  = xmldoc.Limits{Bytes: 64 << 20, Depth: 1000, Nodes: 1_000_000, Attributes: 1000}
	bodyLimits = mtom.Limits{Bytes: 256 << 20, Parts: 1000, Headers: 64 << 10}
)

// Readable says what keeps a document on its own from being read as XML within the
// limits of a message, nil when nothing does.
func Readable(raw []byte) error {
	limits := xmlLimits
	limits.AllowDTD, limits.Shared = true, true
	_, err := xmldoc.Parse(raw, limits)
	return err
}

// side is one message of an exchange, taken apart.
type side struct {
	direction, sentBy string
	*message
	media     mtom.Media
	parts     []*part
	includes  []include
	metadata  metadata
	allowsDTD bool
	plain     bool // no envelope is to be expected
	alone     bool // the root part without the others that the message may have
}

// part is one MIME part, or one document inlined in the root part.
type part struct {
	index        int
	root, inline bool
	contentID    string
	mediaType    string
	params       []mtom.Param // of the part's own Content-Type
	encoding     string
	content      []byte // transfer encoding removed
	infoset      []byte // of a root part whose text lay in other parts: the message as XOP means it; nil: content
	at           int64  // of content in the body; -1 when it is not there byte for byte
	doc          *xmldoc.Doc
	env          soap.Envelope // of doc; zero when there is none
	syntax       *xmldoc.SyntaxError
	kind         string
	documentID   string
	referenced   bool
	holder       xmldoc.Node // inline: the element of the root part whose text it is
	sum          string      // see sha1
}

// sha1 is the digest of the content, in hex. It is computed once: a message may name
// one part as often as it likes.
func (p *part) sha1() string {
	if p.sum == "" {
		sum := sha1.Sum(p.content)
		p.sum = hex.EncodeToString(sum[:])
	}
	return p.sum
}

// include is one xop:Include of the root part.
type include struct {
	href string
	loc  etalon.Location
	part int // -1 when it does not resolve
}

// readSide takes a raw HTTP message apart.
func readSide(direction, sentBy string, raw []byte) *side {
	s := &side{direction: direction, sentBy: sentBy, message: parseMessage(raw, direction == "request")}
	if len(s.body) > 0 || s.header("content-type") != "" {
		s.readParts(s.header("content-type"))
	}
	return s
}

// readParts splits the body and reads the XML of its parts.
func (s *side) readParts(contentType string) {
	m := mtom.Read(contentType, s.body, 0, bodyLimits)
	s.media = m.Media
	for _, a := range m.Anomalies {
		if a.Offset >= 0 {
			a.Offset = s.offset(a.Offset)
		} else {
			a.Offset = s.headerOffset("content-type")
		}
		s.anomalies = append(s.anomalies, a)
	}
	if len(s.body) == 0 {
		return
	}
	for _, p := range m.Parts {
		s.addPart(p)
	}
	root := s.root()
	if root == nil || root.doc == nil {
		return
	}
	s.reconstitute(m, root)
	s.metadata = readMetadata(root.doc)
	s.resolve(m, root)
}

func (s *side) addPart(p mtom.Part) {
	content, err := p.Content()
	if err != nil {
		s.anomalies = append(s.anomalies, etalon.Anomaly{
			Layer: "mime", Code: "transfer-encoding", Offset: s.offset(p.Offset), Detail: err.Error(),
		})
		content = p.Body
	}
	at := int64(-1)
	if err != nil || sameBytes(content, p.Body) {
		at = p.Offset
	}
	s.parts = append(s.parts, s.readPart(&part{
		index: len(s.parts), root: p.Root, contentID: p.ContentID, params: s.ownParams(p),
		mediaType: p.Type, encoding: p.Encoding, content: content, at: at,
	}))
}

// ownParams are the parameters of a part's own Content-Type: the one part of a
// message that is not multipart has none of its own.
func (s *side) ownParams(p mtom.Part) []mtom.Param {
	if s.media.Multipart() {
		return p.Params
	}
	return nil
}

// readPart parses the part if it is XML, and says what it is.
func (s *side) readPart(p *part) *part {
	switch p.kind = sniff(p.content); p.kind { // a closed list: see doc.go
	case "pdf", "kos", "dicom", "text", "xml":
	default:
		p.kind = "binary"
	}
	if p.kind != "xml" && !(p.root && strings.Contains(p.mediaType, "xml")) {
		return p
	}
	limits := xmlLimits
	limits.AllowDTD, limits.Shared = s.allowsDTD, true
	doc, err := xmldoc.Parse(p.content, limits)
	if err != nil {
		errors.As(err, &p.syntax) // Parse gives no other type
		return p
	}
	p.doc, p.env, p.kind = doc, soap.Read(doc), "xml"
	switch root := doc.Root(); {
	case p.env.Version != soap.NoVersion:
		p.kind = "soap"
	case root.Is(nsHL7, "ClinicalDocument"):
		p.kind = "cda"
	case root.Is(nsDSig, "Signature"):
		p.kind = "xades"
	}
	return p
}

// root returns the part that holds the envelope, nil when there is none.
func (s *side) root() *part {
	for _, p := range s.parts {
		if p.root {
			return p
		}
	}
	return nil
}

// resolve ties the documents of the root part to the parts that hold them.
func (s *side) resolve(m mtom.Message, root *part) {
	for n := range root.doc.Root().Descendants() {
		switch {
		case n.Is(nsXOP, "Include"):
			if len(s.includes) <= maxShown { // one more, so that it shows that there are others
				s.include(m, root, n)
			}
		case n.Is(nsXDSB, "Document") && !n.Child(nsXOP, "Include").OK() && len(s.parts) < 2*bodyLimits.Parts:
			if text := n.Value(); strings.TrimSpace(text) != "" {
				s.addInline(n, text)
			}
		}
	}
}

// addInline makes a part of a document given as base64 text.
func (s *side) addInline(n xmldoc.Node, text string) {
	content, err := decodeBase64(text)
	if err != nil {
		s.anomalies = append(s.anomalies, etalon.Anomaly{
			Layer: "mtom", Code: "inline-base64", Offset: s.inMessage(s.root(), n.Offset()),
			Detail: "a document inline in the root part is not base64: " + err.Error(),
		})
	}
	id := documentID(n)
	s.parts = append(s.parts, s.readPart(&part{
		index: len(s.parts), inline: true, mediaType: s.metadata.mimeType(n, id), encoding: "base64",
		content: content, at: -1, documentID: id, referenced: true, holder: n,
	}))
}

// documentID is what the root part calls the document of an xdsb:Document: its
// id in a submission, its unique id in a retrieval.
func documentID(n xmldoc.Node) string {
	if id, ok := n.LookupAttr("", "id"); ok {
		id = strings.TrimSpace(id) // xs:anyURI
		return id
	}
	return strings.TrimSpace(n.Parent().Child(nsXDSB, "DocumentUniqueId").Value())
}

// sameBytes says whether two slices are the same memory.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// decodeBase64 decodes text with any white space of XML in it, and nothing else
// that is not base64 (RFC 4648 §3.3).
func decodeBase64(text string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(text))
}
