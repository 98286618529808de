//go:build unix

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/outcome"
)

// BenchmarkLongSession judges a dossier of 5,000 ordinary exchanges, in a process of
// its own: the memory is that of the largest of its processes.
func BenchmarkLongSession(b *testing.B) {
	if _, err := exec.LookPath(binary); err != nil {
		b.Skip("bin/etalon manque : make build (is missing)")
	}
	const exchanges = 5000
	dir := filepath.Join(b.TempDir(), "dossier")
	lengthened(b, dir, exchanges)
	for b.Loop() {
		s, err := whole(binary, []string{"judge", dir, "--out", b.TempDir()}, 1, 5)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(s.RSS)/(1<<20), "MiB-peak")
		b.ReportMetric((s.User+s.System).Seconds()/exchanges*1000, "cpu-ms/exchange")
	}
}

// messageID is where a message names itself, or an answer the message that it answers.
var messageID = regexp.MustCompile(`((?:MessageID|RelatesTo)[^<]*>urn:uuid:)[0-9a-fA-F]{8}`)

// lengthened writes the dossier of a session whose exchanges come again and again under
// new message identifiers, until there are n of them.
func lengthened(b *testing.B, dir string, n int) {
	b.Helper()
	out := filepath.Join(b.TempDir(), "short")
	if _, err := whole(binary, []string{"run", "--sut", "builtin:lps", "--profile", "acces", "--out", out}); err != nil {
		b.Fatal(err)
	}
	short, err := dossier.Read(folder(filepath.Join(out, "dossier")))
	if err != nil {
		b.Fatal(err)
	}
	m := &dossier.Memory{}
	w, err := dossier.NewWriter(m, time.Now, dossier.Session{Plan: short.Session.Plan})
	if err != nil {
		b.Fatal(err)
	}
	fresh := 0
	raw := func(blob etalon.Blob) []byte {
		text, err := short.Bytes(blob)
		if err != nil {
			b.Fatal(err)
		}
		return messageID.ReplaceAll(text, fmt.Appendf(nil, "${1}%08x", fresh))
	}
	connections := map[etalon.ConnectionID]etalon.ConnectionID{}
	for fresh < n {
		for _, x := range short.Exchanges {
			if fresh++; fresh > n {
				break
			}
			if _, ok := connections[x.Connection]; !ok {
				if connections[x.Connection], err = w.Connection(short.Connections[x.Connection]); err != nil {
					b.Fatal(err)
				}
			}
			id, err := w.Request(etalon.Arrival{
				Protocol: x.Protocol, Connection: connections[x.Connection], Actor: x.Actor, Transaction: x.Transaction,
				Sent: x.Sent, Received: x.Received, Raw: raw(x.Request), Fields: x.Fields,
			})
			if err == nil {
				err = w.Response(id, etalon.Answer{Answered: x.Answered, Raw: raw(x.Response)})
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := w.Seal(outcome.Completed); err != nil {
		b.Fatal(err)
	}
	keep(b, dir, m)
}

// keep writes a dossier in its folder.
func keep(b *testing.B, dir string, m *dossier.Memory) {
	b.Helper()
	write := func(name string, text []byte) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, text, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	write(dossier.JournalName, m.Journal)
	for name, text := range m.Blobs {
		write(name, text)
	}
}

// folder is a dossier in its folder.
type folder string

// ReadFile implements dossier.Source.
func (f folder) ReadFile(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(f), name))
}
