package mutate

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const letter = `<?xml version="1.0" encoding="UTF-8"?>
<!-- a clinical document, small -->
<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:h="urn:hl7-org:v3" classCode='DOCCLIN'>
  <templateId root="1.2.250.1.213.1.1.1.1"/>
  <code code="34112-3" codeSystem="2.16.840.1.113883.6.1" displayName="Note &amp; more"/>
  <effectiveTime value="20240131"/>
  <title>Élément <![CDATA[<brut>]]> &lt;3</title>
  <h:section moodCode="EVN"><h:templateId root="1.2.3.4.5.6"/><h:text/></h:section>
  <observation><value xsi:type="CD" code="A" codeSystem="1.2.3" nullFlavor="NA"/><low value='2024'></low ></observation>
</ClinicalDocument>
`

var oids = []string{"1.2.250.1.213.1.1.3.48", "1.3.6.1.4.1.19376.1.5.3.1.4.5"}

// wellFormed asks the standard library, which has no part in making mutants.
func wellFormed(b []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// holds checks everything that is promised of a mutant.
func holds(t rapid.TB, origin []byte, m Mutant) {
	t.Helper()
	if bytes.Equal(m.Bytes, origin) {
		t.Fatalf("the mutant is its origin: %+v", m.Edits)
	}
	// The list explains every byte: what is between the edits is the origin's.
	rest, at := m.Bytes, int64(0)
	for _, e := range m.Edits {
		if e.Offset < at {
			t.Fatalf("edits overlap or are out of order: %+v", m.Edits)
		}
		same := origin[at:e.Offset]
		if !bytes.HasPrefix(rest, same) {
			t.Fatalf("a byte changed before %+v", e)
		}
		if rest = rest[len(same):]; !bytes.HasPrefix(rest, []byte(e.To)) || !bytes.HasPrefix(origin[e.Offset:], []byte(e.From)) {
			t.Fatalf("%+v is not what was done", e)
		}
		if e.From == e.To || e.Kind == "" || !strings.HasPrefix(e.Path, "/") {
			t.Fatalf("an edit that says nothing: %+v", e)
		}
		rest, at = rest[len(e.To):], e.Offset+int64(len(e.From))
	}
	if !bytes.Equal(rest, origin[at:]) {
		t.Fatal("a byte changed behind the last edit")
	}
}

func TestEveryMutantHolds(t *testing.T) {
	o, err := Open([]byte(letter))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		kind := rapid.SampledFrom([]Kind{Light, Heavy}).Draw(t, "kind")
		m, err := o.Mutant(seed, kind, oids)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, []byte(letter), m)
		if err := wellFormed(m.Bytes); err != nil {
			t.Fatalf("%v\n%s", err, m.Bytes)
		}
		again, err := Make([]byte(letter), seed, kind, []string{oids[1], oids[0], oids[1]})
		if err != nil || !bytes.Equal(again.Bytes, m.Bytes) || !slices.Equal(again.Edits, m.Edits) {
			t.Fatalf("not the same mutant twice: %v", err)
		}
		least, most := 1, 6 // a rename takes two edits
		if kind == Heavy {
			least, most = 4, 24
		}
		if n := len(m.Edits); n < least || n > most {
			t.Fatalf("%s: %d edits", kind, n)
		}
	})
}

