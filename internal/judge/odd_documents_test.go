package judge_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// Documents that nobody expects end in a verdict with a word, never in an error of
// the harness or in a pass.
func TestOddDocumentsEndInAWord(t *testing.T) {
	sound, err := reference.Sample("structured", "", 1)
	if err != nil {
		t.Fatal(err)
	}
	level1, err := reference.Sample("cda", "", 1)
	if err != nil {
		t.Fatal(err)
	}
	content := func(text string) []byte {
		before, after, _ := strings.Cut(string(level1), `representation="B64">`)
		return []byte(before + `representation="B64">` + text + after[strings.Index(after, "<"):])
	}
	text := string(sound)
	_, body, _ := strings.Cut(text, "?>")
	put := func(from, to string) []byte { return []byte(strings.Replace(text, from, to, 1)) }
	section := `<component><section><code code="29299-5" codeSystem="2.16.840.1.113883.6.1"/><title>S</title><text>x</text></section></component>`
	cells := func(n int) string {
		return strings.Repeat("<table><tbody><tr><td>", n) + "x" + strings.Repeat("</td></tr></tbody></table>", n)
	}
	b := book(t)
	for name, c := range map[string]struct {
		raw  []byte
		want etalon.Verdict
		rule etalon.RuleID // one that speaks of it; "" for none
	}{
		"many sections":        {put("</structuredBody>", strings.Repeat(section, 3000)+"</structuredBody>"), etalon.Inconclusive, ""},
		"100,000 sections":     {put("</structuredBody>", strings.Repeat(section, 100_000)+"</structuredBody>"), etalon.Inconclusive, ""},
		"a long attribute":     {put(`code="29299-5"`, `code="`+strings.Repeat("9", 1<<20)+`"`), etalon.Inconclusive, ""},
		"a long title":         {put("<title>", "<title>"+strings.Repeat("té ", 1<<18)), etalon.Fail, "SM01.title-length"},
		"tables in tables":     {put("<text>", "<text>"+cells(20)), etalon.Inconclusive, ""},
		"tables without end":   {put("<text>", "<text>"+cells(5000)), etalon.Inconclusive, "XML.depth"},
		"two encodings":        {bytes.Replace(sound, []byte("É"), []byte("\xc9"), 1), etalon.Fail, "XML.encoding"},
		"another encoding":     {append([]byte("\xff\xfe"), bytes.Join(bytes.Split(sound, nil), []byte{0})...), etalon.Fail, "XML.encoding"},
		"a zero":               {put("<title>", "<title>\x00"), etalon.Fail, "XML.not-well-formed"},
		"a style sheet around": {[]byte(`<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">` + body + `</xsl:stylesheet>`), etalon.Fail, "SM14.content"},
		"a signature around":   {[]byte(`<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:Object>` + body + `</ds:Object></ds:Signature>`), etalon.Inconclusive, ""},
		"a thousand realms":    {put(`<realmCode code="FR"/>`, strings.Repeat(`<realmCode code="FR"/>`, 1000)), etalon.Fail, "SM01.realm"},
		"garbage in base64":    {content("JVBERi0x!!!!LjQK"), etalon.Fail, "BD01.base64"},
		"a cut base64":         {content("JVBERi0xL"), etalon.Fail, "BD01.base64"},
		"no content":           {content(""), etalon.Fail, "BD01.empty"},
		"a PDF of zeros":       {content(base64.StdEncoding.EncodeToString(append([]byte("%PDF-1.4\n"), make([]byte, 4<<20)...))), etalon.Fail, "BD02.whole"},
		"a namespace undone":   {put(`xmlns="urn:hl7-org:v3"`, `xmlns="urn:hl7-org:v2"`), etalon.Inconclusive, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := b.File(t.Context(), facts.CaptureInput{Raw: c.raw}, judge.Schemas{})
			if err != nil {
				t.Fatal(err)
			}
			said := c.rule == ""
			for _, f := range r.Findings() {
				said = said || f.Rule == c.rule
			}
			if r.Verdict != c.want || !said || r.Verdict == etalon.Inconclusive && r.Reason == (etalon.Text{}) && c.rule == "" {
				t.Errorf("%s, %q", r.Verdict, r.Reason.EN)
				for _, f := range r.Findings() {
					t.Logf("%s %s", f.Rule, f.Message.EN[:min(len(f.Message.EN), 200)])
				}
			}
		})
	}
}
