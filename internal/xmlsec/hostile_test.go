package xmlsec_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// Whoever writes a message chooses how many references it holds, what they are to
// and what is around them: nothing of it buys more time than the message is worth.
func TestNoMessageBuysTime(t *testing.T) {
	const canon = `<ds:Transforms><ds:Transform Algorithm="` + xmlsec.ExcC14N + `"/></ds:Transforms>`
	reference := func(id, transforms string) string {
		return `<ds:Reference URI="#` + id + `">` + transforms + `<ds:DigestMethod Algorithm="` + xmlsec.SHA256 + `"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>`
	}
	document := func(start, references, more string) string {
		return start + `<ds:Signature xmlns:ds="` + xmlsec.NamespaceDSig + `"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="` + xmlsec.ExcC14N + `"/>` +
			`<ds:SignatureMethod Algorithm="` + xmlsec.RSASHA256 + `"/>` + references + `</ds:SignedInfo>` +
			`<ds:SignatureValue>AAAA</ds:SignatureValue>` + more + `</ds:Signature>`
	}
	empty := strings.Repeat("<x/>", 300_000)
	var namespaces, deep strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&namespaces, ` xmlns:n%d="urn:n:%d"`, i, i)
	}
	for i := range 900 {
		fmt.Fprintf(&deep, `<x xmlns:n%d="urn:n:%d" xmlns:m%d="urn:m:%d">`, i, i, i, i)
	}
	for name, doc := range map[string]string{
		"references to nothing": document(`<r><h>`+empty+`</h>`, strings.Repeat(reference("none", ""), 1000), "") + `</r>`,
		"references to little":  document(`<r><h>`+empty+`</h><a id="a"/>`, strings.Repeat(reference("a", canon), 1000), "") + `</r>`,
		"many namespaces":       document(`<r`+namespaces.String()+`><a id="a">`+strings.Repeat("<x/>", 2000)+`</a>`, reference("a", ""), "") + `</r>`,
		"namespaces in depth": document(deep.String()+`<a id="a"/>`, strings.Repeat(reference("a", canon), 1000), "") +
			strings.Repeat("</x>", 900),
		"manifests": document(`<r><a id="a"/>`, strings.Repeat(reference("a", canon), 900),
			strings.Repeat("<d>", 500)+strings.Repeat("<ds:Manifest/>", 20_000)+strings.Repeat("</d>", 500)) + `</r>`,
	} {
		t.Run(name, func(t *testing.T) {
			limit := allowed([]byte(`<r><h>` + empty + `</h><ds:Signature xmlns:ds="` + xmlsec.NamespaceDSig + `"/></r>`))
			began := time.Now()
			r := xmlsec.Verify([]byte(doc), xmlsec.Options{})
			if took := time.Since(began); took > limit {
				t.Errorf("%d bytes took %v, more than %v", len(doc), took, limit)
			}
			if len(r.Signatures) != 1 {
				t.Fatalf("%d signatures, %q", len(r.Signatures), r.Problem)
			}
		})
	}
}

// allowed is two minutes, or more on a machine that does other things too: twenty
// times what a plain document of that size takes now.
func allowed(plain []byte) time.Duration {
	began := time.Now()
	xmlsec.Verify(plain, xmlsec.Options{})
	return max(2*time.Minute, 20*time.Since(began))
}

// One reference more than the limit says so, and all others after it are not kept.
func TestReferencesOverTheLimitAreNotKept(t *testing.T) {
	doc := `<r><ds:Signature xmlns:ds="` + xmlsec.NamespaceDSig + `"><ds:SignedInfo>` + strings.Repeat(`<ds:Reference URI="#a"/>`, 50) +
		`</ds:SignedInfo><ds:Object>` + strings.Repeat(`<ds:Manifest>`+strings.Repeat(`<ds:Reference URI="#a"/>`, 50)+`</ds:Manifest>`, 3) + `</ds:Object></ds:Signature></r>`
	s := xmlsec.Verify([]byte(doc), xmlsec.Options{Limits: xmlsec.Limits{References: 60}}).Signatures[0]
	if len(s.References) != 61 || s.References[60].Problem != "more than 60 references" {
		t.Errorf("%d references, the last says %q", len(s.References), s.References[len(s.References)-1].Problem)
	}
}

// All parts of a message pay from one budget, and each limit has its own word.
func TestOneBudgetForAllParts(t *testing.T) {
	part := func(references int) []byte {
		return []byte(`<r><a id="a">` + strings.Repeat("text ", 20) + `</a><ds:Signature xmlns:ds="` + xmlsec.NamespaceDSig + `"><ds:SignedInfo>` +
			strings.Repeat(`<ds:Reference URI="#a"><ds:DigestMethod Algorithm="`+xmlsec.SHA256+`"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>`, references) + `</ds:SignedInfo></ds:Signature></r>`)
	}
	for want, l := range map[string]xmlsec.Limits{
		"more than 5 references":         {References: 5},
		"more than 500 bytes to digest":  {Digested: 500},
		"too many nodes to canonicalize": {Nodes: 50},
		"more than 3 signatures":         {Signatures: 3},
	} {
		said, budget := "", xmlsec.NewBudget(l)
		for range 4 {
			r := xmlsec.Verify(part(2), xmlsec.Options{Budget: budget})
			said += r.Problem
			for _, s := range r.Signatures {
				for _, ref := range s.References {
					said += ref.Problem + "\n"
				}
			}
		}
		if !strings.Contains(said, want) {
			t.Errorf("nobody says %q: %s", want, said)
		}
	}
}
