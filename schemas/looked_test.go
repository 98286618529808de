package schemas_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/schemas"
)

// A pack says of which of its requirements terminologies decide, and what to do.
func TestWhatHangsOnTerminologiesIsOfThePack(t *testing.T) {
	const head = "name: mine\nversion: \"1\"\nentries:\n  - {name: a, file: a.sch, over: soap}\n"
	const requirement = "requirements:\n  - {id: L-1, level: must, source: s, clause: c, confidence: A, text: {fr: f, en: e}}\n"
	for looked, want := range map[string]string{
		"looked: {requirements: [L-1], settle: {fr: f, en: e}}\n": "",
		"looked: {settle: {fr: f, en: e}}\n":                      "looked: names no requirement",
		"looked: {requirements: [L-2], settle: {fr: f, en: e}}\n": `looked: "L-2" is no requirement of the pack`,
		"looked: {requirements: [L-1], settle: {fr: f}}\n":        "looked: settle says in French (fr) and in English (en)",
	} {
		_, err := schemas.Open(fstest.MapFS{
			"pack.yaml": {Data: []byte(head + looked)}, "a.sch": {Data: []byte("<a/>")}, "requirements.yaml": {Data: []byte(requirement)},
		})
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", looked, err)
		}
	}
}
