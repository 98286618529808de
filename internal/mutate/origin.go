package mutate

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Origin is a document that mutants are made of. It never changes and may be
// shared between goroutines.
type Origin struct {
	raw   []byte
	shift int64 // of offsets in raw against those of doc
	doc   *xmldoc.Doc

	leaves    []xmldoc.Node // elements without content, but for the root
	trees     []xmldoc.Node // elements with content of at most maxTree bytes, but for the root
	elements  []xmldoc.Node // every element but the root
	texts     []xmldoc.Node // text that is not white space alone
	plain     []xmldoc.Node // attributes that no list below has
	types     []xmldoc.Node // xsi:type
	dates     []xmldoc.Node
	vocab     map[string][]xmldoc.Node // attributes named code, codeSystem and root
	values    map[string][]string      // what these attributes have in this document, each once
	flavours  []xmldoc.Node            // nullFlavor
	templates []xmldoc.Node            // templateId/@root
	hosts     []xmldoc.Node            // elements that can take one more templateId
}

// ErrEncoding says that a document is not in UTF-8: its other bytes could not
// stay as they are.
var ErrEncoding = errors.New("not in UTF-8")

// maxTree bounds the subtree that one edit drops or doubles, in bytes: a
// document without its body says nothing.
const maxTree = 16 << 10

const xsi = "http://www.w3.org/2001/XMLSchema-instance"

// Open reads a document in UTF-8. A document type declaration is kept and none
// of it is read.
func Open(raw []byte) (*Origin, error) {
	doc, err := xmldoc.Parse(raw, limits)
	if err != nil {
		return nil, fmt.Errorf("origin of mutants: %w", err)
	}
	o := &Origin{raw: raw, shift: int64(len(raw) - len(doc.Source())), doc: doc, vocab: map[string][]xmldoc.Node{}, values: map[string][]string{}}
	if o.shift < 0 || string(raw[o.shift:]) != string(doc.Source()) {
		return nil, fmt.Errorf("origin of mutants: %w", ErrEncoding)
	}
	for i := range doc.Len() {
		switch n := doc.Node(i); n.Kind() {
		case xmldoc.ElementNode:
			o.element(n)
		case xmldoc.AttributeNode:
			o.attribute(n)
		case xmldoc.TextNode:
			if strings.TrimSpace(n.Value()) != "" {
				o.texts = append(o.texts, n)
			}
		case xmldoc.NoNode, xmldoc.DocumentNode, xmldoc.CommentNode, xmldoc.PINode: // what mutants leave as it is
		}
	}
	return o, nil
}

var limits = xmldoc.Limits{AllowDTD: true}

// statements are the elements of CDA that carry templateIds; one without any
// can take its first.
var statements = []string{"section", "observation", "act", "organizer", "procedure", "substanceAdministration", "supply", "encounter"}

func (o *Origin) element(n xmldoc.Node) {
	first := n.FirstChild()
	if hasTemplate := n.Child("*", "templateId").OK(); first.OK() && (hasTemplate || slices.Contains(statements, n.Local())) {
		o.hosts = append(o.hosts, n)
	}
	if n == o.doc.Root() {
		return
	}
	o.elements = append(o.elements, n)
	switch {
	case !first.OK():
		o.leaves = append(o.leaves, n)
	case n.End()-n.Offset() <= maxTree:
		o.trees = append(o.trees, n)
	}
}

// date is an HL7 time stamp, whole or in part.
var date = regexp.MustCompile(`^[0-9]{4,14}(\.[0-9]+)?([+-][0-9]{4})?$`)

func (o *Origin) attribute(n xmldoc.Node) {
	parent := n.Parent()
	switch {
	case n.Is(xsi, "type"):
		o.types = append(o.types, n)
	case n.Space() != "":
		if n.Space() != xsi {
			o.plain = append(o.plain, n)
		}
	case n.Local() == "nullFlavor":
		o.flavours = append(o.flavours, n)
	case n.Local() == "code", n.Local() == "codeSystem", n.Local() == "root":
		if n.Local() == "root" && parent.Local() == "templateId" {
			o.templates = append(o.templates, n)
		}
		o.vocab[n.Local()] = append(o.vocab[n.Local()], n)
		if known := o.values[n.Local()]; !slices.Contains(known, n.Value()) && len(known) < maxValues {
			o.values[n.Local()] = append(known, n.Value())
		}
	case n.Local() == "value" && date.MatchString(n.Value()):
		o.dates = append(o.dates, n)
	default:
		o.plain = append(o.plain, n)
	}
}

// maxValues bounds the list of values that codes are swapped with.
const maxValues = 500

// TemplateIDs are the roots of the templateIds of the document, each once.
func (o *Origin) TemplateIDs() []string {
	var out []string
	for _, n := range o.templates {
		out = append(out, n.Value())
	}
	return sorted(out)
}

var quotedOID = regexp.MustCompile(`['"]([0-2](?:\.(?:0|[1-9][0-9]*)){4,})['"]`)

// TemplateIDsIn are the OIDs that rule contexts name, each once: the list for
// heavy mutants.
func TemplateIDsIn(contexts []string) []string {
	var out []string
	for _, c := range contexts {
		for _, m := range quotedOID.FindAllStringSubmatch(c, -1) {
			out = append(out, m[1])
		}
	}
	return sorted(out)
}

func sorted(list []string) []string {
	out := slices.Clone(list)
	slices.Sort(out)
	return slices.Compact(out)
}
