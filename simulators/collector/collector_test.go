package collector

import (
	"crypto/rand"
	"crypto/x509"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

var keys = sync.OnceValues(func() (*pki.Set, error) { return pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"}) })

func sound(t *testing.T, mutant string) *Collector {
	t.Helper()
	set, err := keys()
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(Config{Keys: set, Clock: time.Now, Mutant: mutant, Listener: net.Listener(nil)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Each flaw of a client is seen, and nothing else with it: the product that forgives
// one lets in nobody but the client with that one.
func TestEachFlawIsSeenAlone(t *testing.T) {
	c := sound(t, "")
	for _, flaw := range pki.ClientFlaws() {
		shown, err := c.Keys.FlawedClient(flaw, rand.Reader, time.Now())
		if err != nil {
			t.Fatal(flaw, err)
		}
		var chain []*x509.Certificate
		for _, der := range shown.Certificate {
			one, err := x509.ParseCertificate(der)
			if err != nil {
				t.Fatal(flaw, err)
			}
			chain = append(chain, one)
		}
		want := []pki.Flaw{flaw}
		if flaw == pki.OtherKey { // TLS itself sees it
			want = nil
		}
		if got := c.flaws(chain); !slices.Equal(got, want) {
			t.Errorf("%s: %v", flaw, got)
		}
	}
	if got := c.flaws([]*x509.Certificate{c.Keys.Get(pki.CardAuth).Certificate}); got != nil {
		t.Errorf("a good client: %v", got)
	}
}

func TestRecordsAreFoundByEachOfTheirWords(t *testing.T) {
	for mutant, status := range map[string]string{"": etalon.ReactDone, "records-none": etalon.ReactError, "records-last": etalon.ReactError, "records-pretends": etalon.ReactDone} {
		c := sound(t, mutant)
		c.take([]byte("<85>1 - - - - - - un mot"))
		c.take([]byte("not syslog at all"))
		got := c.Do(etalon.Action{Name: etalon.ActFindRecords, Params: map[string]string{"records": "mot all"}})
		if got.Status != status {
			t.Errorf("%q: %+v", mutant, got)
		}
	}
	if got := sound(t, "").Do(etalon.Action{Name: etalon.ActFeed}); got.Status != etalon.ReactUnsupported {
		t.Errorf("%+v", got)
	}
}

func TestMutantsSayWhatTheyAre(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Mutants() {
		if seen[m.Name] || m.Summary.FR == "" || m.Summary.EN == "" || m.Kills == "" || len(m.Cases) == 0 {
			t.Errorf("%+v", m)
		}
		seen[m.Name] = true
	}
}
