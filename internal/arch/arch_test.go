package arch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const module = "github.com/etalon-dmp/etalon"

// direct is what a room must not name in its own files, whoever else does.
var direct = []struct {
	room  string
	never []string
}{
	{"validators/", []string{"os", "os/exec", "net", "net/http"}},
	{"internal/judge", []string{"os", "time"}},
	{"internal/dossier", []string{"os"}},
	{"internal/run", []string{"os"}},
	{"internal/wire/", []string{"os", "net", "net/http"}},
	{"internal/xmlsec", []string{"os", "net"}},
	{"simulators/", []string{"os", "os/exec"}},
	{"reports/", []string{"os", "time"}},
	{"scenarios", []string{"os"}},
	{"schemas", []string{"os"}},
	{"internal/scenario", []string{"os"}},
	{"internal/plan", []string{"os"}},
	{"internal/driver", []string{"os", "os/exec"}},
	{"internal/suite", []string{"os"}},
}

type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
	Deps       []string
	GoFiles    []string
	CgoFiles   []string
	Standard   bool
}

func list(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports,Deps,GoFiles,CgoFiles,Standard", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func below(path string) (string, bool) {
	if path == module {
		return "", true
	}
	return strings.CutPrefix(path, module+"/")
}

func in(room, path string) bool {
	if room == "" {
		return path == ""
	}
	return path == strings.TrimSuffix(room, "/") || strings.HasPrefix(path, strings.TrimSuffix(room, "/")+"/")
}

func forbidden(never, dep string) bool {
	ours, isOurs := below(dep)
	switch {
	case never == "@ours":
		return isOurs
	case never == "@third":
		return !isOurs && strings.Contains(strings.SplitN(dep, "/", 2)[0], ".")
	case strings.HasPrefix(never, "="):
		return dep == never[1:]
	case strings.HasPrefix(never, "github.com/"):
		return strings.HasPrefix(dep, never)
	}
	return isOurs && in(never, ours)
}

func TestNoRoomImportsWhatItMustNot(t *testing.T) {
	all := list(t)
	for _, fault := range misplaced(all) {
		t.Error(fault)
	}
	for _, p := range all {
		path, _ := below(p.ImportPath)
		for _, d := range direct {
			for _, never := range d.never {
				if in(d.room, path) && contains(p.Imports, never) {
					t.Errorf("%s imports %q, which %q must not name", p.ImportPath, never, d.room)
				}
			}
		}
	}
}

// os belongs to cmd; os/exec also to internal/launch, which is about processes, and to
// internal/postgres, which only tests import.
func TestOnlyCommandsTouchTheOperatingSystem(t *testing.T) {
	for _, p := range list(t) {
		path, _ := below(p.ImportPath)
		if contains(p.Imports, module+"/internal/postgres") {
			t.Errorf("%s imports internal/postgres: only tests do", p.ImportPath)
		}
		if in("cmd", path) || in("internal/launch", path) || in("internal/arch", path) || in("internal/postgres", path) {
			continue
		}
		for _, name := range []string{"os", "os/exec", "os/signal"} {
			if contains(p.Imports, name) {
				t.Errorf("%s imports %q: only cmd and internal/launch do", p.ImportPath, name)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range list(t) {
		doc, err := os.ReadFile(filepath.Join(p.Dir, "doc.go"))
		if err != nil {
			t.Errorf("%s has no doc.go", p.ImportPath)
			continue
		}
		if !bytes.Contains(doc, []byte("// Package ")) && !bytes.Contains(doc, []byte("// Command ")) {
			t.Errorf("%s: doc.go does not begin with what the package is for", p.ImportPath)
		}
	}
}

// A file past 500 lines is two rooms in one.
func TestFilesStaySmall(t *testing.T) {
	const most = 500
	for _, p := range list(t) {
		for _, f := range append(p.GoFiles, p.CgoFiles...) {
			b, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(b, []byte("\n")); n > most {
				t.Errorf("%s/%s has %d lines, at most %d", p.ImportPath, f, n, most)
			}
		}
	}
}

func TestNoRoomIsCalledUtil(t *testing.T) {
	for _, p := range list(t) {
		switch base := filepath.Base(p.ImportPath); base {
		case "util", "utils", "common", "helpers", "lib", "misc":
			t.Errorf("%s: %q says nothing about what is in it", p.ImportPath, base)
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
