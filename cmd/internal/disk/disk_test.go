package disk_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

func open(t *testing.T) (string, *disk.Dossier, *dossier.Writer) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "dossier")
	s, err := disk.CreateDossier(dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := dossier.NewWriter(s, func() time.Time { return time.Unix(0, 0) }, dossier.Session{})
	if err != nil {
		t.Fatal(err)
	}
	return dir, s, w
}

// Many exchanges at one time, small and large, equal and different: all are
// there, each with its own bytes, and nothing else is.
func TestConcurrentExchanges(t *testing.T) {
	dir, s, w := open(t)
	var wg sync.WaitGroup
	spools := make([]etalon.Spool, 40)
	for i := range spools {
		wg.Go(func() {
			body := bytes.Repeat([]byte{byte(i)}, 10+i%4*300_000)
			spools[i] = w.Spool("c0001")
			for _, b := range bytes.SplitAfterN(body, []byte{byte(i)}, 3) {
				if _, err := spools[i].Write(b); err != nil {
					t.Error(err)
				}
			}
			x, err := w.Request(etalon.Arrival{Spool: spools[i], Fields: etalon.Fields{"i": fmt.Sprint(i)}})
			if err == nil {
				err = w.Response(x, etalon.Answer{Raw: []byte("the same for all")})
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i, spool := range spools {
		b, err := io.ReadAll(io.NewSectionReader(spool, 0, spool.Size()))
		if err != nil || len(b) != 10+i%4*300_000 || b[0] != byte(i) || b[len(b)-1] != byte(i) {
			t.Errorf("spool %d: %d bytes, %v", i, len(b), err)
		}
	}
	if err := errors.Join(w.Seal("completed"), s.Close()); err != nil {
		t.Fatal(err)
	}
	d, err := dossier.Read(disk.Folder(dir))
	if err != nil || len(d.Exchanges) != len(spools) || len(d.Incomplete) != 0 {
		t.Fatalf("%v: %d exchanges", err, len(d.Exchanges))
	}
	for _, x := range d.Exchanges {
		b, err := d.Bytes(x.Request)
		if err != nil || fmt.Sprint(b[len(b)/2]) != x.Fields["i"] {
			t.Errorf("%s: %v", x.ID, err)
		}
		if b, _ := d.Bytes(x.Response); string(b) != "the same for all" {
			t.Errorf("%s: answer %q", x.ID, b)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "incomplete")); !os.IsNotExist(err) {
		t.Errorf("a complete dossier has a folder for what is incomplete: %v", err)
	}
	blobs, _ := os.ReadDir(filepath.Join(dir, "blobs"))
	if len(blobs) != len(spools)+1 {
		t.Errorf("%d blobs", len(blobs))
	}
}

func TestADossierIsNeverOverwritten(t *testing.T) {
	dir, _, _ := open(t)
	if _, err := disk.CreateDossier(dir); err == nil {
		t.Fatal("it was")
	}
}

// What was written is in the dossier although nobody closed it.
func TestHalfWrittenMessageIsListed(t *testing.T) {
	dir, _, w := open(t)
	c, err := w.Connection(etalon.Connection{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Spool(c).Write(make([]byte, 3<<20)); err != nil {
		t.Fatal(err)
	}
	d, err := dossier.Read(disk.Folder(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Incomplete) != 1 || d.Incomplete[0].Size != 3<<20 || d.Incomplete[0].Connection() != c {
		t.Errorf("%+v", d.Incomplete)
	}
}
