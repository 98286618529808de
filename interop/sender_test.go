package interop

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
)

// A syslog daemon delivers the record of a start in two ways: as the sender, which
// writes the header around a line of a file, and as a relay of what a sender wrote.
const (
	asSender = "sender"
	asRelay  = "relay"
)

// startRecord is the record of an application that started.
const startRecord = `<AuditMessage><EventIdentification EventActionCode="E" EventDateTime="%s" EventOutcomeIndicator="0"><EventID csd-code="110100" codeSystemName="DCM" originalText="Application Activity"/>` +
	`<EventTypeCode csd-code="110120" codeSystemName="DCM" originalText="Application Start"/></EventIdentification><ActiveParticipant UserID="%s" UserIsRequestor="false" NetworkAccessPointID="127.0.0.1" NetworkAccessPointTypeCode="2">` +
	`<RoleIDCode csd-code="110150" codeSystemName="DCM" originalText="Application"/></ActiveParticipant><AuditSourceIdentification AuditSourceID="interop"/></AuditMessage>`

// asNode plays the start of a secure node whose records a daemon delivers over mutual
// TLS. started is told the addresses: where the daemon takes messages, the file that it
// reads, and where the repository is.
func (b *bench) asNode(name, vendor, version, way string, started func(in, file, repository string)) {
	b.Helper()
	in, file, dmp, repository := free(b.T), filepath.Join(b.dir, "lines"), free(b.T), free(b.T)
	must(b.T, os.WriteFile(file, nil, 0o600))
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("POST /actions/start", func(w http.ResponseWriter, _ *http.Request) {
		now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")
		text, err := fmt.Sprintf(startRecord, now, name), error(nil)
		if way == asSender {
			err = appended(file, text+"\n")
		} else {
			err = handed(in, "<85>1 "+now+" poste interop 1 IHE+RFC-3881 - "+text)
		}
		status := etalon.ReactDone
		if err != nil {
			status = etalon.ReactError
		}
		_, _ = fmt.Fprintf(w, `{"status":%q}`, status)
	})
	user := httptest.NewServer(mux)
	defer user.Close()
	started(in, file, repository)
	r := b.judged(fmt.Sprintf("name: %s\nversion: %q\nvendor: %s\nroles: [secure-node]\nprofiles: [atna-node]\npki: igc\nlisten: {dmp: %q, audit-repository: %q}\ndriver: {kind: http, url: %q}\n",
		name, version, vendor, dmp, repository, user.URL), "--label-filter", "start")
	var failed []string
	for _, f := range r.Findings {
		if f.Severity == etalon.SeverityError {
			b.Errorf("%s, %s: %s: %s [%s]", name, way, f.Rule, f.Message.EN, f.Observed)
		}
		failed = append(failed, string(f.Rule))
	}
	slices.Sort(failed)
	fmt.Printf("%s (%s), %s : %s %v (%d messages)\n", name, version, way, r.Verdict, slices.Compact(failed), len(r.Exchanges))
	if len(r.Exchanges) == 0 {
		b.Errorf("%s, %s: nothing came", name, way)
	}
}

// appended adds text to a file.
func appended(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
}

// handed sends one message, its length before it (RFC 6587, §3.4.1).
func handed(to, message string) error {
	conn, err := net.Dial("tcp", to)
	if err != nil {
		return err
	}
	if _, err := conn.Write([]byte(strconv.Itoa(len(message)) + " " + message)); err != nil {
		return err
	}
	return conn.Close()
}

// rsyslogOut makes rsyslog a client of mutual TLS with the framing of RFC 5425.
const rsyslogOut = `global(workDirectory=%[1]q maxMessageSize="512k" parser.escapeControlCharactersOnReceive="off"
  DefaultNetstreamDriver="ossl" DefaultNetstreamDriverCAFile=%[2]q DefaultNetstreamDriverCertFile=%[3]q DefaultNetstreamDriverKeyFile=%[4]q)
module(load="imtcp")
module(load="imfile")
template(name="sender" type="string" string="<85>1 %%timegenerated:::date-rfc3339%% %%HOSTNAME%% interop 1 IHE+RFC-3881 - %%msg%%")
template(name="relay" type="string" string="<%%PRI%%>1 %%TIMESTAMP:::date-rfc3339%% %%HOSTNAME%% %%APP-NAME%% %%PROCID%% %%MSGID%% %%STRUCTURED-DATA%% %%msg%%")
ruleset(name="out") { action(type="omfwd" target=%[5]q port=%[6]q protocol="tcp" tcp_framing="octet-counted" template=%[7]q
  StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/certvalid" action.resumeRetryCount="-1" action.resumeInterval="1") }
input(type="imtcp" address="127.0.0.1" port=%[8]q ruleset="out")
input(type="imfile" File=%[9]q Tag="interop" addMetadata="off" ruleset="out")
`

