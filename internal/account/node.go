package account

import (
	"regexp"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// kind is what a node is, which says what operators mean on it.
type kind string

const (
	element   kind = "element"
	attribute kind = "attribute"
	text      kind = "text"
	header    kind = "header"
	param     kind = "parameter"
	start     kind = "start line"
)

// node is one place of a message that can be broken by itself. Its places are in
// one piece of the letter: the head of the message, or the head or the body of a
// part.
type node struct {
	kind kind
	path string // keyed
	key  string // last words of the path: what a person would call it
	area string // whose rules should speak

	part   int // of the letter; -1: the message's own head
	inHead bool
	lo, hi int // all of it: an attribute with the blank before it
	from   int // its value
	to     int
	value  string

	xpath string // in its part, of XML
	owner string // xpath of the nearest keyed ancestor
	doc   xmldoc.Node
}

// nodes lists those of a letter in order. what names the transaction and side;
// opaque says that its documents are nobody's to judge but as octets.
func nodes(l *letter, what string, opaque bool) []node {
	var out []node
	if l.frame {
		out = fields(l.head)
	} else {
		out = append(startLine(l.head), headers(l.head, true, -1, "http", areaHTTP)...)
	}
	for i, p := range l.parts {
		if len(p.head) > 0 {
			out = append(out, headers(p.head, false, i, "mime["+p.role+"]", areaMIME)...)
		}
		if p.doc != nil && (p.role == "root" || !opaque) {
			w := walker{part: i, what: what, role: p.role, out: out}
			w.element(p.doc.Root(), "", p.doc.Root().XPath(), w.area(p.doc.Root(), ""))
			out = w.out
		}
	}
	return out
}

// startLine are the words of the start line.
func startLine(head []byte) []node {
	end := strings.IndexByte(string(head), '\r')
	if end < 0 {
		return nil
	}
	names := []string{"method", "target", "version"}
	if strings.HasPrefix(string(head), "HTTP/") {
		names = []string{"version", "status"}
	}
	var out []node
	at := 0
	for _, name := range names {
		word := string(head[at:end])
		if i := strings.IndexByte(word, ' '); i >= 0 {
			word = word[:i]
		}
		out = append(out, node{
			kind: start, path: "http/" + name, key: name, area: areaHTTP, part: -1, inHead: true,
			lo: at, hi: at + len(word), from: at, to: at + len(word), value: word,
		})
		if at += len(word) + 1; at >= end {
			break
		}
	}
	return out
}

var parameter = regexp.MustCompile(`;\s*([A-Za-z0-9-]+)=("[^"]*"|[^;\s]*)`)

// headers are the header lines of a head, and the parameters of its media type.
func headers(head []byte, first bool, part int, prefix, area string) []node {
	var out []node
	for _, h := range lines(head, first) {
		name := strings.ToLower(h.name)
		value := string(head[h.value:h.end])
		n := node{
			kind: header, path: prefix + "/" + name, key: name, area: area, part: part, inHead: true,
			lo: h.from, hi: h.to, from: h.value, to: h.end, value: value,
		}
		out = append(out, n)
		if name != "content-type" {
			continue
		}
		out[len(out)-1].to = h.value + len(strings.TrimRight(strings.SplitN(value, ";", 2)[0], " "))
		out[len(out)-1].value = string(head[h.value:out[len(out)-1].to])
		for _, m := range parameter.FindAllStringSubmatchIndex(value, -1) {
			from, to := m[4], m[5]
			if to > from+1 && value[from] == '"' {
				from, to = from+1, to-1
			}
			p := n
			p.kind, p.key = param, strings.ToLower(value[m[2]:m[3]])
			p.path += ";" + p.key
			p.lo, p.hi, p.from, p.to, p.value = h.value+m[0], h.value+m[1], h.value+from, h.value+to, value[from:to]
			out = append(out, p)
		}
	}
	return out
}
