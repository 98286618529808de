package client_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"flag"
	"fmt"
	mrand "math/rand"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
)

var rewrite = flag.Bool("update", false, "write testdata/differences.txt anew; read it before it is kept")

var emptyTag = regexp.MustCompile(`<([\w:]+)([^<>]*)/>`)

// lines cuts a request into the head's lines and one line per tag, so that
// two requests can be compared. Lengths follow from the rest.
func lines(raw []byte) []string {
	head, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	var all []string
	for l := range strings.SplitSeq(string(head), "\r\n") {
		if !strings.HasPrefix(l, "Content-Length: ") {
			all = append(all, l)
		}
	}
	text := emptyTag.ReplaceAllString(string(body), "<$1$2></$1>")
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "><", ">\n<"), "\n") {
		if len(l) > 300 {
			l = fmt.Sprintf("%s… %d bytes, sha256 %x", l[:60], len(l), sha256.Sum256([]byte(l)))
		}
		all = append(all, strings.TrimSuffix(l, "\r"))
	}
	return all
}

// changed gives the lines that only one of two texts has, in order: the
// longest common subsequence is left out.
func changed(a, b []string) []string {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out []string
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, "- "+a[i])
			i++
		default:
			out = append(out, "+ "+b[j])
			j++
		}
	}
	return out
}

// offlineActors send nothing; their randomness is the same each time.
func offlineActors(t *testing.T) *client.Client {
	t.Helper()
	actors, err := client.New(client.Config{
		Registry: "https://sut.example/xds/registry", Repository: "https://sut.example/xds/repository", Imaging: "https://x/imaging", Patients: "https://sut.example/xds/patientsPDQ", Recorder: &record{},
		TLS: &tls.Config{}, Clock: clock, Rand: mrand.New(mrand.NewSource(7)), RepositoryID: repository,
	})
	if err != nil {
		t.Fatal(err)
	}
	return actors
}

// offline makes the bytes of a case, with what it needs.
func offline(t *testing.T, c client.Case) []byte {
	t.Helper()
	all := map[string]string{
		"target": entryA, "folder": "urn:uuid:00000000-0000-4000-8000-000000000104", "source": entryB, "other": another.INS, "entry": entryA, "lid": entryA,
		"uniqueId": "2.25.101", "setUniqueId": "2.25.105", "hash": strings.Repeat("a", 40), "size": "12", "created": "20260301080000", "kilobytes": "1", "uuid": entryA + " " + entryB,
		"study": "2.25.7", "series": "2.25.7.1", "instance": "2.25.7.1.1 2.25.7.1.2",
		"query": "2.25.7^q", "answer": "2.25.7^a",
	}
	with := map[string]string{}
	for at, ok := c, true; ok; at, ok = caseOf(t, c.Transaction, at.Base) {
		for _, need := range at.Needs {
			with[need] = all[need]
		}
	}
	return made(t, offlineActors(t), c, with)
}

func made(t *testing.T, actors *client.Client, c client.Case, with map[string]string) []byte {
	t.Helper()
	raw, err := actors.Bytes(etalon.Sending{
		Transaction: c.Transaction, Case: c.Name, Patient: active, Params: with,
		Documents: []etalon.Document{{ID: "DOC-A", Title: "Document A", Body: "structured", TypeCode: "11490-0"}},
	})
	if err != nil {
		t.Fatalf("%s %s: %v", c.Transaction, c.Name, err)
	}
	return raw
}

// TestEachCaseDiffersFromItsBaseByWhatItSays holds testdata/differences.txt: the
// lines that a case takes away from the message it varies, and those it adds.
// Whoever changes a case reads there what that does.
func TestEachCaseDiffersFromItsBaseByWhatItSays(t *testing.T) {
	var b strings.Builder
	const most = 12
	for _, c := range client.Cases() {
		// What has no envelope is not composed here; an assertion needs a key, which differs each time.
		if known, _ := c.Transaction.Info(); c.Base == "" || known.Protocol != etalon.ProtocolSOAP || strings.HasPrefix(c.Name, "xua-") {
			continue
		}
		base, _ := caseOf(t, c.Transaction, c.Base)
		base.Needs = append(base.Needs, c.Needs...)
		found := changed(lines(offline(t, base)), lines(offline(t, c)))
		fmt.Fprintf(&b, "%s %s, from %s: %s\n", c.Transaction, c.Name, c.Base, c.Text.EN)
		for i, l := range found {
			if i == most {
				fmt.Fprintf(&b, "  %d lines more\n", len(found)-most)
				break
			}
			b.WriteString("  " + l + "\n")
		}
		same := strings.Contains(c.Text.EN, "the message is th") || strings.Contains(c.Text.EN, "params.") && len(c.Needs) > 0
		if len(found) == 0 && !same {
			t.Errorf("%s %s does not differ from %s", c.Transaction, c.Name, c.Base)
		}
	}
	const file = "testdata/differences.txt"
	if *rewrite {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("-want +got; after reading it, go test ./simulators/client -update\n%s", diff)
	}
}
