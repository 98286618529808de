package xpath

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The documentation names every function there is, of the library and of our
// own, and no type that a cast does not know.
func TestDocumentationIsComplete(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	supported, rest, ok := strings.Cut(string(text), "# What is not")
	if !ok {
		t.Fatal("the documentation does not say what is not supported")
	}
	words := map[string]bool{}
	for _, w := range regexp.MustCompile(`[A-Za-z0-9:-]+`).FindAllString(supported, -1) {
		words[w] = true
	}
	part := regexp.MustCompile(`^(year|month|day|hours|minutes|seconds|timezone)-from-(dateTime|date|time)$|-from-duration$`)
	for _, name := range Functions() {
		if !words[name] && !part.MatchString(name) {
			t.Errorf("function %s is not in the documentation", name)
		}
	}
	for name := range atomicTypes {
		if !words["xs:"+name] {
			t.Errorf("type xs:%s is not in the documentation", name)
		}
	}
	for w := range words {
		if name, ok := strings.CutPrefix(w, "xs:"); ok {
			if _, known := atomicTypes[name]; !known {
				t.Errorf("type %s is in the documentation and is not supported", w)
			}
		}
	}
	for name := range extensionFunctions {
		if !strings.Contains(rest, "x:"+name+"($") {
			t.Errorf("function x:%s is not in the documentation", name)
		}
	}
}
