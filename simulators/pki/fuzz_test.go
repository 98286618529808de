package pki_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// Whatever stands in a folder of keys in the place of one of its files, it is loaded or
// its faults are told.
func FuzzLoad(f *testing.F) {
	set, err := pki.New(seed.Reader(1), time.Unix(1_800_000_000, 0), []string{"127.0.0.1"})
	if err != nil {
		f.Fatal(err)
	}
	files := set.Files()
	f.Add(pki.AuthorityFile, []byte("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"))
	f.Add(pki.AuthorityKeyFile, []byte("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"))
	f.Add(pki.StrangerFile, []byte("\x00"))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		folder := fstest.MapFS{}
		for n, content := range files {
			folder[n] = &fstest.MapFile{Data: content}
		}
		if _, there := folder[name]; !there {
			name = pki.AuthorityFile
		}
		folder[name] = &fstest.MapFile{Data: b}
		if s, err := pki.Load(folder); err == nil && s == nil {
			t.Error("neither keys nor a fault")
		}
	})
}
