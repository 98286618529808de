package setup_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/etalon-dmp/etalon/internal/setup"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// folder is a folder of keys in memory.
type folder struct {
	fstest.MapFS
	kept int
}

func (f *folder) Keep(files map[string][]byte) error {
	f.kept++
	for name, b := range files {
		f.MapFS[name] = &fstest.MapFile{Data: b}
	}
	return nil
}

// Keys are made once; only the server's certificate is made anew, and only for a
// name that it lacks.
func TestKeysAreKept(t *testing.T) {
	f := &folder{MapFS: fstest.MapFS{}}
	var authority string
	for i, c := range []struct {
		hosts          []string
		fresh, renewed bool
	}{{nil, true, false}, {nil, false, false}, {[]string{"dmp.test"}, false, true}, {[]string{"dmp.test"}, false, false}} {
		before := f.kept
		keys, err := setup.PrepareKeys(f, c.hosts, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		if keys.Fresh != c.fresh || keys.Renewed != c.renewed || (f.kept > before) != (c.fresh || c.renewed) {
			t.Errorf("time %d: %+v", i, keys)
		}
		if now := string(f.MapFS[pki.AuthorityFile].Data); authority != "" && now != authority {
			t.Errorf("time %d: another authority", i)
		} else {
			authority = now
		}
	}
	delete(f.MapFS, "serveur.pem")
	if _, err := setup.PrepareKeys(f, nil, time.Now); err == nil {
		t.Error("half a PKI was taken for one")
	}
}
