package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
)

// validationTold is what one command line printed and its exit code.
type validationTold struct {
	code     int
	out, err string
}

// validation runs validate and pack. Its executable cannot be executed, so that no
// test starts a child: helium is the only XSD engine.
func validation(t *testing.T, args ...string) validationTold {
	t.Helper()
	self := filepath.Join(t.TempDir(), "no-program")
	if err := os.WriteFile(self, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return validationBy(t, self, args...)
}

// validationBy is validation by an executable of that name.
func validationBy(t *testing.T, self string, args ...string) validationTold {
	t.Helper()
	var out, errOut bytes.Buffer
	a := &app{out: &out, err: &errOut, self: self, clock: time.Now}
	var g struct {
		Validate validateCmd `cmd:""`
		Pack     packCmd     `cmd:""`
	}
	parser, err := kong.New(&g, kong.BindTo(t.Context(), (*context.Context)(nil)), kong.Bind(a))
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(args)
	if err != nil {
		t.Fatal(err)
	}
	code := a.exit(k.Run())
	return validationTold{code, out.String(), errOut.String()}
}

// writeBelow writes a file below a folder.
func writeBelow(dir, name string, b []byte) error {
	return disk.Folder(dir).Put(map[string][]byte{filepath.ToSlash(name): b})
}

// letterPack is a folder with a pack about letters and some letters.
func letterPack(t *testing.T) (pack, docs string) {
	t.Helper()
	pack, docs = filepath.Join(t.TempDir(), "pack"), filepath.Join(t.TempDir(), "docs")
	write := func(dir, name, text string) {
		if err := writeBelow(dir, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	write(pack, "pack.yaml", "name: letters\nversion: \"1\"\nentries:\n  - {name: to, file: to.sch, over: document}\n  - {name: date, file: date.sch, over: document}\n")
	write(pack, "to.sch", `<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><sch:pattern id="p"><sch:rule context="letter"><sch:assert id="L1" test="to">à qui ?</sch:assert></sch:rule></sch:pattern></sch:schema>`)
	write(pack, "date.sch", `<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><sch:pattern id="p"><sch:rule context="date"><sch:assert id="L2" test="string(.)">quand ?</sch:assert></sch:rule></sch:pattern><sch:include href="later.sch"/></sch:schema>`)
	write(docs, "a.xml", "<letter><to/></letter>")
	write(docs, "b.xml", "<letter>\n</letter>")
	write(docs, "c.xml", "<letter>")
	write(docs, "sub/a.xml", "<letter><to/></letter>")
	write(docs, "notes.txt", "left aside")
	return pack, docs
}

type validated []struct {
	File     string
	Verdict  etalon.Verdict
	Reason   *etalon.Text
	Entries  []struct{ Name string }
	Findings []struct {
		Entry    string
		Rule     string
		Location etalon.Location
	}
	Defects []struct{ Entry, Code string }
}

func answers(t *testing.T, r validationTold) validated {
	t.Helper()
	var v validated
	if err := json.Unmarshal([]byte(r.out), &v); err != nil {
		t.Fatalf("%v: %s%s", err, r.out, r.err)
	}
	return v
}

func (v validated) String() string {
	var b strings.Builder
	for _, d := range v {
		fmt.Fprintf(&b, "%s %s", filepath.Base(d.File), d.Verdict)
		for _, f := range d.Findings {
			fmt.Fprintf(&b, " %s:%d", f.Rule, f.Location.Line)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestValidateAFolder(t *testing.T) {
	pack, docs := letterPack(t)
	args := []string{"validate", docs, "--pack", pack, "--entry", "to", "--format", "json"}
	r := validation(t, args...)
	want := "a.xml PASS\nb.xml FAIL L1:1\nc.xml FAIL XML.not-well-formed:1\na.xml PASS\n"
	if got := answers(t, r).String(); got != want || r.code != etalon.ExitFail {
		t.Errorf("exit %d\n%s", r.code, got)
	}
	if !strings.Contains(r.err, "1 fichier(s)") {
		t.Errorf("the text file was left aside in silence: %q", r.err)
	}
	for _, jobs := range []string{"1", "7"} {
		if again := validation(t, append(args, "--jobs", jobs)...); again.out != r.out {
			t.Errorf("--jobs %s gives another output", jobs)
		}
	}
}

func TestValidateLeavesSVRL(t *testing.T) {
	pack, docs := letterPack(t)
	out := filepath.Join(t.TempDir(), "out")
	validation(t, "validate", docs, filepath.Join(docs, "b.xml"), "--pack", pack, "--entry", "to", "--out", out, "--format", "json")
	for name, failed := range map[string]int{"to/a.svrl": 0, "to/b.svrl": 1, "to/sub/a.svrl": 0, "to/b-2.svrl": 1} {
		b, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil || strings.Count(string(b), "<svrl:failed-assert") != failed || strings.Count(string(b), "<svrl:fired-rule") != 1 {
			t.Errorf("%s: %v\n%s", name, err, b)
		}
	}
	if _, err := os.Stat(filepath.Join(out, "validation.json")); err != nil {
		t.Error(err)
	}
	one := validation(t, "validate", filepath.Join(docs, "b.xml"), "--pack", pack, "--entry", "to", "--format", "svrl")
	file, err := os.ReadFile(filepath.Join(out, "to", "b.svrl"))
	if err != nil || one.out != string(file) || one.code != etalon.ExitFail {
		t.Errorf("exit %d, %v: %s", one.code, err, one.out)
	}
	if several := validation(t, "validate", docs, "--pack", pack, "--format", "svrl"); several.code != etalon.ExitUsage || several.out != "" {
		t.Errorf("several on one output: exit %d, %s", several.code, several.out)
	}
}

func TestValidateAnArchive(t *testing.T) {
	pack, _ := letterPack(t)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"z.xml", "../../up.xml", "read.me"} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte("<letter><to/></letter>"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := writeBelow(dir, "lot.zip", b.Bytes()); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "inner", "out")
	r := validation(t, "validate", filepath.Join(dir, "lot.zip"), "--pack", pack, "--entry", "to", "--format", "json", "--out", out)
	if v := answers(t, r); r.code != etalon.ExitPass || len(v) != 2 || !strings.HasSuffix(v[0].File, "lot.zip!up.xml") || !strings.HasSuffix(v[1].File, "lot.zip!z.xml") {
		t.Errorf("exit %d: %s", r.code, v)
	}
	if _, err := os.Stat(filepath.Join(out, "to", "up.svrl")); err != nil {
		t.Error(err)
	}
	broken := filepath.Join(dir, "broken.zip")
	if err := os.WriteFile(broken, []byte("PK\x03\x04 and no more"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := validation(t, "validate", broken, "--pack", pack); r.code != etalon.ExitUsage || !strings.Contains(r.err, "archive illisible") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

func TestValidateTellsLostRules(t *testing.T) {
	pack, docs := letterPack(t)
	file := filepath.Join(docs, "a.xml")
	v := answers(t, validation(t, "validate", file, "--pack", pack, "--format", "json"))
	if v[0].Verdict != etalon.Inconclusive || len(v[0].Defects) != 1 || v[0].Defects[0].Code != "missing-include" || v[0].Findings[0].Rule != "PACK.incomplete" {
		t.Errorf("%+v", v)
	}
	r := validation(t, "validate", file, "--pack", pack, "--as-published", "--format", "json")
	if v := answers(t, r); r.code != etalon.ExitPass || len(v[0].Defects) != 1 {
		t.Errorf("as published: exit %d, %+v", r.code, v)
	}
	if r := validation(t, "validate", file, "--pack", pack, "--entry", "date", "--as-published"); r.code != etalon.ExitInconclusive || !strings.Contains(r.out, "Aucune règle n'a rencontré") {
		t.Errorf("nothing fired: exit %d\n%s", r.code, r.out)
	}
}

func TestValidateRefusesPlainly(t *testing.T) {
	pack, docs := letterPack(t)
	file := filepath.Join(docs, "a.xml")
	tests := []struct {
		says string
		args []string
	}{
		{"absent.xml", []string{filepath.Join(docs, "absent.xml")}},
		{"aucun fichier", []string{t.TempDir()}},
		{"introuvable", []string{file, "--pack", filepath.Join(docs, "none")}},
		{"pack.yaml", []string{file, "--pack", docs}},
		{"n'est pas un dossier", []string{file, "--pack", file}},
		{"aucune entrée", []string{file, "--pack", pack, "--entry", "nothing"}},
		{"--pack", []string{file, "--entry", "to"}},
		{"--pack", []string{file, "--as-published"}},
		{"--pack", []string{file, "--format", "svrl"}},
		{"--jobs", []string{file, "--jobs=-1"}},
	}
	for _, tt := range tests {
		r := validation(t, append([]string{"validate"}, tt.args...)...)
		if r.code != etalon.ExitUsage || !strings.Contains(r.err, tt.says) || !strings.Contains(r.err, "→") || r.out != "" {
			t.Errorf("%v: exit %d, %q, %q", tt.args, r.code, r.err, r.out)
		}
	}
}

func TestValidateFormats(t *testing.T) {
	pack, docs := letterPack(t)
	for format, has := range map[string]string{"text": "Lieu", "json": `"rule": "L1"`, "sarif": `"ruleId": "L1"`, "junit": "<failure", "html": "L1"} {
		r := validation(t, "validate", docs, "--pack", pack, "--entry", "to", "--format", format)
		if r.code != etalon.ExitFail || !strings.Contains(r.out, has) || !strings.Contains(r.out, "à qui ?") {
			t.Errorf("%s: exit %d\n%.600s", format, r.code, r.out)
		}
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
	}
	r := validation(t, "validate", docs, "--pack", pack, "--entry", "to", "--format", "junit")
	if err := xml.Unmarshal([]byte(r.out), &suites); err != nil || suites.Tests != 4 || suites.Failures != 2 {
		t.Errorf("%v: %+v", err, suites)
	}
}

func TestPacks(t *testing.T) {
	pack, _ := letterPack(t)
	if r := validation(t, "pack", "list", pack); r.code != 0 || !strings.Contains(r.out, "dmp ") || !strings.Contains(r.out, "letters ") {
		t.Errorf("list: exit %d\n%s", r.code, r.out)
	}
	if r := validation(t, "pack", "show", pack); r.code != 0 || !strings.Contains(r.out, "       2        1             2 entrées") {
		t.Errorf("show: exit %d\n%s", r.code, r.out)
	}
	if r := validation(t, "pack", "verify", pack); r.code != etalon.ExitFail || !strings.Contains(r.out, "later.sch") {
		t.Errorf("verify: exit %d\n%s", r.code, r.out)
	}
	if r := validation(t, "pack", "verify"); r.code != 0 {
		t.Errorf("the embedded pack has defects: exit %d\n%s", r.code, r.out)
	}
	if r := validation(t, "pack", "show", "nothing"); r.code != etalon.ExitUsage || !strings.Contains(r.err, "→") {
		t.Errorf("unknown: exit %d\n%s", r.code, r.err)
	}
}
