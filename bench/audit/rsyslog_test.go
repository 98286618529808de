package audit

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

// rsyslogConf keeps each message of mutual TLS as it came, in a file.
const rsyslogConf = `global(workDirectory=%[1]q maxMessageSize="512k"
  DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile=%[2]q DefaultNetstreamDriverCertFile=%[3]q DefaultNetstreamDriverKeyFile=%[4]q)
module(load="imtcp" StreamDriver.Name="ossl" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")
template(name="raw" type="string" string="%%rawmsg%%\n")
ruleset(name="keep") { action(type="omfile" file=%[5]q template="raw") }
input(type="imtcp" address="127.0.0.1" port=%[6]q ruleset="keep")
`

// rsyslog starts rsyslogd, where it is installed, and tells how many records it keeps.
func rsyslog(b *testing.B) (at string, client *tls.Config, kept func() int64) {
	b.Helper()
	program, err := exec.LookPath("rsyslogd")
	if err != nil {
		b.Skip("rsyslogd is not installed")
	}
	fail := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	set, err := pki.New(rand.Reader, time.Now(), []string{"127.0.0.1"})
	fail(err)
	dir := b.TempDir()
	for name, text := range set.Files() {
		fail(os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	fail(err)
	at = l.Addr().String()
	fail(l.Close())
	_, port, _ := net.SplitHostPort(at)
	in := func(name string) string { return filepath.Join(dir, name) }
	file := in("kept")
	fail(os.WriteFile(in("conf"), fmt.Appendf(nil, rsyslogConf, dir, in("ac-etalon.pem"), in("serveur.pem"), in("serveur.key.pem"), file, port), 0o600))
	args := []string{"-n", "-f", in("conf"), "-i", in("pid")}
	if modules := os.Getenv("ETALON_INTEROP_RSYSLOG_MODULES"); modules != "" {
		args = append(args, "-M", modules)
	}
	ctx, end := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stderr = os.Stderr
	fail(cmd.Start())
	b.Cleanup(func() { end(); _ = cmd.Wait() })
	for until := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		conn, err := net.Dial("tcp", at)
		if err == nil {
			_ = conn.Close()
			break
		}
		if time.Now().After(until) {
			b.Fatal("rsyslogd does not listen")
		}
	}
	return at, &tls.Config{RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}, ServerName: "127.0.0.1"}, counted(file)
}

// counted counts the lines of a file that grows.
func counted(name string) func() int64 {
	var at, lines int64
	return func() int64 {
		f, err := os.Open(name)
		if err != nil {
			return lines
		}
		defer func() { _ = f.Close() }()
		b := make([]byte, 1<<20)
		for {
			n, err := f.ReadAt(b, at)
			at += int64(n)
			lines += int64(bytes.Count(b[:n], []byte("\n")))
			if err != nil {
				return lines
			}
		}
	}
}
