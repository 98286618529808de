package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// runMutate runs the program in this process and gives its exit code and output.
func runMutate(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	a := &app{out: &o, err: &e}
	code = execute(context.Background(), a, append([]string{"mutate"}, args...))
	return code, o.String(), e.String()
}

func TestMutateWritesMutantsAndTheirIndex(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.xml": `<a b="1"><c>x</c></a>`, "b.xml": `<b><d e="f"/></b>`, "note.txt": "not a document"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	if code, _, errs := runMutate(t, dir, "--seed", "5", "--count", "3", "--out", out); code != etalon.ExitPass {
		t.Fatalf("exit %d: %s", code, errs)
	}
	index, err := os.ReadFile(filepath.Join(out, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]string{}
	for i, line := range strings.Split(strings.TrimSuffix(string(index), "\n"), "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) != 9 {
			t.Fatalf("line %d has %d columns: %q", i+1, len(fields), line)
		}
		of[fields[0]] = filepath.Base(fields[1])
	}
	for mutant, origin := range map[string]string{"m000005.xml": "a.xml", "m000006.xml": "b.xml", "m000007.xml": "a.xml"} {
		if of[mutant] != origin {
			t.Errorf("%s is of %q, want %s", mutant, of[mutant], origin)
		}
		b, err := os.ReadFile(filepath.Join(out, mutant))
		if err != nil {
			t.Fatal(err)
		}
		if from, _ := os.ReadFile(filepath.Join(dir, origin)); bytes.Equal(b, from) {
			t.Errorf("%s is its origin", mutant)
		}
	}
}

func TestMutateTakesTemplatesFromThePack(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"pack/pack.yaml": "name: p\nversion: \"1\"\nentries:\n  - {name: e, file: e.sch, over: document}\n",
		"pack/e.sch":     `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><pattern id="p"><rule context="*[templateId/@root='1.2.3.4.5.6']"><assert test="true()">x</assert></rule></pattern></schema>`,
		"doc.xml":        `<section><templateId root="9.9"/></section>`,
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(dir, "out")
	if code, _, errs := runMutate(t, filepath.Join(dir, "doc.xml"), "--kind", "heavy", "--count", "10", "--pack", filepath.Join(dir, "pack"), "--out", out); code != etalon.ExitPass {
		t.Fatalf("exit %d: %s", code, errs)
	}
	index, err := os.ReadFile(filepath.Join(out, "INDEX.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(index), "1.2.3.4.5.6") {
		t.Errorf("no mutant names the template of the pack's rule:\n%s", index)
	}
}

func TestMutateRefusesWhatItCannotDo(t *testing.T) {
	dir := t.TempDir()
	bad, latin, good := filepath.Join(dir, "bad.xml"), filepath.Join(dir, "latin.xml"), filepath.Join(dir, "good.xml")
	for name, text := range map[string]string{bad: "<a>", latin: "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", good: "<a/>"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ args, says string }{
		{bad, "bad.xml"},
		{latin, "UTF-8"},
		{good + " --count 0", "--count 0"},
		{filepath.Join(dir, "none.xml"), "none.xml"},
		{good + " --kind heavy --pack " + filepath.Join(dir, "nopack"), "nopack"},
	} {
		args := append(strings.Fields(tt.args), "--out", filepath.Join(dir, "out"))
		if code, _, errs := runMutate(t, args...); code != etalon.ExitUsage || !strings.Contains(errs, tt.says) {
			t.Errorf("%s: exit %d, %q", tt.args, code, errs)
		}
	}
}
