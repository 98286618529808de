package schemas_test

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

var digits = regexp.MustCompile(`\[?[0-9]+\]?`)

// kindOf tells places of the base documents that are alike, so that each kind
// is tried once: the path without positions, and the tag without digits.
func kindOf(path, tag string) string { return digits.ReplaceAllString(path+" "+tag, "") }

// TestNoRuleBreaksOnOddEvidence: whatever a product sends, each rule comes to an
// answer. Every kind of element of the conforming documents is given twice, left
// out, and emptied, and every kind of attribute emptied, one at a time.
func TestNoRuleBreaksOnOddEvidence(t *testing.T) {
	schemata := load(t)
	names, err := filepath.Glob("packs/*/examples/base/*.xml")
	if err != nil {
		t.Fatal(err)
	}
	runs := 0
	tried := map[string]bool{}
	for _, name := range names {
		base := strings.TrimSuffix(filepath.Base(name), ".xml")
		text := string(readBase(t, base))
		doc, err := xmldoc.Parse([]byte(text), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		broken := map[string]bool{}
		byRoot := map[string][]set{}
		speak := func(root string) []set {
			if byRoot[root] == nil {
				byRoot[root] = speakFor(t, schemata, base, root)
			}
			return byRoot[root]
		}
		try := func(what, changed string) {
			odd, err := xmldoc.Parse([]byte(changed), xmldoc.Limits{})
			if err != nil {
				return // a prefix lost its declaration: no evidence document is like that
			}
			for _, s := range speak(odd.Root().Local()) {
				report, err := s.Run(context.Background(), odd)
				if err != nil {
					t.Fatal(err)
				}
				runs++
				for _, e := range report.Errors {
					if id := string(s.Rules()[e.Rule].ID); !broken[id] {
						broken[id] = true
						t.Errorf("%s, %s: %s: %s", base, what, id, e.Reason)
					}
				}
			}
		}
		for n := range doc.Root().Descendants() {
			from, to := n.Offset(), n.End()
			element := text[from:to]
			tag, _, _ := strings.Cut(element, ">")
			if kind := kindOf(n.XPath(), tag); tried[kind] {
				continue
			} else {
				tried[kind] = true
			}
			try("twice "+n.XPath(), text[:to]+element+text[to:])
			try("without "+n.XPath(), text[:from]+text[to:])
			if i := strings.IndexByte(element, '>'); strings.HasSuffix(element, "</"+n.Name()+">") && i >= 0 {
				try("empty "+n.XPath(), text[:from]+element[:i+1]+"</"+n.Name()+">"+text[to:])
			}
			for a := range n.Attrs() {
				written := text[a.Offset():a.End()]
				if i := strings.IndexByte(written, '='); i >= 0 && !strings.HasPrefix(written, "xmlns") {
					try("blank "+a.XPath(), text[:a.Offset()]+written[:i+1]+`""`+text[a.End():])
				}
			}
		}
	}
	if runs < 1000 {
		t.Errorf("%d documents tried", runs)
	}
}
