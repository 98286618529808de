package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/cmd/internal/disk"
)

// cached lists the files of a cache.
func cached(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, disk.FormFolder+"*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// One executable for several runs: a cache serves one build.
func sameProgram(t *testing.T) func(args ...string) validationTold {
	t.Helper()
	self := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(self, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return func(args ...string) validationTold { return validationBy(t, self, args...) }
}

// With a cache, without one, with a cache of rubbish: every byte is the same.
func TestTheCacheChangesNothing(t *testing.T) {
	pack, docs := letterPack(t)
	run := sameProgram(t)
	for _, format := range []string{"text", "json", "sarif", "junit", "html"} {
		dir := filepath.Join(t.TempDir(), "cache")
		args := []string{"validate", docs, "--pack", pack, "--format", format}
		want := run(append(args, "--cache", "off")...)
		for round := range 4 {
			got := run(append(args, "--cache", dir)...)
			if got != want {
				t.Errorf("%s, round %d: exit %d, not %d\n%s%s\nwithout a cache\n%s%s", format, round, got.code, want.code, got.out, got.err, want.out, want.err)
			}
			files := cached(t, dir)
			if len(files) != 2 {
				t.Fatalf("%s, round %d: %d files are kept, want those of two entries", format, round, len(files))
			}
			if round == 1 { // what it holds then is not what was put there
				for _, f := range files {
					if err := os.WriteFile(f, []byte("<xml/>"), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
			if round == 2 {
				for _, f := range files {
					if b, err := os.ReadFile(f); err != nil || string(b) == "<xml/>" {
						t.Errorf("%s is not written anew: %v", f, err)
					}
				}
			}
		}
	}
}

// A rule that changes is run as it is now, whatever its file's time says.
func TestACacheIsOfOnePack(t *testing.T) {
	pack, docs := letterPack(t)
	run, dir := sameProgram(t), t.TempDir()
	args := []string{"validate", filepath.Join(docs, "a.xml"), "--pack", pack, "--entry", "to", "--cache", dir}
	if r := run(args...); r.code != 0 {
		t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	rule := filepath.Join(pack, "to.sch")
	info, err := os.Stat(rule)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(rule)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(rule, []byte(strings.Replace(string(text), `"to"`, `"no"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(rule, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if r := run(args...); r.code != 1 {
		t.Errorf("exit %d: the rule as it was\n%s%s", r.code, r.out, r.err)
	}
}

// A rule that cannot compile is told each time: it is never kept.
func TestWhatDoesNotCompileIsToldEachTime(t *testing.T) {
	pack, docs := letterPack(t)
	if err := writeBelow(pack, "to.sch", []byte(`<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><sch:pattern id="p"><sch:rule context="never"><sch:assert test="nothing-of-the-kind()">?</sch:assert></sch:rule></sch:pattern></sch:schema>`)); err != nil {
		t.Fatal(err)
	}
	run, dir := sameProgram(t), t.TempDir()
	for range 2 {
		r := run("validate", filepath.Join(docs, "a.xml"), "--pack", pack, "--entry", "to", "--cache", dir)
		if r.code != 5 || !strings.Contains(r.out, "to.sch:1") || len(cached(t, dir)) != 0 {
			t.Errorf("exit %d, kept %v\n%s%s", r.code, cached(t, dir), r.out, r.err)
		}
	}
}

// Nothing is taken from a folder that others can write in, and a folder that
// cannot be made costs nothing but time.
func TestACacheThatIsNotOurs(t *testing.T) {
	pack, docs := letterPack(t)
	run, dir := sameProgram(t), t.TempDir()
	args := []string{"validate", filepath.Join(docs, "a.xml"), "--pack", pack, "--entry", "to"}
	want := run(append(args, "--cache", "off")...)
	run(append(args, "--cache", dir)...)
	files := cached(t, dir)
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	if err := os.Chmod(filepath.Dir(files[0]), 0o777); err != nil {
		t.Fatal(err)
	}
	c := &disk.FormCache{Dir: filepath.Dir(files[0]), Clock: time.Now}
	if c.Get(filepath.Base(files[0])) != nil {
		t.Error("a form was taken from a folder of everybody's")
	}
	c.Put("more", []byte("x"))
	if n := len(cached(t, dir)); n != 1 {
		t.Errorf("%d files: one was put into a folder of everybody's", n)
	}
	for _, where := range []string{dir, files[0]} { // a file is no folder
		if got := run(append(args, "--cache", where)...); got != want {
			t.Errorf("%s: exit %d\n%s%s", where, got.code, got.out, got.err)
		}
	}
}

func TestACacheForgets(t *testing.T) {
	dir := t.TempDir()
	now := time.Now()
	c := &disk.FormCache{Dir: filepath.Join(dir, disk.FormFolder+"now"), Clock: func() time.Time { return now }}
	others := []string{disk.FormFolder + "old", disk.FormFolder + "recent", "others-old"}
	for _, name := range others {
		if err := writeBelow(dir, filepath.Join(name, "form"), []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{others[0], others[2]} {
		if err := os.Chtimes(filepath.Join(dir, name), now, now.Add(-2*disk.ForgetAfter)); err != nil {
			t.Fatal(err)
		}
	}
	c.Put("form", []byte("y"))
	for i, name := range others {
		if _, err := os.Stat(filepath.Join(dir, name)); os.IsNotExist(err) != (i == 0) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if string(c.Get("form")) != "y" {
		t.Error("what was put is not there")
	}
	for i := range disk.KeptForms {
		if err := writeBelow(c.Dir, strings.Repeat("x", i%50+1)+string(rune('a'+i%26))+string(rune('a'+i/26)), []byte("z")); err != nil {
			t.Fatal(err)
		}
	}
	c.Put("last", []byte("w"))
	if n := len(cached(t, dir)); n > 4 || string(c.Get("last")) != "w" {
		t.Errorf("%d files are kept", n)
	}
}
