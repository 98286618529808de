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

// rooms is the import table: a package whose path below the module begins with
// `room` must not import, directly or through others of ours, anything whose
// path begins with one of `never`.
var rooms = []struct {
	room  string
	never []string
}{
	{"", []string{"@ours", "@third"}}, // the root package: standard library only
	{"simulators/", []string{"validators", "internal/judge", "reports", "internal/suite", "github.com/onsi/ginkgo"}},
	{"validators/", []string{"simulators", "internal/run", "internal/judge", "reports", "internal/plan", "internal/dossier"}},
	{"reports/", []string{"internal/run", "internal/judge", "internal/dossier", "simulators", "validators", "=net", "=net/http"}},
	{"schemas", []string{"validators", "simulators", "internal/judge", "internal/run"}},
	{"scenarios", []string{"simulators", "validators", "internal/run", "internal/judge"}},
	{"internal/wire/", []string{"=net", "=net/http", "simulators", "validators", "internal/run", "internal/judge"}},
	{"internal/plan", []string{"internal/run", "simulators", "validators", "internal/judge"}},
	{"internal/scenario", []string{"internal/run", "simulators", "validators", "internal/judge"}},
	{"internal/run", []string{"validators", "internal/judge", "reports", "github.com/onsi/ginkgo"}},
	{"internal/judge", []string{"internal/run", "simulators", "github.com/onsi/ginkgo", "=net", "=net/http", "=os/exec"}},
	{"internal/launch", []string{"github.com/onsi/ginkgo", "internal/judge", "internal/run"}},
	{"internal/suite", []string{"internal/judge", "validators", "reports"}},
	{"internal/dossier", []string{"internal/run", "internal/judge", "simulators", "validators"}},
}

// direct is what a room must not name in its own files, whoever else does.
var direct = []struct {
	room  string
	never []string
	but   []string
}{
	{"validators/", []string{"os", "os/exec", "net", "net/http"}, nil},
	{"internal/judge", []string{"os", "time"}, nil},
	{"internal/dossier", []string{"os"}, nil},
	{"internal/run", []string{"os"}, nil},
	{"internal/wire/", []string{"os", "net", "net/http"}, nil},
	{"internal/xmlsec", []string{"os", "net"}, nil},
	{"simulators/", []string{"os", "os/exec"}, nil},
	{"reports/", []string{"os", "time"}, nil},
	{"scenarios", []string{"os"}, nil},
	{"schemas", []string{"os"}, nil},
	{"internal/scenario", []string{"os"}, nil},
	{"internal/plan", []string{"os"}, nil},
	{"internal/driver", []string{"os", "os/exec"}, nil},
	{"internal/suite", []string{"os"}, nil},
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
	for _, p := range list(t) {
		path, _ := below(p.ImportPath)
		for _, r := range rooms {
			if !in(r.room, path) {
				continue
			}
			for _, dep := range p.Deps {
				for _, never := range r.never {
					// A standard or foreign package counts only when named directly.
					if strings.HasPrefix(never, "=") && !contains(p.Imports, dep) {
						continue
					}
					if forbidden(never, dep) {
						t.Errorf("%s imports %s: %q must not reach %q", p.ImportPath, dep, r.room, never)
					}
				}
			}
		}
		for _, d := range direct {
			for _, never := range d.never {
				if in(d.room, path) && contains(p.Imports, never) {
					t.Errorf("%s imports %q, which %q must not name", p.ImportPath, never, d.room)
				}
			}
		}
	}
}

// os belongs to cmd; os/exec also to internal/launch, which is about processes.
func TestOnlyCommandsTouchTheOperatingSystem(t *testing.T) {
	for _, p := range list(t) {
		path, _ := below(p.ImportPath)
		if in("cmd", path) || in("internal/launch", path) || in("internal/arch", path) {
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
