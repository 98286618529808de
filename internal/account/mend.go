package account

import (
	"bytes"
	"crypto/sha1" // as XDS has the hash of a document
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// entry is a document entry of the root part, with the part that holds its
// document and the places of what is derived from it.
type entry struct {
	id, uniqueID string
	part         int         // -1 when the message has no such part
	hash, size   xmldoc.Node // texts that say what is true; absent when they do not
}

// entriesOf finds the document entries of a letter whose documents it carries.
func entriesOf(l *letter) []entry {
	root := l.root()
	if root < 0 || l.parts[root].doc == nil {
		return nil
	}
	parts := map[string]int{}
	var out []entry
	for e := range l.parts[root].doc.Document().Descendants() {
		switch {
		case e.Is(ebrim.NSXDSB, "Document"):
			for include := range e.Descendants() {
				if include.Local() == "Include" {
					parts[e.Attr("", "id")] = l.resolve(include.Attr("", "href"))
				}
			}
		case e.Is(ebrim.NSRIM, ebrim.ExtrinsicObject):
			out = append(out, readEntry(e))
		}
	}
	for i := range out {
		e := &out[i]
		part, ok := parts[e.id]
		if e.part = part; !ok || part < 0 {
			e.part = -1
			continue
		}
		hash, size := derived(l.parts[part].body)
		if !strings.EqualFold(e.hash.Value(), hash) {
			e.hash = xmldoc.Node{}
		}
		if e.size.Value() != size {
			e.size = xmldoc.Node{}
		}
	}
	return out
}

func readEntry(e xmldoc.Node) entry {
	out := entry{id: e.Attr("", "id")}
	for s := range e.ChildrenNamed(ebrim.NSRIM, "Slot") {
		value := s.Path(ebrim.NSRIM, "ValueList", "Value").FirstChild()
		switch s.Attr("", "name") {
		case "hash":
			out.hash = value
		case "size":
			out.size = value
		}
	}
	for x := range e.ChildrenNamed(ebrim.NSRIM, ebrim.ExternalIdentifier) {
		if x.Attr("", "identificationScheme") == ebrim.DocumentUniqueID {
			out.uniqueID = x.Attr("", "value")
		}
	}
	return out
}

// resolve is the part that an href names, -1 for none.
func (l *letter) resolve(href string) int {
	id := strings.ReplaceAll(strings.TrimPrefix(href, "cid:"), "%40", "@")
	return slices.IndexFunc(l.parts, func(p piece) bool { return bytes.Contains(p.head, []byte("<"+id+">")) })
}

func derived(body []byte) (hash, size string) {
	sum := sha1.Sum(body)
	return hex.EncodeToString(sum[:]), strconv.Itoa(len(body))
}

// errSame says that an edit changes nothing.
var errSame = errors.New("the edit changes nothing")

// made applies an edit to a letter and makes everything derived right again: the
// signatures by key, the digests of the manifest, the hash and size of entries,
// the length. What the node itself is, stays broken.
func made(l *letter, n node, e edit, key xmlsec.Signer) (*letter, error) {
	c := l.clone()
	switch {
	case n.part < 0:
		c.head = splice(c.head, e.lo, e.hi, e.text)
		return c, same(c.head, l.head)
	case n.inHead:
		p := &c.parts[n.part]
		p.head = splice(p.head, e.lo, e.hi, e.text)
		return c, same(p.head, l.parts[n.part].head)
	}
	p := &c.parts[n.part]
	p.body = splice(p.body, e.lo, e.hi, e.text)
	if err := same(p.body, l.parts[n.part].body); err != nil {
		return nil, err
	}
	switch n.area {
	case areaVIHF, areaINSi:
		return c, c.sign(n.part, n, key, nil)
	case areaSignature:
		if err := c.sign(n.part, n, key, c.documents(l)); err != nil {
			return nil, err
		}
	case areaHeader, areaBody:
		for i, p := range c.parts {
			if p.role == "signature" {
				if err := c.sign(i, node{}, key, c.documents(l)); err != nil {
					return nil, err
				}
			}
		}
	}
	if p.role != "root" {
		return c, c.describe(l)
	}
	return c, nil
}

func same(a, b []byte) error {
	if bytes.Equal(a, b) {
		return errSame
	}
	return nil
}

// sign makes the signatures of a part hold again, but for what is broken in them
// on purpose.
func (l *letter) sign(part int, n node, key xmlsec.Signer, documents map[string][]byte) error {
	r := xmlsec.Renewal{Documents: documents}
	switch n.key {
	case "SignatureValue", "KeyInfo", "X509Data", "X509Certificate", "Signature":
		return nil
	case "DigestValue", "DigestMethod/@Algorithm", "DigestMethod":
		r.ValuesOnly = true
	}
	fresh, err := xmlsec.Renew(l.parts[part].body, key, r)
	if err != nil {
		return err
	}
	l.parts[part].body = fresh
	if !insideSignature(n) && !holds(fresh, documents) {
		return errors.New("the signature does not hold again")
	}
	return nil
}

// insideSignature tells a node whose breaking breaks the signature.
func insideSignature(n node) bool {
	for e := n.doc; e.OK(); e = e.Parent() {
		if e.Is(nsDSig, "Signature") {
			return true
		}
	}
	return n.key == "Assertion/@ID" || n.key == "Assertion" // an ID that is gone, or there twice
}

// holds tells whether every signature of a document, and every digest of its
// manifests, is right.
func holds(doc []byte, documents map[string][]byte) bool {
	for _, s := range xmlsec.Verify(doc, xmlsec.Options{Documents: documents}).Signatures {
		wrong := slices.ContainsFunc(s.References, func(r xmlsec.Reference) bool { return r.Digest == xmlsec.DigestInvalid })
		if wrong || !s.Valid() {
			return false
		}
	}
	return true
}

// documents are the octets of the documents by unique id, as the entries of the
// letter before the edit say it.
func (l *letter) documents(before *letter) map[string][]byte {
	out := map[string][]byte{}
	for _, e := range entriesOf(before) {
		if e.part >= 0 {
			out[e.uniqueID] = l.parts[e.part].body
		}
	}
	return out
}

// describe writes the hash and the size of every document into its entry, where
// they were right before.
func (l *letter) describe(before *letter) error {
	root := l.root()
	was := entriesOf(before)
	if root < 0 || len(was) == 0 {
		return nil
	}
	doc, err := xmldoc.Parse(l.parts[root].body, xmldoc.Limits{})
	if err != nil {
		return err
	}
	var all []patch
	i := 0
	for e := range doc.Document().Descendants() {
		if !e.Is(ebrim.NSRIM, ebrim.ExtrinsicObject) {
			continue
		}
		if i == len(was) {
			break
		}
		now := readEntry(e)
		if part := was[i].part; part >= 0 {
			hash, size := derived(l.parts[part].body)
			if was[i].hash.OK() && now.hash.OK() {
				all = append(all, patch{int(now.hash.Offset()), int(now.hash.End()), hash})
			}
			if was[i].size.OK() && now.size.OK() {
				all = append(all, patch{int(now.size.Offset()), int(now.size.End()), size})
			}
		}
		i++
	}
	l.parts[root].body = patched(l.parts[root].body, all)
	return nil
}
