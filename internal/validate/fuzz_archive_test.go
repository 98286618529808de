package validate_test

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/validate"
)

// Whatever is given as an archive, the names of its files lead nowhere out of it.
func FuzzArchive(f *testing.F) {
	for _, name := range []string{"a.xml", "../../a.xml", `..\a.xml`, "/a.xml", "x/../../../b.cda"} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte("<a/>"))
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var p validate.Files
		if p.Archive("z.zip", bytes.NewReader(text), int64(len(text))) != nil {
			return
		}
		p.Distinct()
		seen := map[string]bool{}
		for _, one := range p.List {
			if inside := strings.TrimPrefix(one.Name, "z.zip!"); path.Clean("/"+inside) != "/"+inside || strings.HasPrefix(one.Out, "..") || path.IsAbs(one.Out) {
				t.Errorf("%q is written as %q", one.Name, one.Out)
			}
			if seen[strings.ToLower(one.Out)] {
				t.Errorf("%q twice", one.Out)
			}
			seen[strings.ToLower(one.Out)] = true
			_, _ = one.Read() // as it may
		}
	})
}
