package facts

import (
	"strings"
)

// series are the clinical documents that a request sends, each as setId|versionNumber|id:
// what tells one version of a document from the next, and one document from another. A
// document that lacks one of them is left out; rules on the header speak of that.
func (s *side) series() []string {
	var out []string
	for _, p := range s.parts {
		if p.root || p.doc == nil || len(out) >= maxObjects {
			continue
		}
		d := clinical(p.doc)
		words := []string{instanceOf(d.Child(nsV3, "setId")), d.Path(nsV3, "versionNumber").Attr("", "value"), instanceOf(d.Child(nsV3, "id"))}
		if !wordsOnly(words) {
			continue
		}
		out = append(out, strings.Join(words, "|"))
	}
	return out
}

// wordsOnly tells whether each value is there and can stand in a list of words.
func wordsOnly(values []string) bool {
	for _, v := range values {
		if v == "" || strings.ContainsAny(v, "| \t\r\n") {
			return false
		}
	}
	return true
}
