package ebrim_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// TestSpelling holds the coding rules of IHE ITI TF-2 3.18.4.1.2.3.5 and what
// is told of a value that breaks them.
func TestSpelling(t *testing.T) {
	for text, want := range map[string][]ebrim.Spelling{
		`'x'`:          {{Text: "x", Quoted: true}},
		`('it''s','')`: {{Text: "it's", List: true, Quoted: true}, {Text: "", List: true, Quoted: true}},
		`200401`:       {{Text: "200401"}},
		`(a , 'b')`:    {{Text: "a", List: true}, {Text: "b", List: true, Quoted: true}},
		``:             {{Trouble: ebrim.TroubleEmpty}},
		`( )`:          {{List: true, Trouble: ebrim.TroubleEmpty}},
		`('a',)`:       {{Text: "a", List: true, Quoted: true}, {List: true, Trouble: ebrim.TroubleEmpty}},
		`('a'`:         {{Text: "a", List: true, Quoted: true, Trouble: ebrim.TroubleUnended}},
		`'a`:           {{Text: "a", Quoted: true, Trouble: ebrim.TroubleUnended}},
		`'a'b`:         {{Text: "a", Quoted: true, Trouble: ebrim.TroubleAfter}},
		`(('a'))`:      {{Text: "('a')", List: true, Trouble: ebrim.TroubleRepeat}},
	} {
		if got := ebrim.ReadValues(text); !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
	none := ebrim.Query{Slots: []ebrim.Slot{{Name: "$x"}}}.Parameters()["$x"]
	if len(none.Values()) != 0 || len(none.Spelling) != 1 || none.Spelling[0].Trouble != ebrim.TroubleNoValue {
		t.Errorf("a slot without value: %+v", none)
	}
}

// What is quoted is read back, whatever it holds.
func FuzzQuote(f *testing.F) {
	f.Add("a", "b'c")
	f.Add("", "),('")
	f.Fuzz(func(t *testing.T, a, b string) {
		got := ebrim.ReadValues("(" + ebrim.Quote(a) + " , " + ebrim.Quote(b) + ")")
		if len(got) != 2 || got[0].Text != a || got[1].Text != b || got[0].Trouble+got[1].Trouble != "" {
			t.Errorf("%q %q: %+v", a, b, got)
		}
	})
}

func TestHomeOfAnswers(t *testing.T) {
	o := &ebrim.Object{Kind: ebrim.ExtrinsicObject, Attrs: []ebrim.Attr{{Name: "id", Value: "urn:uuid:1"}, {Name: "home", Value: "urn:oid:1.1"}}}
	for _, c := range []struct {
		home string
		refs bool
		want string
	}{{"", true, "urn:oid:1.1"}, {"urn:oid:2.2", true, "urn:oid:2.2"}, {"urn:oid:2.2", false, "urn:oid:2.2"}, {"", false, "urn:oid:1.1"}} {
		n := parse(t, ebrim.QueryAnswer{Objects: []*ebrim.Object{o}, Refs: c.refs, Home: c.home}.XML())
		for child := range n.Child(ebrim.NSRIM, "RegistryObjectList").Children() {
			if child.Attr("", "home") != c.want || child.Attr("", "id") != "urn:uuid:1" {
				t.Errorf("%+v: home %s", c, child.Attr("", "home"))
			}
		}
	}
}

func TestReadRemove(t *testing.T) {
	const open, end = `<l:RemoveObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"`, `</l:RemoveObjectsRequest>`
	const refs = `<ObjectRefList><ObjectRef id=" a "/><ObjectRef id="b"/></ObjectRefList>`
	for body, foreign := range map[string]string{
		`>` + refs:                           "",
		`><AdhocQuery id="q"/>` + refs:       "AdhocQuery",
		` deletionScope="DeleteAll">` + refs: "@deletionScope",
		`>` + strings.Replace(refs, "</ObjectRefList>", "<Association/></ObjectRefList>", 1): "Association",
	} {
		if r := ebrim.ReadRemove(parse(t, open+body+end)); !slices.Equal(r.IDs, []string{"a", "b"}) || r.Foreign != foreign {
			t.Errorf("%s: %+v", body, r)
		}
	}
}

// TestCorpus reads what others wrote: nothing panics, and no query loses a slot.
func TestCorpus(t *testing.T) {
	root := os.Getenv("ETALON_CORPUS")
	if root == "" {
		t.Skip("ETALON_CORPUS is unset")
	}
	queries, removals := 0, 0
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		doc, err := xmldoc.Parse(src, xmldoc.Limits{})
		if err != nil {
			return nil // some are broken on purpose
		}
		for n := range doc.Root().Parent().Descendants() {
			switch {
			case n.Is(ebrim.NSQuery, "AdhocQueryRequest"):
				q := ebrim.ReadQuery(n)
				got := 0
				for _, p := range q.Parameters() {
					got += len(p.Groups)
				}
				if q.ID == "" || got != len(q.Slots) {
					t.Errorf("%s: query %q, %d groups of %d slots", path, q.ID, got, len(q.Slots))
				}
				queries++
			case n.Is(ebrim.NSLCM, "RemoveObjectsRequest"):
				if r := ebrim.ReadRemove(n); len(r.IDs) == 0 {
					t.Errorf("%s: nothing to remove", path)
				}
				removals++
			case n.Is(ebrim.NSLCM, "SubmitObjectsRequest"):
				ebrim.ReadSubmit(n)
			}
		}
		return nil
	})
	if err != nil || queries < 5 {
		t.Errorf("%d queries and %d removals read, %v", queries, removals, err)
	}
	t.Logf("%d queries, %d removals", queries, removals)
}
