package judge

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// repaired is the published tree with the value set that its history never
// held, so that every rule of it can run.
type repaired struct {
	fs.FS
	standIn fs.FS
}

const lostValueSet = "schematrons/profils/structurationMinimale/include/voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml"

func (r repaired) Open(name string) (fs.File, error) {
	if name == lostValueSet {
		return r.standIn.Open(path.Base(name))
	}
	return r.FS.Open(name)
}

func (r repaired) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(r.FS, name)
	if err == nil && name == path.Dir(lostValueSet) {
		info, err := fs.Stat(r.standIn, path.Base(lostValueSet))
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	return list, err
}

// published gives a shelf over the published tree and the folder beside it that
// holds what the official chain says.
func published(t *testing.T, repair bool) (shelf *Shelf, pack, beside string) {
	t.Helper()
	pack = os.Getenv("ETALON_ANS_PACK")
	if pack == "" {
		t.Skip("ETALON_ANS_PACK is not set")
	}
	beside = filepath.Dir(filepath.Clean(pack))
	if _, err := os.Stat(filepath.Join(beside, "oracle", "ENTRIES.tsv")); err != nil {
		t.Skip("there is no oracle beside ETALON_ANS_PACK")
	}
	p := DocumentPack{Info: etalon.PackInfo{Name: "TestContenuCDA"}, FS: os.DirFS(pack), AsPublished: true}
	if repair {
		p.FS = repaired{p.FS, os.DirFS(filepath.Join(beside, "stand-in"))}
	}
	return NewShelf(p), pack, beside
}

// official reads what the official chain said: the entries it ran and whether
// each found something that is more than a warning.
func official(t *testing.T, beside, set, document string) map[EntryRef]etalon.Verdict {
	t.Helper()
	table, err := os.ReadFile(filepath.Join(beside, "oracle", "ENTRIES.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[EntryRef]etalon.Verdict{}
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		name, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		b, err := os.ReadFile(filepath.Join(beside, "oracle", set, name, document+".svrl"))
		if err != nil {
			continue // the official chain did not run this entry on this document
		}
		d, err := xmldoc.Parse(b, xmldoc.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		v := etalon.NotApplicable
		for e := range d.Root().Children() {
			switch role := e.Attr("", "role"); {
			case e.Local() == "fired-rule":
				v = v.Join(etalon.Pass)
			case (e.Local() == "failed-assert" || e.Local() == "successful-report") && role != "warning" && role != "info":
				v = v.Join(etalon.Fail)
			}
		}
		out[EntryRef{Name: name, File: file}] = v
	}
	if len(out) < 4 {
		t.Fatalf("%s: the oracle has %d entries", document, len(out))
	}
	return out
}

func TestVerdictsOfTheOfficialChain(t *testing.T) {
	shelf, pack, beside := published(t, true)
	folders := map[string]string{"examples": filepath.Join(pack, "ExemplesCDA"), "mutants-a": filepath.Join(beside, "mutants", "a"), "mutants-b": filepath.Join(beside, "mutants", "b")}
	for set, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", set, len(files), err)
		}
		conforming, failing := 0, 0
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := official(t, beside, set, strings.TrimSuffix(filepath.Base(file), ".xml"))
			var refs []EntryRef
			whole := etalon.NotApplicable
			for ref, v := range want {
				refs = append(refs, ref)
				whole = whole.Join(v)
			}
			r, err := shelf.Document(context.Background(), raw, func(*xmldoc.Doc) []EntryRef { return refs }, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range r.Entries {
				if v := want[EntryRef{Name: e.Name, File: e.File}]; e.Verdict != v {
					t.Errorf("%s, %s, %s: %s, the official chain says %s: %+v", set, filepath.Base(file), e.Name, e.Verdict, v, e.Findings)
				}
			}
			if r.Verdict != whole {
				t.Errorf("%s, %s: %s, the official chain says %s", set, filepath.Base(file), r.Verdict, whole)
			}
			if r.Verdict == etalon.Fail {
				failing++
			} else {
				conforming++
			}
		}
		t.Logf("%s: %d conform, %d fail", set, conforming, failing)
		if failing == 0 || set == "examples" && conforming < 50 {
			t.Errorf("%s: %d conform, %d fail: this compares nothing", set, conforming, failing)
		}
	}
}

// The tree as published lacks a value set: the rule that reads it is open, and
// so is the document, which conforms to all the rest.
func TestThePublishedTreeLeavesItsLostValueSetOpen(t *testing.T) {
	shelf, pack, _ := published(t, false)
	raw, err := os.ReadFile(filepath.Join(pack, "ExemplesCDA", "BIO-CR-BIO_2024.01_TSH_1.xml"))
	if err != nil {
		t.Fatal(err)
	}
	ref := EntryRef{Name: "STRUCMIN", File: "schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch"}
	r, err := shelf.Document(context.Background(), raw, func(*xmldoc.Doc) []EntryRef { return []EntryRef{ref} }, nil)
	if err != nil {
		t.Fatal(err)
	}
	e := r.Entries[0]
	if r.Verdict != etalon.Inconclusive || e.Open != 1 || e.Failed != 0 || e.Evaluated < 1000 || !strings.Contains(e.Findings[0].Observed, "471-DYNAMIC") {
		t.Errorf("%s, %d open, %d failed, %d evaluated, %+v", r.Verdict, e.Open, e.Failed, e.Evaluated, e.Findings)
	}
}
