package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// withOpenSSL is what scripts/interop sets where openssl is installed.
const withOpenSSL = "ETALON_INTEROP_OPENSSL"

// The servers of OpenSSL that are tried as a secure node (ITI-19), and the rules that
// have to fail; none: it conforms.
var nodes = []struct {
	name  string
	flags []string
	fails []string
}{
	{"strict", []string{"-Verify", "3", "-verify_return_error", "-crl_check"}, nil},
	{"without-revocation", []string{"-Verify", "3", "-verify_return_error"}, []string{"SN02.refused"}},
	{"optional", []string{"-verify", "3", "-verify_return_error", "-crl_check"}, []string{"SN02.refused"}},
	{"blind", nil, []string{"SN02.refused"}}, // over TLS 1.3 what it asks for is not seen
	{"cbc", []string{"-Verify", "3", "-verify_return_error", "-crl_check", "-cipher", "ECDHE-RSA-AES256-SHA384"}, []string{"SN05.floor"}},
}

// OpenSSL as the TLS server of a secure node: what étalon's clients see of a stack that
// is not Go's.
func TestOpenSSLAsNode(t *testing.T) {
	if os.Getenv(withOpenSSL) == "" {
		t.Skipf("%s is not set: run make interop", withOpenSSL)
	}
	version, err := exec.CommandContext(t.Context(), "openssl", "version").Output()
	must(t, err)
	root, err := filepath.Abs("..")
	must(t, err)
	for _, n := range nodes {
		t.Run(n.name, func(t *testing.T) {
			b := &bench{T: t, etalon: filepath.Join(root, "bin", "etalon"), dir: filepath.Join(t.TempDir(), "banc")}
			b.command("init", b.dir)
			at := b.serve(n.flags)
			sut := fmt.Sprintf("name: OpenSSL\nversion: %q\nvendor: OpenSSL\nroles: [secure-node-server]\nprofiles: [atna-node-server]\npki: igc\ndriver: {kind: none}\nendpoints: {secure-node: %q}\n",
				strings.TrimSpace(string(version)), at)
			file, out := filepath.Join(b.dir, "sut.yaml"), filepath.Join(b.dir, "session")
			must(t, os.WriteFile(file, []byte(sut), 0o600))
			b.commandOr([]int{etalon.ExitFail, etalon.ExitInconclusive}, "run", "--sut", file, "--out", out)
			src, err := os.ReadFile(filepath.Join(out, "verdict.json"))
			must(t, err)
			var r etalon.Result
			must(t, json.Unmarshal(src, &r))
			var failed []string
			for _, f := range r.Findings {
				if f.Severity == etalon.SeverityError && !slices.Contains(failed, string(f.Rule)) {
					failed = append(failed, string(f.Rule))
				}
			}
			slices.Sort(failed)
			fmt.Printf("%s, s_server %s : %s %v (%d handshakes)\n", strings.TrimSpace(string(version)), n.name, r.Verdict, failed, len(r.Exchanges))
			if !slices.Equal(failed, n.fails) {
				t.Errorf("%v failed, not %v", failed, n.fails)
			}
		})
	}
}

// serve starts s_server with the keys of the bench, and waits until it listens.
func (b *bench) serve(flags []string) string {
	b.Helper()
	igc := filepath.Join(b.dir, "igc")
	trusted := filepath.Join(b.dir, "trusted.pem")
	var both []byte
	for _, name := range []string{"ac-etalon.pem", "ac-etalon.crl"} {
		src, err := os.ReadFile(filepath.Join(igc, name))
		must(b.T, err)
		both = append(both, src...)
	}
	must(b.T, os.WriteFile(trusted, both, 0o600))
	at := free(b.T)
	ctx, end := context.WithCancel(b.Context())
	cmd := exec.CommandContext(ctx, "openssl", append([]string{
		"s_server", "-quiet", "-accept", at, "-cert", filepath.Join(igc, "serveur.pem"), "-key", filepath.Join(igc, "serveur.key.pem"), "-CAfile", trusted,
	}, flags...)...)
	must(b.T, cmd.Start())
	b.Cleanup(func() { end(); _ = cmd.Wait() })
	for until := time.Now().Add(time.Minute); time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
		if conn, err := net.Dial("tcp", at); err == nil {
			_ = conn.Close()
			return at
		}
	}
	b.Fatal("s_server does not listen")
	return ""
}