// rsyslog as sender of records, and as relay between a sender and a repository.
func TestRsyslogAsNode(t *testing.T) {
	program := os.Getenv(withRsyslog)
	if program == "" {
		t.Skipf("%s is not set: run make interop", withRsyslog)
	}
	for _, way := range []string{asSender, asRelay} {
		t.Run(way, func(t *testing.T) {
			b, _ := newRepository(t)
			b.asNode("rsyslog", "Adiscon", version(t, program, "-v"), way, func(in, file, repository string) {
				key, conf := b.keyOf("structure-auth"), filepath.Join(b.dir, "rsyslog.conf")
				_, port, _ := net.SplitHostPort(in)
				host, to, _ := net.SplitHostPort(repository)
				text := fmt.Sprintf(rsyslogOut, b.dir, key.authority, key.certificate, key.key, host, to, way, port, file)
				must(t, os.WriteFile(conf, []byte(text), 0o600))
				args := []string{"-n", "-f", conf, "-i", filepath.Join(b.dir, "rsyslog.pid")}
				if modules := os.Getenv(rsyslogModules); modules != "" {
					args = append(args, "-M", modules)
				}
				b.daemon(in, program, args...)
			})
		})
	}
}

// syslogNGOut makes syslog-ng the same.
const syslogNGOut = `@version: 3.38
options { use-dns(no); keep-hostname(yes); log-msg-size(524288); flush-lines(1); time-reopen(1); };
source relay { syslog(ip("127.0.0.1") port(%[1]s) transport("tcp") flags(syslog-protocol)); };
source sender { file(%[2]q flags(no-parse) follow-freq(1)); };
rewrite named { set("interop" value("PROGRAM")); set("1" value("PID")); set("IHE+RFC-3881" value("MSGID")); set-facility("authpriv"); set-severity("notice"); };
destination out { syslog(%[3]q port(%[4]s) transport("tls") tls(ca-file(%[5]q) cert-file(%[6]q) key-file(%[7]q) peer-verify(required-trusted))); };
log { source(relay); destination(out); };
log { source(sender); rewrite(named); destination(out); };
`

// syslog-ng as sender of records, and as relay.
func TestSyslogNGAsNode(t *testing.T) {
	program := os.Getenv(withSyslogNG)
	if program == "" {
		t.Skipf("%s is not set: run make interop", withSyslogNG)
	}
	for _, way := range []string{asSender, asRelay} {
		t.Run(way, func(t *testing.T) {
			b, _ := newRepository(t)
			b.asNode("syslog-ng", "One Identity", version(t, program, "--version"), way, func(in, file, repository string) {
				key, conf := b.keyOf("structure-auth"), filepath.Join(b.dir, "syslog-ng.conf")
				_, port, _ := net.SplitHostPort(in)
				host, to, _ := net.SplitHostPort(repository)
				must(t, os.WriteFile(conf, fmt.Appendf(nil, syslogNGOut, port, file, host, to, key.authority, key.certificate, key.key), 0o600))
				at := func(name string) string { return filepath.Join(b.dir, name) }
				args := []string{"-F", "--no-caps", "-f", conf, "-R", at("persist"), "-p", at("pid"), "-c", at("ctl")}
				if modules := os.Getenv(syslogNGModules); modules != "" {
					args = append(args, "--module-path="+modules)
				}
				b.daemon(in, program, args...)
			})
		})
	}
}

// keyFiles are the files of an identity of the bench.
type keyFiles struct{ authority, certificate, key string }

func (b *bench) keyOf(name string) keyFiles {
	igc := filepath.Join(b.dir, "igc")
	return keyFiles{filepath.Join(igc, "ac-etalon.pem"), filepath.Join(igc, name+".pem"), filepath.Join(igc, name+".key.pem")}
}
