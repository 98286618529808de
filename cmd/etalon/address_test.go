package main

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// told is the waiting room as a program reads it.
type told struct {
	Sitting campaign.Sitting
	Room    *campaign.Room
}

// asks gives a page as a program reads it.
func (b *browser) asks(path string, into any) {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.base+path, http.NoBody)
	must(b.t, err)
	r.Header.Set("Accept", "application/json")
	resp, err := b.Do(r)
	must(b.t, err)
	defer resp.Body.Close()
	must(b.t, json.NewDecoder(resp.Body).Decode(into))
}

// certified is the reference client with the certificates of an archive that the console
// gave.
func certified(t *testing.T, archive []byte, at string) *lps.LPS {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	must(t, err)
	file := func(name string) []byte {
		f, err := z.Open("etalon-certificats/" + name)
		must(t, err)
		b, err := io.ReadAll(f)
		must(t, err)
		return b
	}
	pair := func(n pki.Name) tls.Certificate {
		c, err := tls.X509KeyPair(file(string(n)+".pem"), file(string(n)+".key.pem"))
		must(t, err)
		return c
	}
	if _, err := z.Open("etalon-certificats/" + pki.AuthorityKeyFile); err == nil {
		t.Error("the key of the authority is given away")
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(file(pki.AuthorityFile))
	p, err := lps.New(lps.Config{
		BaseURL: at, Name: "ETALON-LPS", Version: "1.0.0", Mode: etalon.ModeDirect, Auth: pair(pki.CardAuth), Sign: pair(pki.CardSign), Roots: roots,
		UserID: pki.UserID, UserFamily: pki.UserFamily, UserGiven: pki.UserGiven, Timeout: patient, Clock: time.Now, Rand: rand.Reader,
	})
	must(t, err)
	return p
}

// A sitting through the program itself: certificates from the console, a product that
// calls the one address, the program killed in the middle, and the verdict that the same
// session would have had at a terminal.
func TestASittingSurvivesAKill(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	command(t, etalon.ExitPass, []byte(longWord+"\n"), "people", "--data", data, "--login", "admin", "--name", "A")
	start := func(address string) (*console, string, string) {
		c := open(t, "serve", "--data", data, "--listen", "127.0.0.1:0", "--address", address)
		line := c.await(c.out, "(simulated DMP, for all products): ")
		_, at, _ := strings.Cut(line, "products): ")
		return c, strings.TrimSpace(c.await(c.out, "http://")), strings.TrimSpace(at)
	}
	c, base, at := start("127.0.0.1:0")
	admin := enter(t, base, "admin")
	admin.fills("/organisations", "name", "Éditeur fictif")
	admin.fills("/people", "login", "v", "name", "v", "role", "vendor-admin", "organisation", "1", "password", longWord)
	v := enter(t, base, "v")
	v.fills("/products", "name", "ETALON-LPS")
	v.fills("/products/1/versions", "label", "1.0.0")
	v.fills("/versions/1/scope", "profile", "acces")
	product := certified(t, []byte(v.fills("/versions/1/certificates")), at)
	v.fills("/versions/1/sittings", "profile", "acces", "mode", "DIRECTE", "filter", "nominal")

	killed, last := false, 0
	for late := time.Now().Add(4 * patient); ; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(late) {
			t.Fatal("it does not end")
		}
		var now told
		v.asks("/sittings/1", &now)
		if !now.Sitting.UnderWay() {
			if now.Sitting.State != campaign.HandedIn || now.Sitting.Session != 1 {
				t.Fatalf("%+v", now.Sitting)
			}
			break
		}
		if now.Room == nil || now.Room.Prompt == nil || now.Room.Prompt.Number == last {
			continue
		}
		last = now.Room.Prompt.Number
		if now.Room.Done == 1 && !killed {
			killed, last = true, 0
			must(t, syscall.Kill(c.cmd.Process.Pid, syscall.SIGKILL))
			<-c.left
			c, base, _ = start(strings.TrimPrefix(at, "https://"))
			v = enter(t, base, "v")
			continue
		}
		if now.Room.Prompt.Question {
			v.fills("/sittings/1/answers", "number", fmt.Sprint(last), "answer", "yes")
			continue
		}
		shown := product.Do(t.Context(), *now.Room.Prompt.Action)
		form := url.Values{"number": {fmt.Sprint(last)}, "status": {shown.Status}, "code": {shown.Code}}
		if status, page, _ := v.send("/sittings/1/answers", "application/x-www-form-urlencoded", strings.NewReader(form.Encode())); status != http.StatusOK && status != http.StatusConflict {
			t.Fatalf("%d %s", status, page) // 409: what it sent was enough
		}
	}
	if !killed {
		t.Error("nobody was killed: one scenario is not enough")
	}
	page := ""
	for late := time.Now().Add(patient); !strings.Contains(page, "conforme"); _, page, _ = v.send("/sessions/1", "", nil) {
		if time.Now().After(late) {
			t.Fatalf("not judged: %s", page)
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !strings.Contains(page, "PASS, conforme") {
		_, verdict, _ := v.send("/sessions/1/verdict.json", "", nil)
		t.Errorf("%s\n%s", page, verdict)
	}
	if said := c.rest(); strings.Contains(said, pki.UserFamily) || strings.Contains(said, "sitting 1:") {
		t.Errorf("it says %s", said)
	}
	must(t, c.cmd.Process.Signal(syscall.SIGTERM))
	<-c.left
}

// The address of a store of objects has no keys in it; without those of the environment
// nothing is served.
func TestAStoreOfObjectsHasItsKeysFromTheEnvironment(t *testing.T) {
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	data := filepath.Join(t.TempDir(), "data")
	for blobs, code := range map[string]int{
		"s3://clef:secret@seau?endpoint=https://127.0.0.1:1": etalon.ExitUsage,
		"s3://seau?endpoint=http://s3.example":               etalon.ExitUsage,
		"s3://seau?endpoint=http://127.0.0.1:1":              etalon.ExitNotReady,
	} {
		command(t, code, nil, "serve", "--data", data, "--listen", "127.0.0.1:0", "--blobs", blobs)
	}
}
