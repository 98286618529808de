package address_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/campaign"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// post sends a message of a stored query with a certificate, and gives the answer.
func (b *bench) post(of tls.Certificate) (int, string) {
	b.t.Helper()
	c := http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: b.keys.Set.Roots(), Certificates: []tls.Certificate{of}}}}
	if of.Certificate == nil {
		c.Transport.(*http.Transport).TLSClientConfig.Certificates = nil
	}
	const query = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action>urn:ihe:iti:2007:RegistryStoredQuery</a:Action><a:MessageID>urn:uuid:1</a:MessageID></s:Header><s:Body><q/></s:Body></s:Envelope>`
	resp, err := c.Post(b.Where()+"/xds/registry", "application/soap+xml", strings.NewReader(query))
	must(b.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(b.t, err)
	return resp.StatusCode, string(body)
}

// What belongs to no sitting is answered with why, and shown to its owner; what nobody
// owns, to the administration.
func TestWhatBelongsToNoSittingIsTold(t *testing.T) {
	b := open(t, &shelf{all: map[campaign.ID]*dossier.Memory{}})
	status, body := b.post(b.certificate(7))
	if status != http.StatusForbidden || !strings.Contains(body, "Aucune séance") {
		t.Errorf("without a sitting: %d %s", status, body)
	}
	status, body = b.post(b.certificate(-1))
	if status != http.StatusForbidden || !strings.Contains(body, "pas de ceux que le banc") {
		t.Errorf("unknown: %d %s", status, body)
	}
	if status, body = b.post(tls.Certificate{}); status != http.StatusForbidden || !strings.Contains(body, "Aucun certificat") {
		t.Errorf("none: %d %s", status, body)
	}
	conn, err := tls.Dial("tcp", strings.TrimPrefix(b.Where(), "https://"), &tls.Config{ServerName: "localhost"})
	if err == nil {
		_ = conn.Close()
		t.Error("a client trusts an authority that it does not know")
	}
	of := b.Strays(7)
	if len(of) != 1 || of[0].Transaction != etalon.ITI18 || of[0].Version != 7 || !strings.Contains(of[0].Why.FR, "commencez-en une") {
		t.Errorf("of version 7: %+v", of)
	}
	if others := b.Strays(8); len(others) != 0 {
		t.Errorf("of another: %+v", others)
	}
	b.stop() // the last connection is told of when it has ended
	nobody := b.Strays(0)
	if len(nobody) != 3 || nobody[2].Transaction != etalon.ITI18 || nobody[2].Certificate == "" || nobody[1].Certificate != "" || !strings.Contains(nobody[0].Why.FR, "TLS") {
		t.Errorf("of nobody: %+v", nobody)
	}
}

// What comes and does not count is shown with why; what counts, with its step.
func TestWhatCameIsToldAndWhyItDidNotCount(t *testing.T) {
	b := open(t, &shelf{all: map[campaign.ID]*dossier.Memory{}})
	own := b.certificate(1)
	b.Play(b.ctx, b.seating(1, "iti41-one"))
	r, on := b.asked(1, 0)
	if !on || r.Prompt.Question || len(r.Awaited) != 1 || r.Awaited[0].Transaction != etalon.ITI41 || r.Scenario != "iti41-one" || r.Total != 1 {
		t.Fatalf("%+v", r)
	}
	if status, body := b.post(own); status == http.StatusForbidden {
		t.Errorf("%d %s", status, body)
	}
	if r, _, err := b.Room(1); err != nil || len(r.Came) != 1 || r.Came[0].Transaction != etalon.ITI18 || !strings.Contains(r.Came[0].Why.FR, "ITI-41 est attendue") {
		t.Errorf("%+v %v", r.Came, err)
	}
	if shown := b.product(own).Do(b.ctx, *r.Prompt.Action); shown.Status != etalon.ReactDone {
		t.Fatalf("%+v", shown)
	}
	r, _ = b.asked(1, r.Prompt.Number)
	if !r.Prompt.Question || len(r.Came) != 2 || r.Came[0].Counted == "" || r.Came[0].Why.FR != "" || !r.Awaited[0].Came || r.Came[1].Counted != "" {
		t.Errorf("%+v", r)
	}
	for _, bad := range []struct {
		number int
		answer string
		want   error
	}{{r.Prompt.Number, "perhaps", campaign.ErrInvalid}, {r.Prompt.Number - 1, "yes", campaign.ErrState}} {
		if err := b.Say(1, bad.number, bad.answer, etalon.Reaction{}, nil); !errors.Is(err, bad.want) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	must(t, b.Say(1, r.Prompt.Number, "no", etalon.Reaction{}, strings.NewReader("a picture")))
	<-b.over
	d, err := b.shelf.Read(1)
	must(t, err)
	last := d.Scenarios[0].Steps[len(d.Scenarios[0].Steps)-1]
	if last.Answer != "no" || last.By != "person" || !strings.HasPrefix(last.Detail, "sha256:") {
		t.Errorf("%+v", last)
	}
}

// A sitting whose program ends goes on in the next, where it was: what was played is not
// played again, and the certificate is as good as before.
func TestASittingSurvivesItsProgram(t *testing.T) {
	s := &shelf{all: map[campaign.ID]*dossier.Memory{}}
	b := open(t, s)
	seating := b.seating(1, "iti41-one || iti41-several")
	b.Play(b.ctx, seating)
	r, _ := b.asked(1, 0)
	p := b.product(b.certificate(1))
	p.Do(b.ctx, *r.Prompt.Action)
	r, _ = b.asked(1, r.Prompt.Number)
	must(t, b.Say(1, r.Prompt.Number, "yes", etalon.Reaction{}, nil))
	r, _ = b.asked(1, r.Prompt.Number) // the second scenario
	first := r.Past[0].Scenario
	b.stop()

	b = open(t, s)
	b.Play(b.ctx, b.seated(1, seating.Plan))
	r, on := b.asked(1, 0)
	if !on || len(r.Past) != 1 || r.Past[0].Scenario != first || r.Done != 1 || r.Total != 2 || r.Scenario == first {
		t.Fatalf("%+v", r)
	}
	must(t, b.person(1, b.product(b.certificate(1))))
	<-b.over
	d, err := s.Read(1)
	must(t, err)
	if d.Seal == nil || d.Seal.Outcome != "completed" || d.Resumed != 1 || d.Left("iti41-one") || d.Left("iti41-several") {
		t.Errorf("%+v, resumed %d", d.Seal, d.Resumed)
	}
}

// A sitting that somebody stops is sealed as such and handed in, also when the program
// ended between the two.
func TestASittingThatIsStoppedIsHandedIn(t *testing.T) {
	s := &shelf{all: map[campaign.ID]*dossier.Memory{}}
	b := open(t, s)
	b.Play(b.ctx, b.seating(1, "iti41-one"))
	b.asked(1, 0)
	b.Stop(1)
	<-b.over
	stopping := b.seating(2, "iti41-one")
	stopping.Stopping = true
	b.Play(b.ctx, stopping)
	<-b.over
	for _, n := range []campaign.ID{1, 2} {
		if d, err := s.Read(n); err != nil || d.Seal == nil || d.Seal.Outcome != "cancelled" || len(d.Exchanges) != 0 {
			t.Errorf("%d: %+v %v", n, d.Seal, err)
		}
	}
}

// Nobody fills the disk of the bench: a sitting that is sent too much ends where it is.
func TestASittingThatIsSentTooMuchEnds(t *testing.T) {
	s := &shelf{all: map[campaign.ID]*dossier.Memory{}}
	b := open(t, s)
	b.Most = 4 << 10
	own := b.certificate(1)
	b.Play(b.ctx, b.seating(1, "iti41-one"))
	b.asked(1, 0)
	for range 3 { // the last ones may be cut off
		conn, err := tls.Dial("tcp", strings.TrimPrefix(b.Where(), "https://"), &tls.Config{RootCAs: b.keys.Set.Roots(), Certificates: []tls.Certificate{own}})
		if err != nil {
			break
		}
		_, _ = io.WriteString(conn, "POST /xds/registry HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx")
		_, _ = io.Copy(io.Discard, conn)
		_ = conn.Close()
	}
	<-b.over
	if d, err := s.Read(1); err != nil || d.Seal == nil || d.Seal.Outcome != "cancelled" || len(d.Exchanges) == 0 {
		t.Errorf("%+v %v", d.Seal, err)
	}
}

// What the address cannot play counts as left out, with why; a server is not played here.
func TestWhatTheAddressCannotPlayIsLeftOut(t *testing.T) {
	b := open(t, &shelf{all: map[campaign.ID]*dossier.Memory{}})
	_, _, err := b.Plan(addressAsked("xds-registry"))
	if !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("a server: %v", err)
	}
	v := addressAsked("xds-source")
	v.Profiles = []etalon.ProfileID{"acces"}
	if _, _, err := b.Plan(v); !errors.Is(err, campaign.ErrInvalid) {
		t.Errorf("out of its scope: %v", err)
	}
	if _, _, err = b.Plan(addressAsked("atna-node")); !errors.Is(err, campaign.ErrInvalid) || !strings.Contains(err.Error(), "etalon run") {
		t.Errorf("all of it elsewhere: %v", err)
	}
	raw, profiles, err := b.Plan(addressAsked("acces"))
	must(t, err)
	if p := unmarshalled(t, raw); len(profiles) != 1 || p.Profiles[0].Planned != p.Profiles[0].Whole || p.SUT.Driver.Kind != "person" || p.SUT.PKI != "" {
		t.Errorf("%+v of %+v", p.Profiles, p.SUT)
	}
}

// A product that called before its sitting began is not held to the connection on which
// it was turned away.
func TestAConnectionThatWasTurnedAwayDoesNotOutliveTheBeginning(t *testing.T) {
	b := open(t, &shelf{all: map[campaign.ID]*dossier.Memory{}})
	own := b.certificate(1)
	conn, err := tls.Dial("tcp", strings.TrimPrefix(b.Where(), "https://"), &tls.Config{RootCAs: b.keys.Set.Roots(), Certificates: []tls.Certificate{own}})
	must(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /xds/registry HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx")
	must(t, err)
	answer := make([]byte, 1<<16)
	n, err := conn.Read(answer)
	must(t, err)
	if !strings.HasPrefix(string(answer[:n]), "HTTP/1.1 403") {
		t.Fatalf("%s", answer[:n])
	}
	b.Play(b.ctx, b.seating(1, "iti41-one"))
	if _, err := io.Copy(io.Discard, conn); err != nil { // to its end
		t.Logf("closed: %v", err)
	}
	b.asked(1, 0)
	if status, body := b.post(own); status == http.StatusForbidden {
		t.Errorf("%d %s", status, body)
	}
}
