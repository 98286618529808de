//go:build linux

package wire

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/simulators/pki"
)

// binary is what `make build` makes.
const binary = "../../bin/etalon"

// server is a process that answers.
type server struct {
	address string
	cmd     *exec.Cmd
	config  *tls.Config // of its clients
	dossier string
}

// start runs a command until it says its address.
func start(b *testing.B, cmd *exec.Cmd, config *tls.Config) *server {
	b.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	s := &server{cmd: cmd, config: config}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		_, _ = io.Copy(io.Discard, out)
		if err := cmd.Wait(); err != nil {
			b.Errorf("server: %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "https://"); ok {
			s.address = address
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s
		}
	}
	b.Fatal("the server does not say its address")
	return nil
}

// keys makes a test PKI and a declaration.
func keys(b *testing.B) (folder string, set *pki.Set) {
	b.Helper()
	folder = b.TempDir()
	if out, err := exec.Command(binary, "init", folder, "--listen", "127.0.0.1:0").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	set, err := pki.Load(os.DirFS(filepath.Join(folder, "igc")))
	if err != nil {
		b.Fatal(err)
	}
	return folder, set
}

func clientConfig(set *pki.Set) *tls.Config {
	return &tls.Config{
		RootCAs: set.Roots(), Certificates: []tls.Certificate{set.TLS(pki.StructureAuth)}, ServerName: "localhost",
		MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12,
	}
}

// startEtalon runs the simulated DMP, recording and not judging.
func startEtalon(b *testing.B) *server {
	folder, set := keys(b)
	out := filepath.Join(folder, "out")
	s := start(b, exec.Command(binary, "simulate", "--no-judge", "--sut", filepath.Join(folder, "sut.yaml"), "--out", out), clientConfig(set))
	s.dossier = filepath.Join(out, "dossier")
	return s
}

const bareEnv = "ETALON_BENCH_BARE"

// startBare runs this test binary as a bare handler that answers these bytes.
func startBare(b *testing.B, contentType string, body []byte) *server {
	folder, set := keys(b)
	answer := filepath.Join(folder, "answer")
	if err := os.WriteFile(answer, body, 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), bareEnv+"="+filepath.Join(folder, "igc"), "ANSWER="+answer, "CONTENT_TYPE="+contentType)
	return start(b, cmd, clientConfig(set))
}

// serveBare is that handler: mutual TLS as the simulator has it, net/http, and
// nothing but reading the request and writing the answer.
func serveBare(igc string) error {
	set, err := pki.Load(os.DirFS(igc))
	if err != nil {
		return err
	}
	answer, err := os.ReadFile(os.Getenv("ANSWER"))
	if err != nil {
		return err
	}
	config := set.ServerTLS()
	config.MinVersion, config.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, set.ClientCAs()
	config.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}
	config.NextProtos = nil
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("https://" + l.Addr().String())
	contentType := os.Getenv("CONTENT_TYPE")
	return (&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = w.Write(answer)
	})}).Serve(tls.NewListener(l, config))
}

func TestMain(m *testing.M) {
	if igc := os.Getenv(bareEnv); igc != "" {
		interrupted := make(chan os.Signal, 1)
		notify(interrupted)
		go func() { <-interrupted; os.Exit(0) }()
		if err := serveBare(igc); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak is the largest resident size of the server since forget, in MB.
func (s *server) peak() float64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if m := peakLine.FindSubmatch(status); m != nil {
		kb, _ := strconv.Atoi(string(m[1]))
		return float64(kb) / 1024
	}
	return 0
}

// cpu is the processor time that the server has used, in the kernel too. Unlike
// times by the clock it does not depend on what else the machine does.
func (s *server) cpu() time.Duration {
	const ticks = 100 // of the kernel's user interface, on every architecture (man 5 proc)
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / ticks
}

// forget begins a new peak.
func (s *server) forget() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0)
}

// session is one client on one connection.
type session struct {
	conn *tls.Conn
	br   *bufio.Reader
	own  []byte // its copy of the request
}

func (s *server) open() (*session, error) {
	conn, err := tls.Dial("tcp", s.address, s.config)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, br: bufio.NewReaderSize(conn, 32<<10)}, nil
}

// do sends a request and reads the whole answer; keep, when set, takes it.
func (c *session) do(r *request, number int64, keep io.Writer) (*http.Response, error) {
	c.own = r.numbered(c.own, number)
	if _, err := c.conn.Write(c.own); err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(c.br, nil)
	if err != nil {
		return nil, err
	}
	if keep == nil {
		keep = io.Discard
	}
	if _, err := io.Copy(keep, resp.Body); err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP %s", resp.Status)
	}
	return resp, nil
}
