package schemas_test

import (
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/schemas"
)

// Whatever a stranger's pack says of itself, it is opened or refused; its files stay in it.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("name: p\nversion: \"1\"\nentries:\n  - {name: soap, file: soap.sch, over: soap}\n"), []byte("- id: R\n  level: SHALL\n"))
	f.Add([]byte("name: p\nversion: \"1\"\nextends: [p, ../q]\nentries:\n  - {name: a, file: ../../x, over: session}\n"), []byte(""))
	f.Add([]byte("name: &a [*a]\n"), []byte("&a [*a]"))
	f.Fuzz(func(t *testing.T, pack, requirements []byte) {
		p, err := schemas.Open(fstest.MapFS{
			schemas.PackFile: {Data: pack}, "requirements.yaml": {Data: requirements}, "soap.sch": {Data: []byte("<a/>")},
		})
		if err == nil && p.Digest == "" {
			t.Error("opened, and without a digest")
		}
	})
}
