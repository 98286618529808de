package facts_test

import (
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// What a vault gives of a certificate is what would be written without one, whatever
// was written of it before: for another role, at another time, under other authorities.
func TestVaultGivesWhatWouldBeWritten(t *testing.T) {
	p := everyone()
	vault := &facts.Vault{}
	for range 2 {
		for _, at := range []time.Time{received, received.Add(-2 * time.Hour), {}} {
			for _, trusted := range [][][]byte{nil, {p.authority.der}, {p.card.der}} {
				for _, sent := range []bool{false, true} {
					for _, shown := range [][][]byte{{p.structure.der}, {p.structure.der, p.authority.der}, {{1, 2}}} {
						in := facts.ExchangeInput{
							Exchange:   etalon.Exchange{ID: "x1", Received: received, Sent: sent},
							Connection: etalon.Connection{ID: "c1", Opened: at, Sent: sent, TLS: etalon.TLS{Certificates: shown}},
							TrustedCAs: trusted,
						}
						want := string(facts.Exchange(in).Text)
						in.Vault = vault
						if got := string(facts.Exchange(in).Text); got != want {
							t.Fatalf("at %s:\n%s\nnot\n%s", at, got, want)
						}
						session := facts.SessionInput{TrustedCAs: trusted, Connections: []etalon.Connection{in.Connection}}
						want = string(facts.Session(session).Text)
						session.Vault = vault
						if got := string(facts.Session(session).Text); got != want {
							t.Fatalf("session at %s:\n%s\nnot\n%s", at, got, want)
						}
					}
				}
			}
		}
	}
}
