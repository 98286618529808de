//go:build unix

package bench

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	project  = "peers/pom.xml"
	built    = "../out/peers"
	peerHeap = "-Xmx3g"
)

// peers is the JVM in which the other engines run, asked one thing at a time.
type peers struct {
	in  *bufio.Writer
	out *bufio.Reader
	err *os.File // what the engines say beside; kept for whoever looks
	end func() error
}

// engines of others, as the JVM knows them and as the table calls them.
var others = []struct{ key, name string }{{"schxslt", "Saxon+SchXslt"}, {"ph", "ph-schematron"}}

// buildPeers has Maven fetch and compile; it skips where that cannot be.
func buildPeers(b *testing.B) {
	b.Helper()
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			skip(b, tool+" manque : pas de comparaison (not found: no comparison)")
		}
	}
	if out, err := exec.Command("mvn", "-q", "-B", "-f", project, "compile").CombinedOutput(); err != nil {
		skip(b, fmt.Sprintf("Maven n'a pas abouti : pas de comparaison (Maven failed: no comparison): %.300s", out))
	}
}

// skip says why on standard output: go test keeps to itself why a benchmark
// was skipped.
func skip(b *testing.B, why string) {
	b.Helper()
	fmt.Println("bench-peers : " + why)
	b.SkipNow()
}

func classpath() (string, error) {
	jars, err := os.ReadFile(filepath.Join(built, "classpath"))
	return filepath.Join(built, "classes") + string(os.PathListSeparator) + strings.TrimSpace(string(jars)), err
}

// versions are the names of the jars that matter.
func versions() string {
	jars, _ := classpath()
	var out []string
	for _, jar := range filepath.SplitList(jars) {
		name := strings.TrimSuffix(filepath.Base(jar), ".jar")
		for _, of := range []string{"Saxon-HE-", "schxslt-", "ph-schematron-xslt-"} {
			if strings.HasPrefix(name, of) {
				out = append(out, name)
			}
		}
	}
	return strings.Join(out, ", ")
}

func startPeers() (*peers, error) {
	jars, err := classpath()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("java", peerHeap, "-cp", jars, "etalon.bench.Peers", "serve")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(built, "log"))
	if err != nil {
		return nil, err
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &peers{bufio.NewWriter(in), bufio.NewReader(out), log, func() error {
		in.Close()
		defer log.Close()
		return cmd.Wait()
	}}, nil
}

// errPeer is what an engine of others says that it cannot do.
var errPeer = errors.New("peer")

// ask gives the number that the JVM answers.
func (p *peers) ask(words ...string) (int64, error) {
	fmt.Fprintln(p.in, strings.Join(words, "\t"))
	if err := p.in.Flush(); err != nil {
		return 0, err
	}
	line, err := p.out.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("the JVM is gone: %w", err)
	}
	kind, said, _ := strings.Cut(strings.TrimSpace(line), "\t")
	if kind != "ok" {
		return 0, fmt.Errorf("%w: %.200s", errPeer, said)
	}
	return strconv.ParseInt(said, 10, 64)
}

func (p *peers) time(words ...string) (time.Duration, error) {
	n, err := p.ask(words...)
	return time.Duration(n), err
}
