package mutants

import (
	"bytes"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const letter = `<?xml version="1.0"?>
<l:letter xmlns:l="urn:l" xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' date="2026-11-27" sort='a > b'>
	<l:to>Ada</l:to><l:to/><l:value xsi:type="l:t" n = "1">x<l:y/></l:value>
</l:letter>`

func all(t *testing.T, m *Maker, doc string) []Mutant {
	t.Helper()
	made, err := m.Of([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	var list []Mutant
	for x := range made {
		list = append(list, x)
	}
	return list
}

// Each mutant is well-formed and differs from the document; each kind comes
// once; the same seed gives the same mutants.
func TestMutants(t *testing.T) {
	first, again := all(t, &Maker{Seed: 7}, letter), all(t, &Maker{Seed: 7}, letter)
	if len(first) < 300 || len(first) != len(again) {
		t.Fatalf("%d mutants, then %d", len(first), len(again))
	}
	kinds := map[string]string{}
	for i, m := range first {
		if m.Kind() != again[i].Kind() || !bytes.Equal(m.Bytes, again[i].Bytes) {
			t.Fatalf("%s is not made again", m.Kind())
		}
		if _, twice := kinds[m.Kind()]; twice || string(m.Bytes) == letter {
			t.Errorf("%s: twice, or nothing changed", m.Kind())
		}
		kinds[m.Kind()] = string(m.Bytes)
		if _, err := xmldoc.Parse(m.Bytes, xmldoc.Limits{}); err != nil {
			t.Errorf("%s: %v\n%s", m.Kind(), err, m.Bytes)
		}
	}
	for kind, has := range map[string]string{
		"remove letter/to":                  "\t<l:to/>",
		"double letter/to":                  "<l:to>Ada</l:to><l:to>Ada</l:to><l:to/>",
		"rename letter/to":                  "<l:tox>Ada</l:tox>",
		"move last letter/to":               "</l:value><l:to>Ada</l:to>",
		"move up letter/value":              "<l:value xsi:type=\"l:t\" n = \"1\">x<l:y/></l:value><l:to/>",
		"set 1.2.250 letter/@sort":          "sort='1.2.250'",
		"remove letter/value/@n":            `xsi:type="l:t" >x`,
		"set inconnu:CD letter/value/@type": `xsi:type="inconnu:CD"`,
		"text NI letter/to":                 "<l:to>NI</l:to>",
		"unknown child value/y":             "<l:y><l:inconnu/></l:y>",
		`give inconnu="x" letter/to`:        `<l:to inconnu="x">`,
	} {
		if !strings.Contains(kinds[kind], has) {
			t.Errorf("%s: %q is not in\n%s", kind, has, kinds[kind])
		}
	}
	if m := (&Maker{Seed: 7}); len(all(t, m, letter)) == 0 || len(all(t, m, letter)) != 0 {
		t.Error("a maker makes a kind again")
	}
	some := len(all(t, &Maker{Seed: 7, Share: 100}, letter))
	if some == 0 || some > len(first)/4 {
		t.Errorf("a tenth of %d is %d", len(first), some)
	}
	none := all(t, &Maker{Only: func(e xmldoc.Node) bool { return e.Local() == "y" }}, letter)
	for _, m := range none {
		if !strings.HasPrefix(m.Place, "value/y") {
			t.Errorf("%s was to be left alone", m.Kind())
		}
	}
	if _, err := (&Maker{}).Of([]byte("<a>")); err == nil {
		t.Error("a document that does not parse gives mutants")
	}
}
