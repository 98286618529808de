package judge

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

const letter = "<?xml version=\"1.0\"?>\n<letter>\n <date>2026</date>\n <to/>\n</letter>\n"

func sch(body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">` + body + `</sch:schema>`)}
}

// synthetic is a pack about letters: one entry that holds, one that fails, one
// that warns, one that meets nothing, one whose value set is missing, one that
// lost rules, one that does not compile.
func synthetic() fstest.MapFS {
	return fstest.MapFS{
		"holds.sch": sch(`<sch:pattern id="p"><sch:rule context="letter"><sch:assert id="L1" test="date">no date</sch:assert></sch:rule></sch:pattern>`),
		"fails.sch": sch(`<sch:pattern id="to"><sch:rule context="letter"><sch:assert test="true()">x</sch:assert></sch:rule><sch:rule context="to"><sch:assert test="string(.)">to  whom
 ?</sch:assert></sch:rule></sch:pattern>`),
		"unnamed.sch": sch(`<sch:pattern><sch:rule context="to"><sch:report test="true()">seen</sch:report></sch:rule></sch:pattern>`),
		"warns.sch":   sch(`<sch:pattern id="w"><sch:rule context="to"><sch:assert role="warning" test="false()">hm</sch:assert></sch:rule></sch:pattern>`),
		"idle.sch":    sch(`<sch:pattern id="i"><sch:rule context="invoice"><sch:assert test="false()">x</sch:assert></sch:rule></sch:pattern>`),
		"missing.sch": sch(`<sch:pattern id="m"><sch:rule context="date | to"><sch:assert test="doc('years.xml')//y = .">unknown year</sch:assert><sch:assert test="true()">x</sch:assert></sch:rule></sch:pattern>`),
		"lost.sch":    sch(`<sch:pattern id="l"><sch:rule context="letter"><sch:assert test="true()">x</sch:assert></sch:rule></sch:pattern><sch:include href="gone.sch"/>`),
		"bad.sch":     sch(`<sch:pattern id="b"><sch:rule context="letter"><sch:assert test="date ==">x</sch:assert></sch:rule></sch:pattern>`),
	}
}

func letters(asPublished bool) *Shelf {
	return NewShelf(DocumentPack{Info: etalon.PackInfo{Name: "letters"}, FS: synthetic(), Confidence: etalon.ConfidenceA, AsPublished: asPublished})
}

func entries(names ...string) func(*xmldoc.Doc) []EntryRef {
	var refs []EntryRef
	for _, n := range names {
		refs = append(refs, EntryRef{Name: n, File: n + ".sch"})
	}
	return func(*xmldoc.Doc) []EntryRef { return refs }
}

