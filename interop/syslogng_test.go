package interop

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// The variables of the run with syslog-ng: its program, and where its modules are when
// that is not where they are installed.
const (
	withSyslogNG    = "ETALON_INTEROP_SYSLOG_NG"
	syslogNGModules = "ETALON_INTEROP_SYSLOG_NG_MODULES"
)

// syslogNGConf makes syslog-ng an audit record repository: mutual TLS with the framing of
// RFC 5425 and datagrams, each message kept as it came. By default it would cut at 64 KiB.
const syslogNGConf = `@version: 3.38
options { use-dns(no); keep-hostname(yes); log-msg-size(524288); flush-lines(1); };
source s {
  syslog(ip("127.0.0.1") port(%[6]s) transport("tls") flags(no-parse) max-connections(64) log-iw-size(6400)
    tls(key-file(%[4]q) cert-file(%[3]q) ca-file(%[2]q) peer-verify(required-trusted)));
  network(ip("127.0.0.1") port(%[6]s) transport("udp") flags(no-parse));
};
destination d { file(%[5]q template("${MSG}\n")); };
log { source(s); destination(d); };
`

// syslog-ng as audit record repository, over TLS and UDP.
func TestSyslogNGAsRepository(t *testing.T) {
	program := os.Getenv(withSyslogNG)
	if program == "" {
		t.Skipf("%s is not set: run make interop", withSyslogNG)
	}
	b, kept := newRepository(t)
	igc, at := filepath.Join(b.dir, "igc"), free(t)
	_, port, err := net.SplitHostPort(at)
	must(t, err)
	conf := filepath.Join(b.dir, "syslog-ng.conf")
	text := fmt.Sprintf(syslogNGConf, b.dir, filepath.Join(igc, "ac-etalon.pem"), filepath.Join(igc, "serveur.pem"), filepath.Join(igc, "serveur.key.pem"), kept, port)
	must(t, os.WriteFile(conf, []byte(text), 0o600))
	in := func(name string) string { return filepath.Join(b.dir, name) }
	args := []string{"-F", "--no-caps", "-f", conf, "-R", in("persist"), "-p", in("pid"), "-c", in("ctl")}
	if modules := os.Getenv(syslogNGModules); modules != "" {
		args = append(args, "--module-path="+modules)
	}
	b.daemon(at, program, args...)
	b.asRepository("syslog-ng", "One Identity", version(t, program, "--version"), at, kept)
}
