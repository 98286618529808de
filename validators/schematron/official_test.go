package schematron

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// packEnv names the folder of the published pack; beside it lie what the
// official chain said ("oracle"), edited documents ("mutants") and files that
// the pack lacks ("stand-in").
const packEnv = "ETALON_ANS_PACK"

func packDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv(packEnv)
	if dir == "" {
		t.Skip(packEnv + " is not set: no comparison with the official chain")
	}
	return dir
}

// overlay is a pack with one more file in it.
type overlay struct {
	fs.FS
	name string
	file string
}

func (o overlay) Open(name string) (fs.File, error) {
	if name == o.name {
		return os.Open(o.file)
	}
	return o.FS.Open(name)
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	if name == path.Dir(o.name) && err == nil {
		info, err := os.Stat(o.file)
		if err != nil {
			return nil, err
		}
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	return entries, err
}

func packFS(dir string) fs.FS {
	const missing = "voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml"
	return overlay{os.DirFS(dir), "schematrons/profils/structurationMinimale/include/" + missing, filepath.Join(dir, "..", "stand-in", missing)}
}

// entries maps the names of the oracle to entry schemas.
func entries(t testing.TB, dir string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "..", "oracle", "ENTRIES.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if name, entry, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && strings.HasSuffix(entry, ".sch") {
			out[name] = entry
		}
	}
	return out
}

// TestEveryPublishedSchemaLoads compiles all entry schemas of the pack.
func TestEveryPublishedSchemaLoads(t *testing.T) {
	dir := packDir(t)
	count, codes := 0, map[string]int{}
	for _, pattern := range []string{"schematrons/*.sch", "schematrons/profils/*.sch", "schematrons/profils/*/*.sch", "schematrons/profils/terminologies/schematron/*.sch"} {
		names, err := fs.Glob(os.DirFS(dir), pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.Contains(b, []byte("schema")) || bytes.Contains(b[:min(len(b), 3000)], []byte("<pattern")) && !bytes.Contains(b, []byte("</schema>")) {
				continue
			}
			s, defects, err := Load(os.DirFS(dir), name, Options{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			count++
			if len(s.Rules()) == 0 {
				t.Errorf("%s has no rule", name)
			}
			for _, d := range defects {
				codes[d.Code]++
			}
		}
	}
	if count != 64 {
		t.Errorf("%d schemas loaded, 64 were published", count)
	}
	want := map[string]int{CaseMismatch: 13, MissingDocument: 3, MissingInclude: 9, UndeclaredPattern: 9, UntrimmedName: 2}
	if !maps.Equal(codes, want) {
		t.Errorf("defects %v, want %v", codes, want)
	}
}

// events writes a report as the comparison sees it: one line an event.
func events(s *Schema, r *Report) []string {
	var out []string
	for _, a := range r.ActivePatterns {
		out = append(out, "active "+a.ID)
		for _, f := range r.Fired[a.First : a.First+a.Fired] {
			out = append(out, "fired "+squeeze(f.Context))
			for _, c := range r.Checks[f.First : f.First+f.Said] {
				kind := "failed"
				if s.Rule(c.Rule).Report {
					kind = "report"
				}
				out = append(out, fmt.Sprintf("%s %s %s %q", kind, s.Rule(c.Rule).Role, c.Location, c.Text))
			}
		}
	}
	return out
}

// squeeze makes white space in an attribute one kind of character, as a
// serializer and a parser may have changed it.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

const svrlSpace = "http://purl.oclc.org/dsdl/svrl"

// official reads the events of a report of the official chain.
func official(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	d, err := xmldoc.Parse(b, xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	var out []string
	for n := range d.Root().Children() {
		switch n.Local() {
		case "active-pattern":
			out = append(out, "active "+n.Attr("", "id"))
		case "fired-rule":
			out = append(out, "fired "+squeeze(n.Attr("", "context")))
		case "failed-assert", "successful-report":
			kind := map[string]string{"failed-assert": "failed", "successful-report": "report"}[n.Local()]
			out = append(out, fmt.Sprintf("%s %s %s %q", kind, n.Attr("", "role"), n.Attr("", "location"), n.Child(svrlSpace, "text").Value()))
		}
	}
	return out
}

// TestSameAsOfficialChain runs every schema over every document that the
// official chain was run on, and compares the events in their order.
func TestSameAsOfficialChain(t *testing.T) {
	dir := packDir(t)
	type job struct{ name, set, file string }
	byName := map[string][]job{}
	for _, set := range []string{"examples", "mutants-a", "mutants-b"} {
		files, err := filepath.Glob(filepath.Join(dir, "..", "oracle", set, "*", "*.svrl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			name := filepath.Base(filepath.Dir(f))
			byName[name] = append(byName[name], job{name, set, f})
		}
	}
	entry := entries(t, dir)
	names := make(chan string)
	var mu sync.Mutex
	same, total, checks := 0, 0, 0
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for name := range names {
				s, kept := twice(t, packFS(dir), entry[name], Options{CaseSensitive: true})
				if s == nil {
					continue
				}
				for _, j := range byName[name] {
					doc := documentOf(dir, j.set, j.file)
					b, err := os.ReadFile(doc)
					if err != nil {
						t.Errorf("%s: %v", j.file, err)
						continue
					}
					d, err := xmldoc.Parse(b, xmldoc.Limits{})
					if err != nil {
						t.Errorf("%s: %v", doc, err)
						continue
					}
					r, err := s.Run(context.Background(), d)
					if err != nil {
						t.Errorf("%s: %v", doc, err)
						continue
					}
					if told(t, kept, d) != told(t, s, d) {
						t.Errorf("%s on %s %s: from the cache it says something else: %s", name, j.set, path.Base(doc), difference(strings.Split(told(t, kept, d), "\n"), strings.Split(told(t, s, d), "\n")))
					}
					want := official(t, j.file)
					diff := difference(events(s, r), want)
					mu.Lock()
					total++
					checks += len(r.Checks)
					if diff == "" && len(r.Errors) == 0 {
						same++
					} else if total-same <= 20 {
						t.Errorf("%s on %s %s: %s %v", name, j.set, path.Base(doc), diff, r.Errors[:min(len(r.Errors), 3)])
					}
					mu.Unlock()
				}
			}
		})
	}
	for name := range byName {
		names <- name
	}
	close(names)
	wg.Wait()
	if total < 1300 {
		t.Errorf("only %d comparisons", total)
	}
	t.Logf("%d of %d the same, %d checks", same, total, checks)
}

func documentOf(dir, set, svrl string) string {
	name := strings.TrimSuffix(filepath.Base(svrl), ".svrl") + ".xml"
	switch set {
	case "examples":
		return filepath.Join(dir, "ExemplesCDA", name)
	default:
		return filepath.Join(dir, "..", "mutants", strings.TrimPrefix(set, "mutants-"), name)
	}
}

func difference(got, want []string) string {
	if slices.Equal(got, want) {
		return ""
	}
	for i := range max(len(got), len(want)) {
		g, w := "(end)", "(end)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			return fmt.Sprintf("event %d of %d/%d\n  got  %.400s\n  want %.400s", i, len(got), len(want), g, w)
		}
	}
	return ""
}
