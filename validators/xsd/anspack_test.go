package xsd

import (
	"context"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// The schema that ANS publishes loads in both engines as published, and both
// give its examples the verdict of the official chain, which is valid for every
// one of them. Our own schema of CDA must not be stricter on clinical documents.
func TestThePublishedSchemaOfCDA(t *testing.T) {
	pack := os.Getenv("ETALON_ANS_PACK")
	if pack == "" {
		t.Skip("ETALON_ANS_PACK is not set")
	}
	const published = SchemaRef("infrastructure/cda/CDA_extended.xsd")
	fsys := os.DirFS(pack)
	engines := []Engine{Helium(fsys)}
	if HasLibxml2 {
		e, _ := childOf(t, "serve", fsys)
		engines = append(engines, e)
	}
	ours := Helium(schemasOfTests())
	examples, err := fs.Glob(fsys, "ExemplesCDA/*.xml")
	if err != nil || len(examples) < 60 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for i, name := range examples {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range engines {
			if v := validate(t, e, published, string(b)); !v.Valid {
				t.Errorf("%s, %s: %+v", e.Name(), path.Base(name), v.Violations[0])
			}
		}
		if v := validate(t, ours, "cda.xsd", string(b)); !v.Valid {
			t.Errorf("our schema, %s: %+v", path.Base(name), v.Violations[0])
		}
		if i%16 != 0 {
			continue
		}
		for _, from := range []string{"<custodian>", "typeId ", " root=\"2.16.840.1.113883.1.3\""} {
			bad := strings.Replace(string(b), from, strings.Replace(from, "t", "tt", 1), 1)
			if bad == string(b) {
				continue
			}
			for _, e := range engines {
				v, err := e.Validate(context.Background(), published, []byte(bad))
				if err != nil || v.Valid {
					t.Errorf("%s, %s with %q spoilt: %+v, %v", e.Name(), path.Base(name), from, v, err)
				}
			}
		}
	}
}
