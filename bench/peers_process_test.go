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

// peers are the JVMs in which the other engines run, by the class path they need.
type peers map[string]*jvm

// jvm is a process that is asked one thing at a time.
type jvm struct {
	in  *bufio.Writer
	out *bufio.Reader
	err *os.File // what the engines say beside; kept for whoever looks
	end func() error
}

// other is an engine of others.
type other struct {
	key, name string // as the JVM knows it and as the table calls it
	paths     string // its class path: modern, or the one of the published chain
}

const (
	modern   = "modern"   // what Maven resolves: the newest of each
	official = "official" // the Saxon that the published chain uses
)

var others = []other{
	{"official", "official chain", official}, {"schxslt", "Saxon+SchXslt", modern}, {"ph", "ph-schematron", modern},
}

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

// java gives the arguments that start a JVM for engines of a class path.
func java(paths string, more ...string) ([]string, error) {
	jars, err := classpath(paths)
	return append([]string{peerHeap, "-Detalon.stylesheets=" + filepath.Join(built, stylesheets), "-cp", jars}, more...), err
}

// stylesheets is where Maven lays the ISO skeleton out, below built.
const stylesheets = "official/external/schematron/20100710-xslt2"

func classpath(paths string) (string, error) {
	classes := filepath.Join(built, "classes") + string(os.PathListSeparator)
	if paths == official {
		jars, err := filepath.Glob(filepath.Join(built, "official", "Saxon-HE-*.jar"))
		if err != nil || len(jars) != 1 {
			return "", fmt.Errorf("the Saxon of the official chain: %d jars, %w", len(jars), err)
		}
		return classes + jars[0], nil
	}
	jars, err := os.ReadFile(filepath.Join(built, "classpath"))
	return classes + strings.TrimSpace(string(jars)), err
}

// versions are the names of the jars that matter.
func versions() string {
	var out []string
	for _, paths := range []string{official, modern} {
		jars, _ := classpath(paths)
		for _, jar := range filepath.SplitList(jars) {
			name := strings.TrimSuffix(filepath.Base(jar), ".jar")
			for _, of := range []string{"Saxon-HE-", "schxslt-", "ph-schematron-xslt-"} {
				if strings.HasPrefix(name, of) {
					out = append(out, name)
				}
			}
		}
	}
	return strings.Join(out, ", ")
}

func startPeers() (peers, error) {
	out := peers{}
	for _, o := range others {
		if out[o.paths] != nil {
			continue
		}
		p, err := startJVM(o.paths)
		if err != nil {
			return nil, err
		}
		out[o.paths] = p
	}
	return out, nil
}

func (p peers) end() error {
	var faults []error
	for _, one := range p {
		faults = append(faults, one.end())
	}
	return errors.Join(faults...)
}

// ask asks the JVM of an engine; one that none is named for asks the modern one.
func (p peers) ask(words ...string) (int64, error) {
	for _, o := range others {
		if len(words) > 1 && words[1] == o.key {
			return p[o.paths].ask(words...)
		}
	}
	return p[modern].ask(words...)
}

func startJVM(paths string) (*jvm, error) {
	args, err := java(paths, "etalon.bench.Peers", "serve")
	if err != nil {
		return nil, err
	}
	cmd := exec.Command("java", args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(built, "log-"+paths))
	if err != nil {
		return nil, err
	}
	cmd.Stderr = log
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &jvm{bufio.NewWriter(in), bufio.NewReader(out), log, func() error {
		in.Close()
		defer log.Close()
		return cmd.Wait()
	}}, nil
}

// errPeer is what an engine of others says that it cannot do.
var errPeer = errors.New("peer")

// ask gives the number that the JVM answers.
func (p *jvm) ask(words ...string) (int64, error) {
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

func (p peers) time(words ...string) (time.Duration, error) {
	n, err := p.ask(words...)
	return time.Duration(n), err
}
