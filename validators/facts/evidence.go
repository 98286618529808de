package facts

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Evidence is one evidence document: its text, and where everything in it
// comes from. It may be used from several goroutines.
type Evidence struct {
	Text  []byte
	Parts []Part // of both messages, in order; none in session evidence
	// Protocol is that of a captured message that is not of HTTP: the rules over it
	// judge. None: those over SOAP do.
	Protocol etalon.Protocol
	// Actor is that which a captured message is for, or from; "" when that is not known.
	Actor etalon.Actor
	// Captured is what the tool that wrote a capture did to the message: layer
	// capture, see the Undone codes.
	Captured []etalon.Anomaly
	// Elsewhere is the action of a captured message that belongs to a transaction
	// nothing here judges; empty for every other message.
	Elsewhere string
	// Unlooked are the code systems of clinical documents that the terminologies given
	// do not have: their codes were not looked up.
	Unlooked []string

	regions   []region
	verbatims []*verbatim // by start
	nodes     int         // of the text, about
	once      sync.Once
	doc       *xmldoc.Doc
	err       error
}

// Part is one part of a message, for engines that judge bytes.
type Part struct {
	Direction   string // "request" or "response"; empty for a document on its own
	Index       int
	Root        bool
	Inline      bool   // base64 text of the root part, not a MIME part
	ContentType string // media type in lower case, without parameters
	Kind        string // as ev:part/@kind
	DocumentID  string // what the root part calls it
	XML         bool   // well-formed XML
	Offset      int64  // of Raw in the message; -1 when it is not there byte for byte
	Raw         []byte // transfer encoding removed; of a root part, texts that lay in other parts put back

	side *side
	part *part
}

// Doc is the parsed text. An error means that this package is broken: the
// text is well-formed whatever the messages were.
func (e *Evidence) Doc() (*xmldoc.Doc, error) {
	e.once.Do(func() {
		e.doc, e.err = xmldoc.Parse(e.Text, xmldoc.Limits{
			Bytes: 1 << 30, Depth: xmlLimits.Depth + 50,
			Nodes: 4 * maxVerbatimNodes, Attributes: xmlLimits.Attributes, Shared: true, Expect: e.nodes + 16,
		})
		if e.err != nil {
			e.err = fmt.Errorf("evidence document: %w", e.err)
		}
	})
	return e.doc, e.err
}

// Exchange is the exchange that the evidence is of; "" for that of a session.
func (e *Evidence) Exchange() etalon.ExchangeID {
	if len(e.regions) == 0 {
		return ""
	}
	return e.regions[0].exchange
}

// Forget gives back the room of the text: Doc, Locate and Text are no longer of use,
// Parts and LocateLine are.
func (e *Evidence) Forget() {
	e.once.Do(func() {})
	e.Text, e.doc, e.regions, e.err = nil, nil, nil, errForgotten
	e.verbatims = nil
}

var errForgotten = errors.New("evidence document: it was forgotten")

// Locate says which place of which exchange a node of Doc speaks of. Inside a
// part embedded verbatim that is the node's own path, line and offset; a fact
// has the place of what it is a fact of, or the message as a whole.
func (e *Evidence) Locate(n xmldoc.Node) (etalon.Location, etalon.ExchangeID) {
	if !n.OK() {
		return etalon.Location{Offset: -1}, ""
	}
	at := int(n.Offset())
	r, ok := regionAt(e.regions, at)
	if !ok {
		return etalon.Location{Offset: -1}, r.exchange
	}
	i := sort.Search(len(e.verbatims), func(i int) bool { return e.verbatims[i].end > at })
	if i == len(e.verbatims) || e.verbatims[i].start > at {
		return r.loc, r.exchange
	}
	v := e.verbatims[i]
	loc := v.part.place(v.side, v.sourceOffset(at))
	loc.XPath = v.relativeXPath(n)
	return loc, r.exchange
}

// find returns a part by direction and index.
func (e *Evidence) find(direction string, index int) (Part, bool) {
	for _, p := range e.Parts {
		if p.Direction == direction && p.Index == index {
			return p, true
		}
	}
	return Part{}, false
}

// PartXML is the exact bytes of a well-formed XML part; nil when there is no
// such part or it is not XML.
func (e *Evidence) PartXML(direction string, index int) []byte {
	if p, ok := e.find(direction, index); ok && p.XML {
		return p.Raw
	}
	return nil
}

// LocateOffset is the place of a byte of an XML part, as its source has it.
func (e *Evidence) LocateOffset(direction string, index int, offset int64) etalon.Location {
	p, ok := e.find(direction, index)
	if !ok || !p.XML || offset < 0 {
		return etalon.Location{Direction: direction, Part: index, Offset: -1}
	}
	return p.part.place(p.side, offset)
}

// LocateLine is the place of a line of an XML part, for engines that know no
// more: the first element that begins on that line, or the line itself.
func (e *Evidence) LocateLine(direction string, index, line int) etalon.Location {
	p, ok := e.find(direction, index)
	if !ok || !p.XML || line < 1 {
		return etalon.Location{Direction: direction, Part: index, Offset: -1}
	}
	doc := p.part.doc
	for i := range doc.Len() {
		if n := doc.Node(i); n.Kind() == xmldoc.ElementNode && n.Line() >= line {
			if n.Line() == line {
				return p.part.placeOf(p.side, n)
			}
			break
		}
	}
	source, at := doc.Source(), 0
	for range line - 1 {
		i := bytes.IndexByte(source[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	return p.part.place(p.side, int64(at))
}
