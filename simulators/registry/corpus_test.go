package registry_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// miscoded are the single faults in the parameters of one query, by file, with
// the code that a registry answers; the others of their folder are well coded.
var miscoded = map[string]string{
	"sq-req-bad-code.xml":         "XDSRegistryError",
	"sq-req-bad-pid-format.xml":   "XDSRegistryError",
	"sq-req-bad-stat-format1.xml": "XDSRegistryError",
	"sq-req-bad-stat-format2.xml": "XDSRegistryError",
	"sq-req-missing-stat.xml":     "XDSStoredQueryMissingParam",
	"sq-req.xml":                  "",
}

// Messages that others wrote: none panics, at either policy, and those with one
// known fault get its code.
func TestCorpus(t *testing.T) {
	root := os.Getenv("ETALON_CORPUS")
	if root == "" {
		t.Skip("ETALON_CORPUS is unset")
	}
	strict, lenient, seen, messages := registry.IHE(), registry.DMP(), 0, 0
	strict.EmptyUnknown = true
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".xml" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		doc, err := xmldoc.Parse(src, xmldoc.Limits{})
		if err != nil {
			return nil // some are broken on purpose
		}
		for n := range doc.Root().Parent().Descendants() {
			for _, p := range []registry.Policy{strict, lenient} {
				w := begin(t, p)
				switch {
				case n.Is(ebrim.NSQuery, "AdhocQueryRequest"):
					answer := w.Query(ebrim.ReadQuery(n), registry.Reader{})
					want, known := miscoded[filepath.Base(path)]
					if known && p.Strict {
						seen++
						if got, _, _ := strings.Cut(codes(answer.Errors), " "); got != want {
							t.Errorf("%s: %+v, want %q", filepath.Base(path), answer.Errors, want)
						}
					}
				case n.Is(ebrim.NSLCM, "RemoveObjectsRequest"):
					w.Remove(ebrim.ReadRemove(n))
				case n.Is(ebrim.NSLCM, "SubmitObjectsRequest"):
					w.Register(ebrim.ReadSubmit(n))
					w.Update(ebrim.ReadSubmit(n))
				default:
					continue
				}
				messages++
			}
		}
		return nil
	})
	if err != nil || seen != len(miscoded) || messages < 100 {
		t.Errorf("%d messages, %d of %d known faults, %v", messages, seen, len(miscoded), err)
	}
}

// Whatever a query says, it is answered, and an answer with errors holds nothing.
func FuzzQuery(f *testing.F) {
	f.Add(ebrim.FindDocuments, "LeafClass", dEntry+"PatientId", "'"+anna+"'", dEntry+"Status", approvedOnly)
	f.Add(ebrim.GetAll, "ObjectRef", "$patientId", "'"+anna+"'", "$MetadataLevel", "2")
	f.Add(ebrim.GetRelatedDocuments, "LeafClass", dEntry+"EntryUUID", "'"+uuid(1)+"'", "$AssociationTypes", "('"+ebrim.Appends+"')")
	f.Add(ebrim.FindDocumentsMultiple, "LeafClass", dEntry+"Status", approvedOnly, dEntry+"AuthorPerson", "('%_%')")
	w := shelf(f)
	f.Fuzz(func(t *testing.T, id, kind, name1, value1, name2, value2 string) {
		for _, strict := range []bool{true, false} {
			p := w.Policy()
			p.Strict = strict
			w.SetPolicy(p)
			a := w.Query(ebrim.Query{ID: id, ReturnType: kind, Slots: []ebrim.Slot{{Name: name1, Values: []string{value1}}, {Name: name2, Values: []string{value2}}}}, registry.Reader{})
			if len(a.Errors) > 0 && len(a.Objects) > 0 {
				t.Errorf("%d objects beside %v", len(a.Objects), a.Errors)
			}
		}
	})
}
