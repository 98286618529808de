package facts

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Words of ebRIM, without what stands before their last colon.
const (
	hasMember = "HasMember"
	approved  = "Approved"
)

// maxKnown bounds the ebRIM objects that a session's knowledge keeps, in bytes. A
// dossier is somebody else's file; beyond it less is known, and nothing is wrong.
const maxKnown = 32 << 20

// Knowledge is what the messages that étalon sent to a server, and its answers, say
// of ebRIM objects: what it accepted, and what it showed. An answer is compared
// with it. The zero value knows nothing.
type Knowledge struct {
	told    []*told
	removed []removal
	turns   map[etalon.ExchangeID]int // of what was learnt, from 1
	changes []int                     // the turns that may have changed what the server holds
	amends  []int                     // those that may have changed more than added to it and replaced
	bytes   int
}

// told is one object of one message.
type told struct {
	Object
	exchange  etalon.ExchangeID
	turn      int  // of its exchange, in the order of time
	submitted bool // and accepted; otherwise shown in an answer
	stable    bool // an entry of a stable document
	version   int  // that it is registered as, when submitted; 0: not known
	facets    facets
	xml       []byte // the element, by the prefix rim
	from, to  *told  // what a submitted association links in its own message
}

// removal is what an accepted ITI-62 took away.
type removal struct {
	id   string
	turn int
}

// Learn notes what an exchange says of objects. Only what étalon sent and a server
// accepted, or showed, is noted; exchanges are learnt in the order of time.
func (k *Knowledge) Learn(in ExchangeInput) {
	if !Learnt(in.Exchange) {
		return
	}
	m, ok := Take(in).wire.(messages)
	if !ok || m.response == nil {
		return
	}
	var s Summary
	m.summarise(&s)
	if k.turns == nil {
		k.turns = map[etalon.ExchangeID]int{}
	}
	turn := len(k.turns) + 1
	k.turns[in.Exchange.ID] = turn
	if in.Exchange.Transaction != etalon.ITI18 && s.AnswerStatus != "Failure" {
		k.changes = append(k.changes, turn)
		if in.Exchange.Transaction == etalon.ITI57 || in.Exchange.Transaction == etalon.ITI62 {
			k.amends = append(k.amends, turn)
		}
	}
	switch {
	case in.Exchange.Transaction == etalon.ITI18:
		k.note(in.Exchange.ID, turn, false, m.response)
	case s.AnswerKind != answerSuccess:
	case in.Exchange.Transaction == etalon.ITI62:
		for _, o := range s.Asked.Objects {
			k.removed = append(k.removed, removal{o.ID, turn})
		}
	default:
		k.note(in.Exchange.ID, turn, true, m.request)
	}
}

// Learnt tells the exchanges that anything is learnt from.
func Learnt(x etalon.Exchange) bool {
	return x.Sent && slices.Contains([]etalon.Transaction{etalon.ITI18, etalon.ITI41, etalon.ITI42, etalon.ITI57, etalon.ITI62}, x.Transaction)
}

func (k *Knowledge) note(x etalon.ExchangeID, turn int, submitted bool, s *side) {
	root := s.root()
	if root == nil || root.doc == nil {
		return
	}
	first := len(k.told)
	for n := range root.doc.Root().Descendants() {
		o, ok := registered(n)
		if !ok {
			continue
		}
		t := &told{Object: o, exchange: x, turn: turn, submitted: submitted, stable: strings.TrimSpace(n.Attr("", "objectType")) == ebrim.StableDocument, facets: readFacets(n), xml: rimText(n)}
		if k.bytes += 2 * len(t.xml); k.bytes > maxKnown {
			break
		}
		k.told = append(k.told, t)
	}
	if submitted {
		tie(k.told[first:])
	}
}

// registered reads an object of a list that a registry keeps.
func registered(n xmldoc.Node) (Object, bool) {
	if n.Space() != nsRIM || !n.Parent().Is(nsRIM, "RegistryObjectList") {
		return Object{}, false
	}
	o, ok := readObject(n)
	return o, ok && o.Kind != "reference"
}

// tie says of the objects of one submission which versions they become, and what
// its associations link.
func tie(all []*told) {
	byID := map[string]*told{}
	for _, t := range all {
		if t.version = 1; t.Kind != "association" {
			byID[t.ID] = t
		}
	}
	for _, t := range all {
		if t.Kind != "association" {
			continue
		}
		t.from, t.to = byID[t.Source], byID[t.Target]
		if previous, err := strconv.Atoi(t.Previous); err == nil && t.to != nil {
			t.to.version = previous + 1
		}
	}
}

// rimText writes an element of ebRIM with what is in it, by the prefix rim and
// without what is not of ebRIM: rules compare it with others.
func rimText(n xmldoc.Node) []byte {
	b := append([]byte("<rim:"), n.Local()...)
	for a := range n.Attrs() {
		switch a.Space() {
		case "":
			b = append(append(append(b, ' '), a.Local()...), `="`...)
		case nsXML:
			b = append(append(append(b, " xml:"...), a.Local()...), `="`...)
		default:
			continue
		}
		b = append(appendEscaped(b, a.Value()), '"')
	}
	b = append(b, '>')
	elements := 0
	for c := range n.Children() {
		if c.Space() == nsRIM {
			elements++
			b = append(b, rimText(c)...)
		}
	}
	if elements == 0 {
		b = appendEscaped(b, n.Value())
	}
	return append(append(append(b, "</rim:"...), n.Local()...), '>')
}

// symbolic tells an id that a registry replaces by one of its own.
func symbolic(id string) bool { return !strings.HasPrefix(id, "urn:uuid:") }
