package packdiff

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

const frame = `<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:e="urn:e" queryBinding="xslt2">%s</sch:schema>`

const colours = `<set><Concept code="R" codeSystem="1.2" displayName="rouge"/><Concept code="V" codeSystem="1.2" displayName="vert"/></set>`

// letters is a pack with one entry: a rule by id, one without, one over a value set.
func letters() fstest.MapFS {
	return fstest.MapFS{
		"pack.yaml": {Data: []byte("name: letters\nversion: \"1\"\nentries:\n  - {name: letter, file: letter.sch, over: document}\n")},
		"letter.sch": {Data: fmt.Appendf(nil, frame, `
<sch:pattern id="p"><sch:rule context="letter"><sch:let name="n" value="1"/><sch:assert id="L1" test="date" diagnostics="L1.en">pas de date</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="to"><sch:rule context="to"><sch:assert test="string(.)">à <sch:value-of select="name()"/> ?</sch:assert>
<sch:assert test="@to">quoi</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="c"><sch:rule context="colour"><sch:assert id="C1" test="document('valuesets/colours.xml')//Concept[@code=current()/@code]">inconnue</sch:assert></sch:rule></sch:pattern>
<sch:diagnostics><sch:diagnostic id="L1.en">no date</sch:diagnostic></sch:diagnostics>`)},
		"valuesets/colours.xml": {Data: []byte(colours)},
	}
}

// with is the pack with pieces of its files replaced: file, old, new.
func with(t *testing.T, edits ...string) fstest.MapFS {
	t.Helper()
	out := maps.Clone(letters())
	for i := 0; i < len(edits); i += 3 {
		old := string(out[edits[i]].Data)
		now := strings.ReplaceAll(old, edits[i+1], edits[i+2])
		if now == old {
			t.Fatalf("%s has no %q", edits[i], edits[i+1])
		}
		out[edits[i]] = &fstest.MapFile{Data: []byte(now)}
	}
	return out
}

func compare(t *testing.T, a, b fstest.MapFS) *Diff {
	t.Helper()
	var packs []*Pack
	for _, fsys := range []fstest.MapFS{a, b} {
		p, err := Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.entries {
			if e.err != nil && !strings.Contains(e.file, "bad") {
				t.Fatal(e.err)
			}
		}
		packs = append(packs, p)
	}
	d, err := Compare(packs[0], packs[1])
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// told is a comparison in a few words.
func told(d *Diff) string {
	var out []string
	for _, e := range d.Entries {
		out = append(out, fmt.Sprintf("entry %s %s", e.Change, e.Entry))
	}
	for _, r := range d.Rules {
		rule := r.After
		if rule == nil {
			rule = r.Before
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("rule %s %s %s", r.Change, rule.ID, strings.Join(r.Fields, " "))))
	}
	for _, c := range d.Codes {
		out = append(out, fmt.Sprintf("code %s %s|%s %s>%s", c.Change, c.Code, c.System, c.Before, c.After))
	}
	for _, f := range d.Files {
		out = append(out, fmt.Sprintf("file %s %s", f.Change, f.File))
	}
	return strings.Join(out, "; ")
}

