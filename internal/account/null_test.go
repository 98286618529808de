package account

import (
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// What says that nothing is here is written as XML Schema and HL7 V3 write it.
func TestNulls(t *testing.T) {
	for _, c := range []struct {
		element string
		want    map[Operator]string
	}{
		{
			`<a xmlns="urn:a" b="1 > 0">text</a>`, map[Operator]string{
				Nil: `<a xmlns="urn:a" b="1 > 0" xmlns:nil="` + nsXSI + `" nil:nil="true"/>`,
			},
		},
		{`<a xmlns="urn:a"/>`, nil},
		{`<ds:Object xmlns:ds="` + nsDSig + `">x</ds:Object>`, nil},
		{
			`<v:id xmlns:v="urn:hl7-org:v3" root='1.2.3' extension="4"/>`, map[Operator]string{
				NullFlavor: `<v:id xmlns:v="urn:hl7-org:v3" nullFlavor="UNK"/>`,
				NullBeside: `<v:id nullFlavor="UNK" xmlns:v="urn:hl7-org:v3" root='1.2.3' extension="4"/>`,
			},
		},
		{
			`<name xmlns="urn:hl7-org:v3" use="L"><family>A</family></name>`, map[Operator]string{
				Nil:        `<name xmlns="urn:hl7-org:v3" use="L" xmlns:nil="` + nsXSI + `" nil:nil="true"/>`,
				NullFlavor: `<name xmlns="urn:hl7-org:v3" nullFlavor="UNK"/>`,
			},
		},
	} {
		doc, err := xmldoc.Parse([]byte("<r>"+c.element+"</r>"), xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		e := doc.Root().FirstChild()
		got := map[Operator]string{}
		for _, x := range nulls(node{kind: element, doc: e, lo: int(e.Offset()), hi: int(e.End())}, doc.Source()) {
			got[x.op] = x.text
			if _, err := xmldoc.Parse([]byte(x.text), xmldoc.Limits{}); err != nil {
				t.Errorf("%s: %v", x.text, err)
			}
		}
		for _, op := range []Operator{Nil, NullFlavor, NullBeside} {
			if got[op] != c.want[op] {
				t.Errorf("%s of %s: %q, not %q", op, c.element, got[op], c.want[op])
			}
		}
	}
}

// An operator of this kind is tried once for all messages of a kind: where nothing
// may be missing does not depend on what was asked.
func TestNullsAreTriedOnce(t *testing.T) {
	s, all := letters(t)
	st := &stand{Session: s, letters: []message{{letter: all["ITI-41"]}, {letter: all["ITI-41"]}}}
	w := &workshop{pool: newPool()}
	once := map[string]bool{}
	count := func(at int) int {
		n := 0
		for _, x := range nodes(all["ITI-41"], "ITI-41", false) {
			n += len(slices.DeleteFunc(w.mutants(st, at, x, once), func(m Mutant) bool { return !m.Operator.null() }))
		}
		return n
	}
	if first, again := count(0), count(1); first < 100 || again != 0 {
		t.Errorf("%d, then %d", first, again)
	}
}
