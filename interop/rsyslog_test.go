package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// The variables of the run with rsyslog: its program, and where its modules are when
// that is not where they are installed.
const (
	withRsyslog    = "ETALON_INTEROP_RSYSLOG"
	rsyslogModules = "ETALON_INTEROP_RSYSLOG_MODULES"
)

// rsyslogConf makes rsyslog an audit record repository: mutual TLS and datagrams, each
// message kept as it came. By default it would cut at 8 KiB and escape line ends.
const rsyslogConf = `global(workDirectory=%[1]q maxMessageSize="512k" parser.escapeControlCharactersOnReceive="off"
  DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile=%[2]q DefaultNetstreamDriverCertFile=%[3]q DefaultNetstreamDriverKeyFile=%[4]q)
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
module(load="imudp")
template(name="raw" type="string" string="%%rawmsg%%\n")
ruleset(name="keep") { action(type="omfile" file=%[5]q template="raw") }
input(type="imtcp" address="127.0.0.1" port=%[6]q ruleset="keep")
input(type="imudp" address="127.0.0.1" port=%[6]q ruleset="keep")
`

// rsyslog as audit record repository, over TLS and UDP.
func TestRsyslogAsRepository(t *testing.T) {
	program := os.Getenv(withRsyslog)
	if program == "" {
		t.Skipf("%s is not set: run make interop", withRsyslog)
	}
	b, kept := newRepository(t)
	igc, at := filepath.Join(b.dir, "igc"), free(b.T)
	_, port, err := net.SplitHostPort(at)
	must(b.T, err)
	conf := filepath.Join(b.dir, "rsyslog.conf")
	text := fmt.Sprintf(rsyslogConf, b.dir, filepath.Join(igc, "ac-etalon.pem"), filepath.Join(igc, "serveur.pem"), filepath.Join(igc, "serveur.key.pem"), kept, port)
	must(b.T, os.WriteFile(conf, []byte(text), 0o600))
	args := []string{"-n", "-f", conf, "-i", filepath.Join(b.dir, "rsyslog.pid")}
	if modules := os.Getenv(rsyslogModules); modules != "" {
		args = append(args, "-M", modules)
	}
	b.daemon(at, program, args...)
	b.asRepository("rsyslog", "Adiscon", version(t, program, "-v"), at, kept)
}

// newRepository is a bench, and the file that a repository keeps its records in.
func newRepository(t *testing.T) (b *bench, kept string) {
	t.Helper()
	root, err := filepath.Abs("..")
	must(t, err)
	b = &bench{T: t, etalon: filepath.Join(root, "bin", "etalon"), dir: filepath.Join(t.TempDir(), "banc")}
	b.command("init", b.dir)
	return b, filepath.Join(b.dir, "kept")
}

// version is the first line of what a program says of itself.
func version(t *testing.T, program, flag string) string {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), program, flag).Output()
	must(t, err)
	first, _, _ := strings.Cut(string(said), "\n")
	return strings.Join(strings.Fields(first), " ")
}

// asRepository plays the profiles of an audit record repository against one that is
// there, and wants no finding.
func (b *bench) asRepository(name, vendor, version, at, kept string) {
	b.Helper()
	user := httptest.NewServer(finder(kept))
	defer user.Close()
	sut := fmt.Sprintf("name: %s\nversion: %q\nvendor: %s\nroles: [audit-repository]\nprofiles: [atna-repository, atna-repository-udp]\npki: igc\n"+
		"driver: {kind: http, url: %q}\nendpoints: {audit-repository: %[5]q, audit-repository-udp: %[5]q}\n", name, version, vendor, user.URL, at)
	r := b.judged(sut)
	fmt.Printf("%s (%s) : %s (%d messages)\n", name, version, r.Verdict, len(r.Exchanges))
	for _, f := range r.Findings {
		b.Errorf("%s: %s [%s]", f.Rule, f.Message.EN, f.Observed)
	}
}

// judged runs a session with a product and reads what came of it.
func (b *bench) judged(sut string, flags ...string) etalon.Result {
	b.Helper()
	file, out := filepath.Join(b.dir, "sut.yaml"), filepath.Join(b.dir, "session")
	must(b.T, os.WriteFile(file, []byte(sut), 0o600))
	b.commandOr([]int{etalon.ExitFail, etalon.ExitInconclusive}, append([]string{"run", "--sut", file, "--out", out}, flags...)...)
	src, err := os.ReadFile(filepath.Join(out, "verdict.json"))
	must(b.T, err)
	var r etalon.Result
	must(b.T, json.Unmarshal(src, &r))
	return r
}

// daemon starts a program that ends with the test, and waits until it listens.
func (b *bench) daemon(at, program string, args ...string) {
	b.Helper()
	ctx, end := context.WithCancel(b.Context())
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stderr = os.Stderr
	must(b.T, cmd.Start())
	b.Cleanup(func() { end(); _ = cmd.Wait() })
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if conn, err := net.Dial("tcp", at); err == nil {
			_ = conn.Close()
			return
		}
	}
	b.Fatalf("%s does not listen", filepath.Base(program))
}

// finder is the user of a repository that keeps its records in a file: it looks again
// until they are there, a minute at most.
func finder(kept string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("POST /actions/find-records", func(w http.ResponseWriter, r *http.Request) {
		var a etalon.Action
		if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		words := strings.Fields(a.Params["records"])
		var missing []string
		var shown string
		for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
			src, _ := os.ReadFile(kept)
			if missing, shown = found(string(src), words); len(missing) == 0 {
				break
			}
		}
		out := etalon.Reaction{Status: etalon.ReactDone, Shown: shown}
		if len(missing) > 0 {
			out = etalon.Reaction{Status: etalon.ReactError, Shown: "missing: " + strings.Join(missing, " ")}
		}
		_ = json.NewEncoder(w).Encode(out)
	})
	return mux
}

// found is what a file lacks of some words, and the part of it that holds them.
func found(text string, words []string) (missing []string, shown string) {
	first, last := len(text), 0
	for _, w := range words {
		i := strings.Index(text, w)
		if i < 0 {
			missing = append(missing, w)
			continue
		}
		first, last = min(first, i), max(last, i+len(w))
	}
	if first < last {
		shown = text[first:last]
	}
	return missing, shown
}
