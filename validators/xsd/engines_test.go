package xsd

import (
	"os"
	"path/filepath"
	"testing"
)

// samples are the well-built documents of one schema.
func samples(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	docs := map[string][]byte{}
	list, err := filepath.Glob(filepath.Join("testdata", folder, "*.xml"))
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %d samples, %v", folder, len(list), err)
	}
	for _, f := range list {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		docs[filepath.Base(f)] = b
	}
	return docs
}

// The two engines give our schemas the same meaning, over mutants of every
// sample: ETALON_XSD_MUTANTS asks for more of them.
func TestTheEnginesAgreeOnMutants(t *testing.T) {
	if !HasLibxml2 {
		t.Skip(ErrNoCgo)
	}
	libxml2, _ := childEngine(t, "serve")
	helium := Helium(schemasOfTests())
	l := newLedger(t, "engines")
	for _, folder := range []string{"cda", "message", "xades"} {
		ref := SchemaRef(folder + ".xsd")
		l.mutated(samples(t, folder), shareAsked(t, 20), nil, side{"helium", helium, ref}, side{"libxml2", libxml2, ref})
	}
	l.settle(shareAsked(t, 20) == 0)
}
