package interop

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// withChrony names chronyd where it is installed.
const withChrony = "ETALON_INTEROP_CHRONY"

func chrony(t *testing.T) string {
	t.Helper()
	program := os.Getenv(withChrony)
	if program == "" {
		t.Skipf("%s is not set: run make interop", withChrony)
	}
	return program
}

// chronyConf makes chronyd a time server of the machine's own clock, which it leaves as
// it is (-x).
const chronyConf = `port %s
bindaddress 127.0.0.1
allow 127.0.0.1
local stratum 3
cmdport 0
pidfile %s
`

// chronyd as the time server that étalon's client asks.
func TestChronyAsServer(t *testing.T) {
	program := chrony(t)
	b, _ := newRepository(t)
	at := freeDatagram(t)
	_, port, err := net.SplitHostPort(at)
	must(t, err)
	conf := filepath.Join(b.dir, "chrony.conf")
	must(t, os.WriteFile(conf, fmt.Appendf(nil, chronyConf, port, filepath.Join(b.dir, "chronyd.pid")), 0o600))
	ctx, end := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, program, "-x", "-d", "-u", "root", "-f", conf)
	must(t, cmd.Start())
	t.Cleanup(func() { end(); _ = cmd.Wait() })
	answers(t, at)
	r := b.judged(fmt.Sprintf("name: chrony\nversion: %q\nvendor: chrony\nroles: [time-server]\nprofiles: [ct-server]\npki: igc\ndriver: {kind: none}\nendpoints: {time-server: %q}\n", version(t, program, "--version"), at))
	fmt.Printf("%s, serveur (server) : %s (%d questions)\n", version(t, program, "--version"), r.Verdict, len(r.Exchanges))
	if r.Verdict != etalon.Pass {
		t.Errorf("the verdict is %s", r.Verdict)
	}
	for _, f := range r.Findings {
		t.Errorf("%s: %s [%s]", f.Rule, f.Message.EN, f.Observed)
	}
}

var offBy = regexp.MustCompile(`System clock wrong by (-?[0-9.]+) seconds`)

// chronyd as the client of étalon's time servers: it takes all three, finds the clock of
// this machine right by them, and does so too when one of them lies.
func TestChronyAsClient(t *testing.T) {
	program := chrony(t)
	for _, one := range []struct {
		name     string
		sources  int // that have to agree
		simulate []string
	}{
		{"agreed", 3, nil},
		{"liar", 2, []string{"--behaviour", string(etalon.BehaveClockLiar), "--on", string(etalon.ITI1)}},
	} {
		t.Run(one.name, func(t *testing.T) { asChrony(t, program, one.name, one.sources, one.simulate) })
	}
}

func asChrony(t *testing.T, program, name string, sources int, simulate []string) {
	b, _ := newRepository(t)
	servers := b.clocks(simulate)
	args := []string{"-x", "-Q", "-t", "60", "-u", "root", "pidfile " + filepath.Join(b.dir, "chronyd.pid"), "cmdport 0", "port 0", "minsources " + strconv.Itoa(sources)}
	for _, s := range servers {
		host, port, err := net.SplitHostPort(s)
		must(t, err)
		args = append(args, "server "+host+" port "+port+" iburst")
	}
	said, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	found := offBy.FindSubmatch(said)
	if err != nil || found == nil {
		t.Fatalf("chronyd takes no server: %v\n%s", err, said)
	}
	off, err := strconv.ParseFloat(string(found[1]), 64)
	must(t, err)
	fmt.Printf("%s, client, %s : %d serveurs interrogés (servers asked), %s s\n", version(t, program, "--version"), name, len(servers), found[1])
	if math.Abs(off) >= 1 {
		t.Errorf("chronyd finds this machine %s s off, by étalon's clock, which is this machine's", found[1])
	}
}

// clocks starts the simulated actors and tells where their time servers are.
func (b *bench) clocks(flags []string) []string {
	b.Helper()
	file := filepath.Join(b.dir, "client.yaml")
	must(b.T, os.WriteFile(file, []byte("name: chrony\nversion: \"4\"\nvendor: chrony\nroles: [time-client]\nprofiles: [ct-client]\npki: igc\ndriver: {kind: person}\nlisten: 127.0.0.1:0\n"), 0o600))
	ctx, end := context.WithCancel(b.Context())
	cmd := exec.CommandContext(ctx, b.etalon, append([]string{"simulate", "--sut", file, "--out", filepath.Join(b.dir, "simulated")}, flags...)...)
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.StdoutPipe()
	must(b.T, err)
	cmd.Stderr = cmd.Stdout
	must(b.T, cmd.Start())
	b.Cleanup(func() { end(); _ = cmd.Wait() })
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, after, found := strings.Cut(lines.Text(), "(NTP) "); found {
			go func() {
				for lines.Scan() { // so that it never waits for us
				}
			}()
			var all []string
			for _, word := range strings.Fields(after) {
				at := strings.Trim(word, ",;.")
				if _, _, err := net.SplitHostPort(at); err != nil {
					break
				}
				all = append(all, at)
			}
			return all
		}
	}
	b.Fatal("étalon does not say where its time servers are")
	return nil
}

// freeDatagram is a free port for datagrams.
func freeDatagram(t *testing.T) string {
	t.Helper()
	s, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	defer s.Close()
	return s.LocalAddr().String()
}

// answers waits until a time server answers.
func answers(t *testing.T, at string) {
	t.Helper()
	question := make([]byte, 48)
	question[0] = 4<<3 | 3
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		conn, err := net.Dial("udp", at)
		must(t, err)
		_, _ = conn.Write(question)
		_ = conn.SetReadDeadline(time.Now().Add(time.Second))
		n, err := conn.Read(question[:])
		_ = conn.Close()
		if err == nil && n == 48 {
			return
		}
		clear(question)
		question[0] = 4<<3 | 3
	}
	t.Fatal("the time server does not answer")
}