func TestWhatTwoPacksDifferIn(t *testing.T) {
	const sch, set = "letter.sch", "valuesets/colours.xml"
	const file = "file changed letter.sch"
	for _, tt := range []struct {
		name  string
		edits []string
		want  string
	}{
		{"nothing", nil, ""},
		{"the test of a rule with an id", []string{sch, `test="date"`, `test="date and n"`}, "rule changed L1 test; " + file},
		{"the message of a rule with an id", []string{sch, "pas de date", "date absente"}, "rule changed L1 message; " + file},
		{"the message of a rule without an id", []string{sch, "/> ?<", "/> !<"}, "rule changed to/1/1 message; " + file},
		{"a computed value in a message", []string{sch, `select="name()"`, `select="local-name()"`}, "rule changed to/1/1 message; " + file},
		{"the English message", []string{sch, "no date", "date missing"}, "rule changed L1 diagnostics; " + file},
		{"a variable of the rule", []string{sch, `name="n" value="1"`, `name="n" value="2"`}, "rule changed L1 variables; " + file},
		{"the context", []string{sch, `context="letter"`, `context="/letter"`}, "rule changed L1 context; " + file},
		{"the severity", []string{sch, `id="L1"`, `id="L1" role="warning"`}, "rule changed L1 role; " + file},
		{"an attribute of ours", []string{sch, `id="L1"`, `id="L1" e:source="§ 2"`}, "rule changed L1 attributes; " + file},
		{"the id alone", []string{sch, `id="L1"`, `id="L2"`}, "rule changed L2 id; " + file},
		{"an id given", []string{sch, `<sch:assert test="@to"`, `<sch:assert id="T2" test="@to"`}, "rule changed T2 id; " + file},
		{"the id and the test", []string{sch, `id="L1" test="date"`, `id="L2" test="day"`}, "rule removed L1; rule added L2; " + file},
		{"a rule that is gone", []string{sch, `<sch:assert test="@to">quoi</sch:assert>`, ""}, "rule removed to/1/2; " + file},
		{"the test of a rule without an id", []string{sch, `test="@to"`, `test="@whom"`}, "rule changed to/1/2 test; " + file},
		{"a rule before others without an id", []string{sch, `<sch:assert test="string(.)">`, `<sch:assert test="@new">neuf</sch:assert><sch:assert test="string(.)">`}, "rule added to/1/1; " + file},
		{"white space alone", []string{sch, `test="@to">quoi`, `test=" @to ">  quoi `}, file},
		{"an added code", []string{set, "</set>", `<Concept code="B" codeSystem="1.2" displayName="bleu"/></set>`}, "code added B|1.2 >bleu; file changed " + set},
		{"a removed code", []string{set, `<Concept code="R" codeSystem="1.2" displayName="rouge"/>`, ""}, "code removed R|1.2 rouge>; file changed " + set},
		{"a code of another system", []string{set, `code="R" codeSystem="1.2"`, `code="R" codeSystem="1.3"`}, "code removed R|1.2 rouge>; code added R|1.3 >rouge; file changed " + set},
		{"a renamed code", []string{set, "rouge", "rouge vif"}, "code renamed R|1.2 rouge>rouge vif; file changed " + set},
		{"the dates of a code", []string{set, `displayName="rouge"`, `displayName="rouge" dateFin="2026"`}, "code changed R|1.2 >dateFin=2026; file changed " + set},
		{"the version", []string{"pack.yaml", `"1"`, `"2"`}, "file changed pack.yaml"},
	} {
		a, b := letters(), with(t, tt.edits...)
		if got := told(compare(t, a, b)); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestEntriesThatCameWentAndBroke(t *testing.T) {
	a, b := letters(), letters()
	head := "name: letters\nversion: \"1\"\nentries:\n  - {name: letter, file: letter.sch, over: document}\n"
	a["pack.yaml"] = &fstest.MapFile{Data: []byte(head + "  - {name: old, file: old.sch, over: document}\n  - {name: bad, file: bad.sch, over: document}\n")}
	b["pack.yaml"] = &fstest.MapFile{Data: []byte(head + "  - {name: new, file: new.sch, over: document}\n  - {name: bad, file: bad.sch, over: document}\n")}
	one := func(id, test string) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, frame, `<sch:pattern id="x"><sch:rule context="*"><sch:assert id="`+id+`" test="`+test+`">x</sch:assert></sch:rule></sch:pattern>`)}
	}
	a["old.sch"], b["new.sch"] = one("O1", "true()"), one("N1", "true()")
	a["bad.sch"], b["bad.sch"] = one("B1", "true()"), one("B1", "true( =")
	d := compare(t, a, b)
	want := "entry removed old; entry changed bad; entry added new; rule removed O1; rule removed B1; rule added N1; " +
		"file changed bad.sch; file added new.sch; file removed old.sch; file changed pack.yaml"
	if got := told(d); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if d.Entries[1].Before != "" || !strings.Contains(d.Entries[1].After, "bad.sch") {
		t.Errorf("why the entry cannot run: %+v", d.Entries[1])
	}
	var text bytes.Buffer
	if err := WriteText(&text, d); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"- old  (1 règles", "+ new  (1 règles", "B ne peut pas être exécutée", "1 ajoutées (added), 2 retirées"} {
		if !strings.Contains(text.String(), says) {
			t.Errorf("the text does not say %q:\n%s", says, text.String())
		}
	}
}

