package xsd

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// official is where the published schema of the extended CDA is in the tree.
const official = SchemaRef("infrastructure/cda/CDA_extended.xsd")

// pack gives the published tree and the share of mutants that is asked for.
func pack(t *testing.T) (dir string, share uint64) {
	t.Helper()
	dir = os.Getenv("ETALON_ANS_PACK")
	if dir == "" {
		t.Skip("ETALON_ANS_PACK is not set: there is no published schema to compare with")
	}
	return dir, shareAsked(t, 20)
}

// shareAsked is ETALON_XSD_MUTANTS, in thousandths of the kinds there are ("all" is 0).
func shareAsked(t *testing.T, otherwise uint64) uint64 {
	t.Helper()
	asked := os.Getenv("ETALON_XSD_MUTANTS")
	if asked == "" {
		return otherwise
	}
	if asked == "all" {
		return 0
	}
	n, err := strconv.ParseUint(asked, 10, 64)
	if err != nil || n == 0 {
		t.Fatalf("ETALON_XSD_MUTANTS is %q: thousandths, or all", asked)
	}
	return n
}

// published gives the example documents of the tree, and the mutants beside it.
func published(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	docs := map[string][]byte{}
	for _, pattern := range []string{"ExemplesCDA/*.xml", "../mutants/*/*.xml"} {
		list, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			docs[filepath.Base(f)] = b
		}
	}
	for name, b := range samples(t, "cda") {
		docs["own "+name] = b
	}
	if len(docs) < 60 {
		t.Fatalf("%d documents in %s", len(docs), dir)
	}
	return docs
}

// ofCDA leaves the stylesheet of a self-presenting document alone: our schema
// does not hold XSLT.
func ofCDA(e xmldoc.Node) bool {
	switch e.Space() {
	case "urn:hl7-org:v3", "urn:hl7-org:sdtc", "urn:dicom-org:ps3-20", "urn:ihe:pharm:medication", "urn:oid:1.3.6.1.4.1.19376.1.3.2":
		return true
	}
	return false
}

// firstEngine is libxml2 where this binary has it.
func firstEngine(t *testing.T, fsys fs.FS) Engine {
	t.Helper()
	if !HasLibxml2 {
		return Helium(fsys)
	}
	e, _ := childOf(t, "serve", fsys)
	return e
}

// Our schema of CDA and the published one give every document the same verdict:
// the examples, their published mutants, and what is made of them here.
func TestOurSchemaOfCDAIsThePublishedOne(t *testing.T) {
	dir, share := pack(t)
	l := newLedger(t, "cda")
	l.mutated(published(t, dir), share, ofCDA,
		side{"ours", firstEngine(t, schemasOfTests()), "cda.xsd"},
		side{"official", firstEngine(t, os.DirFS(dir)), official})
	l.settle(share == 0)
}

// The two engines give the published schema the same meaning.
func TestTheEnginesAgreeOnThePublishedSchema(t *testing.T) {
	dir, share := pack(t)
	if !HasLibxml2 {
		t.Skip(ErrNoCgo)
	}
	l := newLedger(t, "engines")
	l.mutated(published(t, dir), max(share/4, 1), ofCDA,
		side{"helium", Helium(os.DirFS(dir)), official},
		side{"libxml2", firstEngine(t, os.DirFS(dir)), official})
	l.settle(false)
}
