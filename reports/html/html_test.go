package html_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func input(r etalon.Result) html.Input {
	return html.Input{Result: r, Dossier: strings.Repeat("7f", 32), Evidence: func(id etalon.ExchangeID) (request, response []byte, err error) {
		if id != "x0003" {
			return nil, nil, nil
		}
		return sample.Request(), sample.Response(), nil
	}}
}

func write(t *testing.T, in html.Input) string {
	t.Helper()
	var b bytes.Buffer
	if err := html.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// element is what the structure tests know of one start tag.
type element struct {
	name  string
	attrs map[string]string
	text  string // everything below, spaces folded
}

// parse reads the page as XML with the entities HTML has;
// an unbalanced page fails here.
func parse(t *testing.T, page string) []element {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!DOCTYPE html>\n")))
	d.Entity = xml.HTMLEntity
	var out []element
	var texts []*strings.Builder
	var stack []int
	style := false
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well nested: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			e := element{name: tok.Name.Local, attrs: map[string]string{}}
			for _, a := range tok.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			stack = append(stack, len(out))
			out, texts = append(out, e), append(texts, new(strings.Builder))
			style = e.name == "style"
		case xml.EndElement:
			stack, style = stack[:len(stack)-1], false
		case xml.CharData:
			for _, i := range stack {
				if !style {
					texts[i].Write(tok)
				}
			}
		}
	}
	for i := range out {
		out[i].text = strings.Join(strings.Fields(texts[i].String()), " ")
	}
	return out
}

func all(es []element, name string) []element {
	var out []element
	for _, e := range es {
		if e.name == name {
			out = append(out, e)
		}
	}
	return out
}

func TestStructure(t *testing.T) {
	page := write(t, input(sample.Result()))
	es := parse(t, page)
	if l := all(es, "html")[0].attrs["lang"]; l != "fr" {
		t.Errorf("lang %q", l)
	}
	for name, want := range map[string]int{"main": 1, "header": 4 + 1, "footer": 1, "nav": 1, "h1": 1, "title": 1, "caption": 6} {
		if got := len(all(es, name)); got != want {
			t.Errorf("%d <%s>, want %d", got, name, want)
		}
	}
	level := 0
	for _, e := range es {
		if len(e.name) == 2 && e.name[0] == 'h' && e.name[1] >= '1' && e.name[1] <= '6' {
			if n := int(e.name[1] - '0'); n > level+1 {
				t.Errorf("heading %q jumps from h%d to h%d", e.text, level, n)
			} else {
				level = n
			}
			if e.text == "" {
				t.Error("an empty heading")
			}
		}
	}
	for _, th := range all(es, "th") {
		if s := th.attrs["scope"]; s != "col" && s != "row" {
			t.Errorf("th %q has scope %q", th.text, s)
		}
	}
	for _, e := range all(es, "svg") {
		if e.attrs["aria-hidden"] != "true" {
			t.Error("a shape is read aloud beside its word")
		}
	}
	for _, e := range es {
		if tabs := e.attrs["tabindex"] == "0"; tabs && e.attrs["aria-label"]+e.attrs["aria-labelledby"] == "" {
			t.Errorf("a stop of the keyboard without a name: %v", e.attrs)
		}
		if e.attrs["role"] == "region" && (e.attrs["tabindex"] != "0" || e.attrs["aria-label"]+e.attrs["aria-labelledby"] == "") {
			t.Errorf("a scrolling region without name or focus: %v", e.attrs)
		}
		if strings.Contains(e.attrs["class"], "verdict") && e.text == "" {
			t.Error("a verdict by colour and shape alone")
		}
	}
}