func hear(t *testing.T, s *Shelf, doc string, engine xsd.Engine, names ...string) DocumentReport {
	t.Helper()
	r, err := s.Document(context.Background(), []byte(doc), entries(names...), engine)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rules(r DocumentReport) string {
	var ids []string
	for _, f := range r.Findings() {
		ids = append(ids, string(f.Rule))
	}
	return strings.Join(ids, " ")
}

func TestVerdictOfADocument(t *testing.T) {
	tests := []struct {
		entries   string
		published bool
		verdict   etalon.Verdict
		rules     string
	}{
		{"holds", false, etalon.Pass, ""},
		{"holds idle", false, etalon.Pass, ""},
		{"idle", false, etalon.Inconclusive, ""},
		{"fails", false, etalon.Fail, "to/2/1"},
		{"holds fails", false, etalon.Fail, "to/2/1"},
		{"unnamed", false, etalon.Fail, "unnamed/1/1"},
		{"warns", false, etalon.Pass, "w/1/1"},
		{"holds missing", false, etalon.Inconclusive, "m/1/1"},
		{"fails missing", false, etalon.Fail, "to/2/1 m/1/1"},
		{"holds lost", false, etalon.Inconclusive, "PACK.incomplete"},
		{"holds lost", true, etalon.Pass, ""},
		{"holds bad", false, etalon.Inconclusive, "PACK.load"},
		{"holds bad", true, etalon.Inconclusive, "PACK.load"},
		{"", false, etalon.NotApplicable, ""},
	}
	for _, tt := range tests {
		r := hear(t, letters(tt.published), letter, nil, strings.Fields(tt.entries)...)
		if r.Verdict != tt.verdict || rules(r) != tt.rules {
			t.Errorf("%q (as published: %v): %s [%s], want %s [%s]", tt.entries, tt.published, r.Verdict, rules(r), tt.verdict, tt.rules)
		}
	}
}

func TestAFindingSaysWhereAndWhat(t *testing.T) {
	f := hear(t, letters(false), letter, nil, "fails").Findings()[0]
	if f.Location != (etalon.Location{XPath: "/letter/to", Line: 4, Offset: int64(strings.Index(letter, "<to/>"))}) {
		t.Errorf("place: %+v", f.Location)
	}
	if f.Message.FR != "to whom ?" || f.Confidence != etalon.ConfidenceA || f.Source != "letters, fails.sch:1" {
		t.Errorf("words: %q, confidence %q, source %q", f.Message.FR, f.Confidence, f.Source)
	}
}

func TestCountsOfAnEntry(t *testing.T) {
	r := hear(t, letters(false), letter, nil, "holds", "missing", "warns")
	e := r.Entries[1]
	if e.Rules != 2 || e.Fired != 2 || e.Evaluated != 2 || e.Open != 1 || e.Failed != 0 || e.Verdict != etalon.Inconclusive {
		t.Errorf("missing: %+v", e)
	}
	if f := e.Findings[0]; !strings.Contains(f.Observed, "years.xml") || !strings.Contains(f.Observed, "(2 ") {
		t.Errorf("the reason does not name the value set and the places: %q", f.Observed)
	}
	if len(e.Defects) != 1 || e.Defects[0].Code != schematron.MissingDocument {
		t.Errorf("defects: %v", e.Defects)
	}
	if w := r.Entries[2]; w.Remarks != 1 || w.Failed != 0 || w.Verdict != etalon.Pass {
		t.Errorf("warns: %+v", w)
	}
}

func TestDefectsAreListedAsPublishedToo(t *testing.T) {
	if r := hear(t, letters(true), letter, nil, "lost"); len(r.Entries[0].Defects) != 1 {
		t.Errorf("defects: %v", r.Entries[0].Defects)
	}
}

func TestAnAssumedVersionIsSaid(t *testing.T) {
	choose := func(*xmldoc.Doc) []EntryRef { return []EntryRef{{Name: "holds", File: "holds.sch", Assumed: true}} }
	r, err := letters(false).Document(context.Background(), []byte(letter), choose, nil)
	if err != nil || r.Verdict != etalon.Pass || rules(r) != "PACK.version" {
		t.Errorf("%s [%s], %v", r.Verdict, rules(r), err)
	}
}

func TestUnreadableDocuments(t *testing.T) {
	bomb := `<!DOCTYPE letter [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><letter><to>&b;</to></letter>`
	tests := []struct {
		name, doc string
		verdict   etalon.Verdict
		rule      string
		line      int
	}{
		{"empty", "", etalon.Fail, "XML.not-well-formed", 1},
		{"unclosed", "<letter>\n<to>\n</letter>", etalon.Fail, "XML.not-well-formed", 3},
		{"entities", bomb, etalon.Inconclusive, "XML.entities", 1},
		{"encoding", `<?xml version="1.0" encoding="EBCDIC-FR"?><letter/>`, etalon.Fail, "XML.encoding", 1},
		{"bytes", "<letter>\n\xff</letter>", etalon.Fail, "XML.encoding", 2},
		{"depth", strings.Repeat("<a>", 2000), etalon.Inconclusive, "XML.depth", 1},
	}
	for _, tt := range tests {
		r := hear(t, letters(false), tt.doc, nil, "holds")
		if r.Verdict != tt.verdict || rules(r) != tt.rule {
			t.Errorf("%s: %s [%s], want %s [%s]", tt.name, r.Verdict, rules(r), tt.verdict, tt.rule)
			continue
		}
		f := r.Own[0]
		if f.Location.Line != tt.line || f.Message.FR == "" || f.Message.EN == "" || f.Hint.FR == "" || f.Hint.EN == "" {
			t.Errorf("%s: %+v", tt.name, f)
		}
	}
}

// stub is an engine that gives one answer and keeps what it was shown.
type stub struct {
	verdict xsd.Verdict
	err     error
	shown   *string
}

func (stub) Name() string { return "stub" }
func (stub) Close() error { return nil }
func (s stub) Validate(_ context.Context, _ xsd.SchemaRef, doc []byte) (xsd.Verdict, error) {
	if s.shown != nil {
		*s.shown = string(doc)
	}
	return s.verdict, s.err
}

func TestTheSchemaOfDocuments(t *testing.T) {
	s := NewShelf(DocumentPack{FS: synthetic(), Schema: "letter.xsd"})
	invalid := xsd.Verdict{Total: 3, Violations: []xsd.Violation{{Line: 4, Path: "/letter/to", Message: "empty"}}}
	tests := []struct {
		name    string
		engine  stub
		entries string
		verdict etalon.Verdict
	}{
		{"valid", stub{verdict: xsd.Verdict{Valid: true}}, "holds", etalon.Pass},
		{"valid, no rule met", stub{verdict: xsd.Verdict{Valid: true}}, "idle", etalon.Inconclusive},
		{"invalid", stub{verdict: invalid}, "holds", etalon.Fail},
		{"engine broke", stub{err: xsd.ErrClosed}, "holds", etalon.Broken},
		{"engines disagree", stub{verdict: xsd.Verdict{Valid: true, Disagreement: "b: invalid"}}, "holds", etalon.Broken},
		{"engines differ as is known", stub{verdict: xsd.Verdict{Valid: true, Known: "a: valid; b: invalid"}}, "holds", etalon.Pass},
	}
	for _, tt := range tests {
		r := hear(t, s, letter, tt.engine, tt.entries)
		if r.Verdict != tt.verdict {
			t.Errorf("%s: %s, want %s", tt.name, r.Verdict, tt.verdict)
		}
		if tt.name == "engines differ as is known" {
			f := r.Findings()
			if len(f) != 1 || f[0].Rule != "XSD.engines-differ" || f[0].Severity != etalon.SeverityWarning || f[0].Observed != "a: valid; b: invalid" {
				t.Errorf("findings: %+v", f)
			}
		}
		if tt.name == "invalid" {
			f := r.Findings()[0]
			if f.Rule != "XSD.letter" || f.Location.Offset != int64(strings.Index(letter, "<to/>")) || !strings.Contains(f.Observed, "2 autres") {
				t.Errorf("finding: %+v", f)
			}
		}
	}
}

func TestADocumentTypeIsNotShownToTheSchema(t *testing.T) {
	var shown string
	s := NewShelf(DocumentPack{FS: synthetic(), Schema: "letter.xsd"})
	doc := "<!DOCTYPE letter\n SYSTEM 'http://example.test/letter.dtd'>\n" + letter[len("<?xml version=\"1.0\"?>\n"):]
	r := hear(t, s, doc, stub{verdict: xsd.Verdict{Valid: true}, shown: &shown}, "holds")
	if r.Verdict != etalon.Pass || strings.Contains(shown, "DOCTYPE") || strings.Count(shown, "\n") != strings.Count(doc, "\n") {
		t.Errorf("%s, shown %q", r.Verdict, shown)
	}
}