// judgement judges a document by the entry letter of a pack.
func judgement(t *testing.T, fsys fstest.MapFS, doc string) judge.DocumentReport {
	t.Helper()
	s := judge.NewShelf(judge.DocumentPack{Info: etalon.PackInfo{Name: "letters"}, FS: fsys})
	r, err := s.Document(context.Background(), []byte(doc), func(*xmldoc.Doc) []judge.EntryRef {
		return []judge.EntryRef{{Name: "letter", File: "letter.sch"}}
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// flip compares two packs over one document and gives its change of verdict.
func flip(t *testing.T, a, b fstest.MapFS, doc string) []DocumentChange {
	t.Helper()
	d := compare(t, a, b)
	d.Document("doc.xml", []byte(doc), judgement(t, a, doc), judgement(t, b, doc))
	if d.Corpus.Judged != 1 {
		t.Errorf("%d documents judged", d.Corpus.Judged)
	}
	return d.Corpus.Changed
}

func TestACodeAloneFlipsAVerdict(t *testing.T) {
	const doc = "<letter>\n<date/><colour code=\"R\" codeSystem=\"1.2\"/></letter>"
	red := []string{"valuesets/colours.xml", `<Concept code="R" codeSystem="1.2" displayName="rouge"/>`, ""}
	changed := flip(t, letters(), with(t, red...), doc)
	if len(changed) != 1 || changed[0].Before != etalon.Pass || changed[0].After != etalon.Fail || len(changed[0].Causes) != 1 {
		t.Fatalf("%+v", changed)
	}
	c := changed[0].Causes[0]
	if c.Change != Added || c.Rule != "C1" || c.Entry != "letter" || c.XPath != "/letter/colour" || c.Line != 2 || c.Message.FR != "inconnue" || c.Why != WhyCodes {
		t.Errorf("%+v", c)
	}
	if len(c.Codes) != 1 || c.Codes[0].Code != "R" || c.Codes[0].Change != Removed {
		t.Errorf("codes: %+v", c.Codes)
	}
	// The other way round the same rule is the cause, no more said.
	back := flip(t, with(t, red...), letters(), doc)
	if len(back) != 1 || back[0].After != etalon.Pass || back[0].Causes[0].Change != Removed || back[0].Causes[0].Codes[0].Change != Added {
		t.Errorf("%+v", back)
	}
	// A document without that code stays as it was.
	if other := flip(t, letters(), with(t, red...), strings.Replace(doc, `"R"`, `"V"`, 1)); len(other) != 0 {
		t.Errorf("%+v", other)
	}
}

func TestWhyAVerdictChanges(t *testing.T) {
	const sch = "letter.sch"
	for _, tt := range []struct {
		name, doc string
		edits     []string
		want      string
	}{
		{"a changed test", `<letter><date/></letter>`, []string{sch, `test="date"`, `test="date/@year"`}, "PASS FAIL: added L1 rule-changed test"},
		{"a severity", `<letter/>`, []string{sch, `id="L1"`, `id="L1" role="warning"`}, "FAIL PASS: removed L1 rule-changed role"},
		{"a removed rule", `<letter><date/><to>x</to></letter>`, []string{sch, `<sch:assert test="@to">quoi</sch:assert>`, ""}, "FAIL PASS: removed to/1/2 rule-removed"},
		{"an added rule", `<letter><date/><to to="x">x</to></letter>`, []string{sch, `<sch:assert test="string(.)">`, `<sch:assert test="@new">neuf</sch:assert><sch:assert test="string(.)">`}, "PASS FAIL: added to/1/1 rule-added"},
		{"a variable of the schema", `<letter><date/><to to="x">x</to></letter>`, []string{sch, `<sch:pattern id="p">`, `<sch:let name="all" value="1"/><sch:pattern id="p">`}, ""},
		{"nothing met", `<letter><date/></letter>`, []string{sch, `context="letter"`, `context="envelope"`}, "PASS INCONCLUSIVE: changed  no-rule"},
		// Its number moves from 2 to 3, and it is the same finding: only the new rule is a cause.
		{"a rule that moved", `<letter><date/><to>x</to></letter>`, []string{sch, `<sch:assert test="string(.)">`, `<sch:assert test="@new">neuf</sch:assert><sch:assert test="string(.)">`}, ""},
	} {
		var got []string
		for _, d := range flip(t, letters(), with(t, tt.edits...), tt.doc) {
			line := fmt.Sprintf("%s %s:", d.Before, d.After)
			for _, c := range d.Causes {
				line += strings.TrimRight(fmt.Sprintf(" %s %s %s %s", c.Change, c.Rule, c.Why, strings.Join(c.Fields, " ")), " ")
			}
			got = append(got, line)
		}
		if g := strings.Join(got, "; "); g != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, g, tt.want)
		}
	}
}

// A finding that only moved to another number is not a cause beside the real one.
func TestARuleThatMovedIsNoCause(t *testing.T) {
	lost := []string{"letter.sch", `test="@to"`, `test="doc('gone.xml')//x"`}
	a := with(t, lost...)
	b := with(t, append(lost, "letter.sch", `<sch:assert test="string(.)">`, `<sch:assert role="warning" test="@new">neuf</sch:assert><sch:assert test="string(.)">`, "letter.sch", `test="date"`, `test="date/@year"`)...)
	changed := flip(t, a, b, `<letter><date/><to>x</to></letter>`)
	if len(changed) != 1 || changed[0].Before != etalon.Inconclusive || changed[0].After != etalon.Fail {
		t.Fatalf("%+v", changed)
	}
	if causes := changed[0].Causes; len(causes) != 1 || causes[0].Rule != "L1" {
		t.Errorf("findings that both packs have are told as causes: %+v", causes)
	}
}

func TestTextAndJSONSayTheSame(t *testing.T) {
	a := letters()
	b := with(t, "letter.sch", `test="date"`, `test="date/@year"`, "valuesets/colours.xml", "rouge", "rouge\x7fvif")
	var texts, jsons []string
	for range 3 {
		d := compare(t, a, b)
		const doc = `<letter><date/></letter>`
		d.Document("doc.xml", []byte(doc), judgement(t, a, doc), judgement(t, b, doc))
		var text bytes.Buffer
		if err := WriteText(&text, d); err != nil {
			t.Fatal(err)
		}
		j, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		texts, jsons = append(texts, text.String()), append(jsons, string(j))
	}
	if texts[0] != texts[1] || texts[1] != texts[2] || jsons[0] != jsons[1] || jsons[1] != jsons[2] {
		t.Error("the same packs did not give the same bytes")
	}
	for _, says := range []string{
		"0 ajoutées (added), 0 retirées (removed), 1 modifiées (changed)", "~ letter  L1  letter.sch:2", "test : assert date\n      → assert date/@year",
		"1 renommés (renamed)", `~ R (1.2) rouge → rouge\u007Fvif`, "Documents : 1 jugés (judged), 1 changent", "doc.xml : PASS → FAIL", "+ letter  L1  /letter (ligne, line 1)", "cause : règle modifiée (rule changed) : test",
	} {
		if !strings.Contains(texts[0], says) {
			t.Errorf("the text does not say %q:\n%s", says, texts[0])
		}
	}
	var back Diff
	if err := json.Unmarshal([]byte(jsons[0]), &back); err != nil {
		t.Fatal(err)
	}
	if back.Rules[0].After.Test != "date/@year" || back.Codes[0].After != "rouge\x7fvif" || back.Corpus.Changed[0].After != etalon.Fail {
		t.Errorf("%s", jsons[0])
	}
}

func TestLongTextsAreShownWhereTheyDiffer(t *testing.T) {
	long := strings.Repeat("é", 200)
	for _, tt := range [][4]string{
		{"ab", "ac", "ab", "ac"},
		{long + "X" + long, long + "YZ" + long, "… " + long[:80] + "X" + long[:80] + " …", "… " + long[:80] + "YZ" + long[:80] + " …"},
		{long, long + "é", "… " + long[:80], "… " + long[:80] + "é"},
		{"", long, "", long},
	} {
		if a, b := around(tt[0], tt[1]); a != tt[2] || b != tt[3] {
			t.Errorf("%.20s, %.20s:\n%s\n%s", tt[0], tt[1], a, b)
		}
	}
}

// One check of an abstract pattern is many rules; it is told once.
func TestRulesOfAnAbstractPatternAreToldOnce(t *testing.T) {
	abstract := func(test string) fstest.MapFS {
		fsys := letters()
		fsys["letter.sch"] = &fstest.MapFile{Data: fmt.Appendf(nil, frame, `<sch:pattern id="abs" abstract="true"><sch:rule context="$e"><sch:assert test="`+test+`">x</sch:assert></sch:rule></sch:pattern>
<sch:pattern id="a" is-a="abs"><sch:param name="e" value="a"/></sch:pattern><sch:pattern id="b" is-a="abs"><sch:param name="e" value="b"/></sch:pattern>`)}
		return fsys
	}
	d := compare(t, abstract("@x"), abstract("@y"))
	if got, want := told(d), "rule changed a/1/1 test; rule changed b/1/1 test; file changed letter.sch"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	var text bytes.Buffer
	if err := WriteText(&text, d); err != nil {
		t.Fatal(err)
	}
	if strings.Count(text.String(), "→ assert @y") != 1 || !strings.Contains(text.String(), "a/1/1  letter.sch:1  (et 1 autres au même endroit, 1 entrées") {
		t.Errorf("%s", text.String())
	}
}

func TestAPackIsTheSameAsItself(t *testing.T) {
	d := compare(t, letters(), letters())
	var text bytes.Buffer
	if err := WriteText(&text, d); err != nil {
		t.Fatal(err)
	}
	if !d.Same() || !strings.Contains(text.String(), "Aucune différence") {
		t.Errorf("%s", text.String())
	}
}

// The tree that ANS publishes: volets by file name, examples no part of it.
func TestThePublishedTree(t *testing.T) {
	rule := func(id string) *fstest.MapFile {
		return &fstest.MapFile{Data: fmt.Appendf(nil, frame, `<sch:pattern id="`+id+`"><sch:rule context="a"><sch:assert test="b">b</sch:assert></sch:rule></sch:pattern>`)}
	}
	a := fstest.MapFS{
		"schematrons/profils/IHE.sch":      rule("ihe"),
		"schematrons/CI-SIS_X_2024.01.sch": rule("x"),
		"jeuxDeValeurs/JDV_A.xml":          {Data: []byte(colours)},
		"ExemplesCDA/a.xml":                {Data: []byte("<a/>")},
		"schematrons/profils/t/1.2.3.rdf":  {Data: []byte(`<r xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:notation>N1</skos:notation></r>`)},
	}
	b := maps.Clone(a)
	delete(b, "schematrons/CI-SIS_X_2024.01.sch")
	b["schematrons/CI-SIS_X_2025.01.sch"] = rule("x")
	b["ExemplesCDA/a.xml"] = &fstest.MapFile{Data: []byte("<b/>")}
	b["schematrons/profils/t/1.2.3.rdf"] = &fstest.MapFile{Data: []byte(`<r xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:notation>N2</skos:notation></r>`)}
	want := "entry removed CI-SIS_X_2024.01; entry added CI-SIS_X_2025.01; rule removed x/1/1; rule added x/1/1; " +
		"code removed N1|1.2.3 >; code added N2|1.2.3 >; " +
		"file removed schematrons/CI-SIS_X_2024.01.sch; file added schematrons/CI-SIS_X_2025.01.sch; file changed schematrons/profils/t/1.2.3.rdf"
	if got := told(compare(t, a, b)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestAFolderThatIsNoPack(t *testing.T) {
	if _, err := Open(fstest.MapFS{"a.txt": {Data: []byte("x")}}); err == nil {
		t.Error("a folder without rules was taken for a pack")
	}
}