func TestAnchors(t *testing.T) {
	es := parse(t, write(t, input(sample.Result())))
	ids := map[string]bool{}
	for _, e := range es {
		if id, ok := e.attrs["id"]; ok {
			if ids[id] {
				t.Errorf("id %q twice", id)
			}
			ids[id] = true
		}
	}
	links := 0
	for _, e := range es {
		for _, name := range []string{"href", "aria-labelledby"} {
			ref, ok := e.attrs[name]
			if !ok {
				continue
			}
			links++
			if name == "href" && !strings.HasPrefix(ref, "#") {
				t.Errorf("a link out of the page: %q", ref)
			}
			if !ids[strings.TrimPrefix(ref, "#")] {
				t.Errorf("%s=%q leads nowhere", name, ref)
			}
		}
	}
	if links < 30 || !ids["constat-0"] || !ids["echange-x0003"] || !ids["profil-acces-DMP-V06"] || !ids["profil-alimentation-DMP-V06"] {
		t.Errorf("%d references; ids %v", links, ids)
	}
}

func TestWordsOfAFailure(t *testing.T) {
	es := parse(t, write(t, input(sample.Result())))
	article := all(es, "article")[0].text
	for _, want := range []string{
		"V06", "Le VIHF n’annonce pas la version attendue.", "The VIHF does not announce the version expected.",
		"Interfaces LPS v2.10, VIHF, attribut VIHF_Version", "DMP-V06", "A, texte officiel", "Écrivez 3.0",
		"Attendu Expected 3.0", "Observé Observed 2.0", "Échange x0003 (td2.1-pdf), requête, partie 0, ligne 12, octet 809",
		"/s:Envelope/s:Header/wsse:Security", "<saml2:AttributeValue>2.0</saml2:AttributeValue>", "2 lieux",
	} {
		if !strings.Contains(article, want) {
			t.Errorf("the card does not say %q:\n%s", want, article)
		}
	}
	body := all(es, "body")[0].text
	for _, want := range []string{
		"Non conforme au référentiel exécuté — seule l’autorité homologue.", "non conforme FAIL",
		"84 règles chargées", "61 règles appliquées", "1 204 évaluations", "23 sans rien à juger",
		"sha256:" + strings.Repeat("5a", 32), "sha256:" + strings.Repeat("7f", 32), "20261122",
		"Aucune requête ITI-18 n’est arrivée en 30 s (étape s02).", "Cabinet Clair", "Exemple Santé",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, e := range all(es, "mark") {
		if e.text == "" {
			t.Error("an empty mark")
		}
	}
}

func TestAPartIsToldAndShownAsAPart(t *testing.T) {
	cut := parse(t, write(t, input(sample.Partial())))
	whole := parse(t, write(t, input(sample.Whole())))
	if a, b := all(cut, "title")[0].text, all(whole, "title")[0].text; a == b || !strings.Contains(a, "conforme sur une partie") {
		t.Errorf("titles %q and %q", a, b)
	}
	body := all(cut, "body")[0].text
	for _, want := range []string{
		"Conforme au référentiel exécuté, sur une partie des scénarios (3 scénarios sur 13, 10 écartés par le filtre)",
		"Conforms to the rules that were run, on a part of the scenarios", "1 scénario sur 8, 7 écartés par le filtre 1 scenario of 8, 7 left out by the filter",
		"non jugé NOT_APPLICABLE",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	looks := func(es []element) (heads, cards string) {
		for _, e := range es {
			switch c := e.attrs["class"]; {
			case strings.HasPrefix(c, "ruling-word"):
				heads = c + e.text
			case strings.HasPrefix(c, "profile "):
				cards += c + ";"
			}
		}
		return heads, cards
	}
	cutHead, cutCards := looks(cut)
	wholeHead, wholeCards := looks(whole)
	if cutHead == wholeHead || cutCards != "profile partial;profile partial;profile none;" || wholeCards != "profile pass;profile pass;" {
		t.Errorf("%q, %q; whole %q, %q", cutHead, cutCards, wholeHead, wholeCards)
	}
	if strings.Contains(all(whole, "body")[0].text, "sur une partie") {
		t.Error("a whole pass is told as a part")
	}
	shapes := 0
	for _, e := range all(cut, "use") {
		if e.attrs["href"] == "#shape-partial" {
			shapes++
		}
	}
	if shapes != 3 {
		t.Errorf("%d shapes of a partial pass, want the headline and two cards", shapes)
	}
}

func TestMatrixMeetsRequirementsAndScenarios(t *testing.T) {
	page := write(t, input(sample.Result()))
	i := strings.Index(page, `id="profil-alimentation"`)
	table := page[i : i+strings.Index(page[i:], "</table>")]
	row := table[strings.Index(table, "DMP-X05"):]
	row = row[:strings.Index(row, "</tr>")]
	if n := strings.Count(row, `<td class="cell">`); n != 2 {
		t.Fatalf("%d cells, want one per scenario of the profile", n)
	}
	if !strings.Contains(row, `<td class="cell"><a href="#echecs-2">`) || !strings.Contains(row, `<td class="cell"></td>`) {
		t.Errorf("want a link to the failure, then an empty cell:\n%s", row)
	}
}

func TestHostileValuesStayText(t *testing.T) {
	evil := `"><img src=x onerror=alert(1)>` + sample.Hostile + sample.Unspeakable
	in := input(sample.Poisoned(evil))
	in.Dossier = evil
	in.Evidence = func(etalon.ExchangeID) (request, response []byte, err error) {
		return []byte(evil), []byte{0xff, 0x00, 0x1b, '<'}, nil
	}
	page := write(t, in)
	es := parse(t, page)
	for _, name := range []string{"script", "img", "iframe", "link", "object", "form"} {
		if len(all(es, name)) > 0 {
			t.Errorf("a <%s> element in the page", name)
		}
	}
	for _, e := range es {
		for a := range e.attrs {
			if strings.HasPrefix(a, "on") || a == "src" || a == "srcset" {
				t.Errorf("attribute %s on <%s>", a, e.name)
			}
		}
	}
	for _, c := range page {
		if (c < 0x20 && c != '\n' && c != '\t') || c == 0x202e {
			t.Fatalf("%U went through", c)
		}
	}
}

func TestNothingExternal(t *testing.T) {
	page := write(t, input(sample.Result()))
	if !strings.Contains(page, `content="default-src &#39;none&#39;;`) && !strings.Contains(page, `content="default-src 'none';`) {
		t.Error("no content security policy")
	}
	for _, bad := range []string{"url(", "@import", "<link", "<script"} {
		if strings.Contains(page, bad) {
			t.Errorf("%q in the page", bad)
		}
	}
}

func TestDeterministic(t *testing.T) {
	first, second := write(t, input(sample.Result())), write(t, input(sample.Result()))
	if first != second {
		t.Error("two writes differ")
	}
}

func TestEmptyAndBrokenResults(t *testing.T) {
	for name, r := range map[string]etalon.Result{
		"empty":  {},
		"broken": {Verdict: etalon.Broken, Findings: []etalon.Finding{{Severity: etalon.SeverityHarness, Rule: "H"}}},
		"passed": {Verdict: etalon.Pass, Scenarios: []etalon.ScenarioResult{{Findings: []int{-1, 99}}}},
	} {
		es := parse(t, write(t, html.Input{Result: r}))
		text := all(es, "body")[0].text
		if name == "broken" && (!strings.Contains(text, "erreur du banc ERROR") || !strings.Contains(text, "Défaillances du banc")) {
			t.Errorf("%s: %s", name, text)
		}
		if name == "passed" && !strings.Contains(text, "Aucune règle n’est en échec.") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestThousandFindingsStaySmall(t *testing.T) {
	page := write(t, input(sample.Many(1000)))
	if n := strings.Count(page, `<div class="finding"`); n != 9 {
		t.Errorf("%d findings in full, want three for each of three rules", n)
	}
	if len(page) > 1<<20 {
		t.Errorf("%d bytes", len(page))
	}
}

var entry = regexp.MustCompile(`^x\d{4}\b`)

func TestEveryFindingHasAPlaceInThePage(t *testing.T) {
	seen := map[string]bool{}
	r := sample.Many(1000)
	for _, e := range all(parse(t, write(t, input(r))), "th") {
		if id := entry.FindString(e.text); id != "" {
			seen[id] = true
		}
	}
	if len(seen) < 990 {
		t.Errorf("%d exchanges of 1000 findings are listed", len(seen))
	}
}

// TestEvidenceThatCannotBeRead ends the report: it must not look whole.
func TestEvidenceThatCannotBeRead(t *testing.T) {
	in, torn := input(sample.Result()), errors.New("torn")
	in.Evidence = func(etalon.ExchangeID) (request, response []byte, err error) { return nil, nil, torn }
	var b bytes.Buffer
	if err := html.Write(&b, in); !errors.Is(err, torn) || b.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, b.Len())
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestWriterErrorComesBack(t *testing.T) {
	stuck := errors.New("stuck")
	if err := html.Write(failing{stuck}, input(sample.Result())); !errors.Is(err, stuck) {
		t.Errorf("got %v", err)
	}
}

func TestSameWordsAreToldOnce(t *testing.T) {
	r := sample.Many(1000)
	for i := range r.Findings {
		r.Findings[i].Observed = "2.0"
	}
	page := write(t, input(r))
	if n := strings.Count(page, `<div class="finding"`); n != 3 {
		t.Errorf("%d findings in full, want one for each of three rules", n)
	}
	if n := strings.Count(page, "Partout, le même attendu et le même observé."); n != 3 || strings.Count(page, "<td><code>2.0</code></td>") > 0 {
		t.Errorf("said %d times that all places are alike, want 3, and no column that repeats it", n)
	}
}

// TestExcerptsLoseTheIndentationTheyShare and only that: the steps stay.
func TestExcerptsLoseTheIndentationTheyShare(t *testing.T) {
	page := write(t, input(sample.Result()))
	_, excerpt, _ := strings.Cut(page, `<details class="excerpt"`)
	excerpt, _, _ = strings.Cut(excerpt, "</details>")
	for _, want := range []string{"</i>&lt;wsse:Security ", "</i>  &lt;saml2:Assertion ", "<mark>        &lt;saml2:AttributeValue&gt;"} {
		if !strings.Contains(excerpt, want) {
			t.Errorf("no %q in\n%s", want, excerpt)
		}
	}
}

// TestTheSamePathElsewhereIsAnotherPlace: the place alone does not make a card.
func TestTheSamePathElsewhereIsAnotherPlace(t *testing.T) {
	r := sample.Result()
	r.Findings[3].Location.XPath = "/elsewhere[2]"
	page := write(t, input(r))
	article := all(parse(t, page), "article")[0].text
	if strings.Count(article, "Attendu") != 1 || !strings.Contains(article, "même attendu") || !strings.Contains(article, "/elsewhere[2]") {
		t.Error(article)
	}
}

// TestKeepSample writes the sample pages into the folder that ETALON_REPORT_SAMPLES
// names, for whoever wants to look at them.
func TestKeepSample(t *testing.T) {
	dir := os.Getenv("ETALON_REPORT_SAMPLES")
	if dir == "" {
		t.Skip("ETALON_REPORT_SAMPLES names no folder")
	}
	for name, r := range map[string]etalon.Result{"report": sample.Result(), "many": sample.Many(1000), "wide": sample.Wide(26, 40)} {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(write(t, input(r))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("")
	f.Add(sample.Hostile)
	f.Add(sample.Unspeakable)
	f.Fuzz(func(t *testing.T, evil string) {
		in := html.Input{Result: sample.Poisoned(evil), Evidence: func(etalon.ExchangeID) (request, response []byte, err error) {
			return []byte(evil), []byte(evil), nil
		}}
		for _, e := range parse(t, write(t, in)) {
			if e.name == "script" || e.name == "img" {
				t.Errorf("%q became <%s>", evil, e.name)
			}
		}
	})
}