// The edits of a seed never change: an index made elsewhere names the same mutants.
func TestASeedMeansTheSameForEver(t *testing.T) {
	m, err := Make([]byte(letter), 7, Light, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range m.Edits {
		got = append(got, e.Kind+" "+e.Path+" "+e.From+" → "+e.To)
	}
	if want := `alter-root /ClinicalDocument/templateId/@root 1.2.250.1.213.1.1.1.1 → 1.2.3.4.5; alter-root /ClinicalDocument/h:section/h:templateId/@root 1.2.3.4.5.6 → 1.2.3.4.5; ` +
		`duplicate-empty /ClinicalDocument/observation/value  → <value xsi:type="CD" code="A" codeSystem="1.2.3" nullFlavor="NA"/>`; strings.Join(got, "; ") != want {
		t.Errorf("seed 7: %s", strings.Join(got, "; "))
	}
}

func TestEveryKindOfEditIsMade(t *testing.T) {
	o, err := Open([]byte(letter))
	if err != nil {
		t.Fatal(err)
	}
	light, heavy := map[string]bool{}, map[string]bool{}
	for seed := range uint64(400) {
		for kind, seen := range map[Kind]map[string]bool{Light: light, Heavy: heavy} {
			m, err := o.Mutant(seed, kind, oids)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range m.Edits {
				seen[e.Kind] = true
			}
		}
	}
	for _, kind := range strings.Fields("drop-attribute alter-attribute alter-code alter-code-system alter-root alter-date null-flavor xsi-type alter-text rename-element drop-empty drop-subtree duplicate-empty duplicate-subtree") {
		if !light[kind] || !heavy[kind] {
			t.Errorf("%s: light %v, heavy %v", kind, light[kind], heavy[kind])
		}
	}
	for _, kind := range []string{"add-template", "retarget-template"} {
		if light[kind] || !heavy[kind] {
			t.Errorf("%s: light %v, heavy %v", kind, light[kind], heavy[kind])
		}
	}
}

func TestASeedAndAKindMakeADifference(t *testing.T) {
	o, err := Open([]byte(letter))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for seed := range uint64(50) {
		m, err := o.Mutant(seed, Heavy, oids)
		if err != nil {
			t.Fatal(err)
		}
		seen[string(m.Bytes)] = true
	}
	if len(seen) < 45 {
		t.Errorf("50 seeds gave %d heavy mutants", len(seen))
	}
}

func TestAddedTemplatesAreOfTheList(t *testing.T) {
	o, err := Open([]byte(letter))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(100) {
		m, err := o.Mutant(seed, Heavy, oids)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range m.Edits {
			if e.Kind == "add-template" && (!slices.ContainsFunc(oids, func(oid string) bool { return strings.HasSuffix(e.To, `templateId root="`+oid+`"/>`) }) ||
				strings.HasPrefix(e.To, "<h:") != strings.HasPrefix(e.Path, "/ClinicalDocument/h:")) {
				t.Fatalf("%+v", e)
			}
			if e.Kind == "retarget-template" && !slices.Contains(oids, e.To) {
				t.Fatalf("%+v", e)
			}
		}
	}
}

func TestOddOrigins(t *testing.T) {
	for name, tt := range map[string]struct {
		doc string
		err error // nil: a mutant
	}{
		"one empty element":       {"<a/>", nil},
		"prefixed root":           {`<p:foo xmlns:p='u'/>`, nil},
		"byte order mark":         {"\uFEFF<a><b c='d'/></a>", nil},
		"document type":           {"<!DOCTYPE a [<!ELEMENT a ANY>]><a><b/></a>", nil},
		"text that must not meet": {"<a>]]<b/>></a>", nil},
		"Latin-1":                 {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", ErrEncoding},
	} {
		for seed := range uint64(60) {
			m, err := Make([]byte(tt.doc), seed, Light, nil)
			if !errors.Is(err, tt.err) {
				t.Fatalf("%s: %v, want %v", name, err, tt.err)
			}
			if err == nil {
				holds(t, []byte(tt.doc), m)
				if _, err := Open(m.Bytes); err != nil {
					t.Fatalf("%s: %v\n%s", name, err, m.Bytes)
				}
			}
		}
	}
	if _, err := Make([]byte("<a>"), 1, Light, nil); err == nil {
		t.Error("a document that is not well-formed was taken")
	}
	if _, err := Make([]byte("<a/>"), 1, "huge", nil); err == nil {
		t.Error("a kind that is none was taken")
	}
}

func TestApplyRefusesEditsOfAnotherDocument(t *testing.T) {
	for _, edits := range [][]Edit{
		{{Offset: 1, From: "b"}}, {{Offset: 9, From: "a"}}, {{Offset: 3, To: "x"}, {Offset: 1, To: "y"}}, {{Offset: -1, To: "x"}},
	} {
		if out, err := Apply([]byte("<a/>"), edits); !errors.Is(err, ErrEdits) {
			t.Errorf("%+v gave %q, %v", edits, out, err)
		}
	}
	if out, err := Apply([]byte("<a/>"), []Edit{{Offset: 1, From: "a", To: "bc"}, {Offset: 4, To: "\n"}}); string(out) != "<bc/>\n" || err != nil {
		t.Errorf("%q, %v", out, err)
	}
}

func TestTemplateIDsOfRuleContexts(t *testing.T) {
	got := TemplateIDsIn([]string{
		`*[cda:templateId/@root='1.3.6.1.4.1.19376.1.5.3.1.4.5']`, `cda:act[cda:templateId/@root = "1.2.250.1.213.1.1.3.48"]/cda:code[@code='1.5']`,
		`*[cda:templateId/@root='1.3.6.1.4.1.19376.1.5.3.1.4.5' and @version='01.2.3.4.5.6']`,
	})
	if !slices.Equal(got, oids) {
		t.Errorf("%q", got)
	}
}

// FuzzMutant holds the promises for any document and seed.
func FuzzMutant(f *testing.F) {
	for i, s := range []string{letter, "<a/>", "<a>]]<b/>></a>", "<!DOCTYPE a><a b='1'/>", "\uFEFF<a\tb='&#9;'>x<b/>y</a>", "<p:foo xmlns:p='u' p:b='c'><foo></foo ></p:foo>", "<a><?b </a>?><c>/></c></a>"} {
		f.Add([]byte(s), uint64(i), i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, doc []byte, seed uint64, heavy bool) {
		kind := Light
		if heavy {
			kind = Heavy
		}
		o, err := Open(doc)
		if err != nil {
			return
		}
		m, err := o.Mutant(seed, kind, oids)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, doc, m)
		if _, err := Open(m.Bytes); err != nil {
			t.Fatalf("%v\n%q", err, m.Bytes)
		}
	})
}
