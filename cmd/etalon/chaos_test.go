//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

var (
	instants  = flag.Int("instants", 5, "how many times the crash laboratory breaks something")
	chaosSeed = flag.Int64("chaos-seed", 1, "what decides on the instants")
)

// The faults of the laboratory. Those of the disk need a file system of their own, and
// so root.
var faults = []string{
	"kill", "term", "interrupt", "kill child", "term child", "interrupt child", "disk full", "disk read-only", "too many files", "clock",
}

// laboratory breaks etalon at random instants, and counts what came of it.
type laboratory struct {
	t           *testing.T
	random      *rand.Rand
	declaration string
	client      *http.Client
	product     string // the declaration of one that keeps a log of its own
	log         string // where it does
	dossier     string // of a session that was not broken
	verdict     []byte // on it
	root        bool

	acknowledged, lost, codes, words, verdicts, skipped int
	counted                                             map[string]int
}

// Whatever breaks and whenever: what was acknowledged is on record, no verdict is false,
// and the exit code and the words say whose trouble it was.
func TestChaos(t *testing.T) {
	l := &laboratory{t: t, random: rand.New(rand.NewSource(*chaosSeed)), root: os.Geteuid() == 0, counted: map[string]int{}}
	_, l.declaration = vendor(t)
	l.product, l.log = logging(t)
	l.client = caller(t, l.declaration, pki.StructureAuth)
	out := filepath.Join(t.TempDir(), "whole")
	command(t, etalon.ExitPass, nil, "run", "--sut", builtin, "--label-filter", "td0.2-active", "--out", out)
	l.dossier = filepath.Join(out, dossierFolder)
	l.verdict = []byte(read(t, filepath.Join(out, verdictFile)))
	own := filepath.Join(t.TempDir(), "own")
	command(t, etalon.ExitPass, nil, "run", "--sut", l.product, "--label-filter", "td0.2-active", "--out", own)
	if l.intact(filepath.Join(own, dossierFolder), strings.Fields(read(t, l.log))); l.acknowledged == 0 {
		t.Fatal("the product's own log is empty")
	}
	subjects := []string{"simulate", "run", "judge"}
	for n := range *instants {
		subject, fault := subjects[n%len(subjects)], faults[l.random.Intn(len(faults))]
		l.counted[subject+" × "+fault]++
		t.Run(fmt.Sprintf("%d %s %s", n, subject, fault), func(t *testing.T) {
			l.t = t
			switch {
			case fault == "clock":
				l.clock()
			case strings.HasPrefix(fault, "disk") && !l.root:
				l.skipped++
				t.Skip("un disque plein demande root (a full disk needs root)")
			case subject == "simulate":
				l.simulate(fault)
			case subject == "run":
				l.run(fault)
			default:
				l.judge(fault)
			}
		})
	}
	l.t = t
	for what, n := range l.counted {
		t.Logf("%4d  %s", n, what)
	}
	t.Logf("chaos : %d instants (graine, seed %d), %d sautés (skipped), %d acquittés (acknowledged), %d perdus (lost), %d codes faux (wrong exit codes), %d mots faux (wrong words), %d verdicts faux (false verdicts)",
		*instants, *chaosSeed, l.skipped, l.acknowledged, l.lost, l.codes, l.words, l.verdicts)
}

// broken is a process under way, and where it writes.
type broken struct {
	cmd  *exec.Cmd
	said bytes.Buffer
	mu   sync.Mutex
	left chan error
}

func (b *broken) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.Write(p)
}

func (b *broken) text() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.said.String()
}

func (l *laboratory) start(args ...string) *broken {
	b := &broken{cmd: exec.Command("etalon", args...), left: make(chan error, 1)}
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	b.cmd.Stdout, b.cmd.Stderr = b, b
	b.cmd.WaitDelay = patient
	must(l.t, b.cmd.Start())
	go func() { b.left <- b.cmd.Wait() }()
	l.t.Cleanup(func() { _ = syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL) })
	return b
}

// place gives a folder to write in: on a small file system of its own for the faults
// of a disk.
func (l *laboratory) place(fault string) string {
	dir := l.t.TempDir()
	if strings.HasPrefix(fault, "disk") {
		size := "size=16m"
		if fault == "disk full" {
			size = fmt.Sprintf("size=%dk", 4+4*l.random.Intn(60))
		}
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, size); errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
			l.skipped++
			l.t.Skip("ce root ne peut monter aucun disque (this root may not mount a disk)")
		} else {
			must(l.t, err)
		}
		l.t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	}
	return dir
}

// strike breaks something once a while has gone by, unless the process ends before.
func (l *laboratory) strike(b *broken, fault, child, place string, within time.Duration) {
	wait := time.Duration(l.random.Int63n(int64(within)))
	select {
	case err := <-b.left:
		b.left <- err
		return
	case <-time.After(wait):
	}
	pid := b.cmd.Process.Pid
	if name, ofChild := strings.CutSuffix(fault, " child"); ofChild {
		of, ok := childOf(pid, child)
		if !ok {
			return // it has none at this instant
		}
		pid, fault = of, name
	}
	switch fault {
	case "kill":
		_ = syscall.Kill(pid, syscall.SIGKILL)
	case "term":
		_ = syscall.Kill(pid, syscall.SIGTERM)
	case "interrupt":
		_ = syscall.Kill(pid, syscall.SIGINT)
	case "disk read-only":
		// Busy while a file is written there: MNT_FORCE is not for that, so it is asked again.
		for range 200 {
			if syscall.Mount("tmpfs", place, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "") == nil {
				break
			}
		}
	case "too many files":
		limit := syscall.Rlimit{Cur: uint64(l.random.Intn(12)), Max: 4096}
		_, _, _ = syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), syscall.RLIMIT_NOFILE, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	}
}

// end waits for the process, and asks it to leave when it has no reason to by itself.
func (l *laboratory) end(b *broken, ask bool) (code int, killed bool) {
	l.t.Helper()
	for late := time.After(patient); ; {
		var asked <-chan time.Time
		if ask {
			asked = time.After(1500 * time.Millisecond)
		}
		select {
		case <-b.left:
			return b.cmd.ProcessState.ExitCode(), !b.cmd.ProcessState.Exited()
		case <-asked:
			_ = syscall.Kill(b.cmd.Process.Pid, syscall.SIGTERM)
		case <-late:
			l.t.Fatalf("it does not leave; it said:\n%s", b.text())
		}
	}
}

// holds checks the exit code and the words: none of a crash, and a next step where the
// environment is at fault.
func (l *laboratory) holds(b *broken, fault string, code int, killed bool, allowed ...int) {
	l.t.Helper()
	said := b.text()
	if killed && fault != "kill" {
		l.codes++
		l.t.Errorf("it was killed by a signal:\n%s", said)
	}
	fits := killed
	for _, a := range allowed {
		fits = fits || a == code
	}
	if !fits {
		l.codes++
		l.t.Errorf("exit code %d; it said:\n%s", code, said)
	}
	if strings.Contains(said, "goroutine ") || strings.Contains(said, "panic:") || code == etalon.ExitNotReady && !strings.Contains(said, "→") {
		l.words++
		l.t.Errorf("it said:\n%s", said)
	}
}

// intact holds a dossier to what a client knows to be acknowledged. A dossier that was
// never begun holds nothing, and nothing was acknowledged.
func (l *laboratory) intact(dir string, acknowledged []string) *dossier.Dossier {
	l.t.Helper()
	l.acknowledged += len(acknowledged)
	info, err := os.Stat(filepath.Join(dir, dossier.JournalName))
	if err != nil || info.Size() == 0 {
		if l.lost += len(acknowledged); len(acknowledged) > 0 {
			l.t.Errorf("%d acknowledged, and there is no dossier", len(acknowledged))
		}
		return nil
	}
	d, err := dossier.Read(disk.Folder(dir))
	if err != nil {
		if b, _ := os.ReadFile(filepath.Join(dir, dossier.JournalName)); !bytes.ContainsRune(b, '\n') && len(acknowledged) == 0 {
			return nil // it ended within its first entry
		}
		l.verdicts++
		l.t.Errorf("a dossier that nobody altered: %v", err)
		return nil
	}
	known := map[string]bool{}
	for _, x := range d.Exchanges {
		known[x.Fields[etalon.FieldMessageID]] = x.Response.Size > 0
	}
	for _, id := range acknowledged {
		if !known[id] {
			l.lost++
			l.t.Errorf("%s was acknowledged and is not on record", id)
		}
	}
	return d
}

// truthful holds a verdict to what is known of the product, which conforms.
func (l *laboratory) truthful(file string, code int) {
	l.t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		return // none was left
	}
	var r etalon.Result
	if err := json.Unmarshal(b, &r); err != nil || r.Verdict == etalon.Fail || r.Verdict == etalon.Pass && code != etalon.ExitPass {
		l.verdicts++
		l.t.Errorf("%s with exit code %d, %v", r.Verdict, code, err)
	}
}

func (l *laboratory) simulate(fault string) {
	place := l.place(fault)
	args := []string{"simulate", "--sut", l.declaration, "--out", filepath.Join(place, "out")}
	if l.random.Intn(2) == 0 {
		args = append(args, "--no-judge")
	}
	b := l.start(args...)
	base := l.listening(b)
	stop, done := make(chan struct{}), make(chan []string, 1)
	go func() { done <- l.send(base, stop, make(chan struct{})) }()
	l.strike(b, strings.TrimSuffix(fault, " child"), "engine", place, time.Second)
	code, killed := l.end(b, fault != "kill")
	close(stop)
	acknowledged := <-done
	l.holds(b, strings.TrimSuffix(fault, " child"), code, killed, etalon.ExitPass, etalon.ExitCancelled, etalon.ExitNotReady)
	d := l.intact(filepath.Join(place, "out", dossierFolder), acknowledged)
	if d != nil && d.Seal == nil && !killed && code != etalon.ExitNotReady {
		l.codes++
		l.t.Errorf("exit code %d, and not sealed; it said:\n%s", code, b.text())
	}
}

// listening waits for the address, "" when the process ends without one.
func (l *laboratory) listening(b *broken) string {
	for late := time.After(patient); ; {
		select {
		case err := <-b.left:
			b.left <- err
			return ""
		case <-late:
			l.t.Fatalf("it does not listen; it said:\n%s", b.text())
		case <-time.After(5 * time.Millisecond):
			if _, rest, ok := strings.Cut(b.text(), "https://"); ok {
				if at, _, whole := strings.Cut(rest, "\n"); whole {
					return "https://" + at
				}
			}
		}
	}
}

// send asks for documents, one after the other, and keeps a log of what was answered
// whole; it tells the first.
func (l *laboratory) send(base string, stop <-chan struct{}, first chan<- struct{}) (acknowledged []string) {
	for n := 1; base != ""; n++ {
		select {
		case <-stop:
			return acknowledged
		default:
		}
		_, body, _ := strings.Cut(fetch(n), "\r\n\r\n")
		resp, err := l.client.Post(base+"/si-dmp-server/v2/services/repository", "application/soap+xml", strings.NewReader(body))
		if err != nil {
			select {
			case <-stop:
			case <-time.After(5 * time.Millisecond):
			}
			continue
		}
		answer, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err == nil && bytes.Contains(answer, []byte(messageID(n))) {
			if acknowledged = append(acknowledged, messageID(n)); len(acknowledged) == 1 {
				close(first)
			}
		}
	}
	return nil
}

// logging declares the reference product as one that a command drives, and that notes each
// answer it received whole.
func logging(t *testing.T) (declaration, log string) {
	t.Helper()
	dir := t.TempDir()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	at := free.Addr().String()
	must(t, free.Close())
	command(t, etalon.ExitPass, nil, "init", dir, "--listen", at)
	declaration, log = filepath.Join(dir, "sut.yaml"), filepath.Join(dir, "answered")
	text := strings.NewReplacer("NOM DU LOGICIEL", "ETALON-LPS", "NOM DE L'ÉDITEUR", "Étalon").Replace(read(t, declaration))
	must(t, os.WriteFile(declaration, []byte(text), 0o600))
	binary, err := exec.LookPath("etalon")
	must(t, err)
	own := installed(t, declaration, "https://"+at, "")
	text, _, _ = strings.Cut(text, "\ndriver:")
	text += fmt.Sprintf("\ndriver: {kind: exec, command: [%q, lps, exec, --config, %q, --log, %q]}\n", binary, own.config, log)
	must(t, os.WriteFile(declaration, []byte(text), 0o600))
	return declaration, log
}

func (l *laboratory) run(fault string) {
	place := l.place(fault)
	out := filepath.Join(place, "out")
	must(l.t, os.WriteFile(l.log, nil, 0o600))
	b := l.start("run", "--sut", l.product, "--label-filter", "td0.2-active", "--out", out)
	l.strike(b, fault, "session", place, 3*time.Second)
	code, killed := l.end(b, false)
	log, err := os.ReadFile(l.log) // before the dossier, which a child that lives on still adds to
	must(l.t, err)
	allowed := []int{etalon.ExitPass, etalon.ExitCancelled, etalon.ExitNotReady}
	if strings.HasSuffix(fault, "child") || fault == "too many files" || strings.HasPrefix(fault, "disk") {
		allowed = append(allowed, etalon.ExitHarness, etalon.ExitInconclusive)
	}
	l.holds(b, fault, code, killed, allowed...)
	l.intact(filepath.Join(out, dossierFolder), strings.Fields(string(log)))
	l.truthful(filepath.Join(out, verdictFile), code)
}

func (l *laboratory) judge(fault string) {
	place := l.place(fault)
	b := l.start("judge", l.dossier, "--out", filepath.Join(place, "judged"))
	l.strike(b, fault, "engine", place, 2*time.Second)
	code, killed := l.end(b, false)
	l.holds(b, fault, code, killed, etalon.ExitPass, etalon.ExitCancelled, etalon.ExitNotReady)
	left, err := os.ReadFile(filepath.Join(place, "judged", verdictFile))
	if err == nil && !bytes.Equal(left, l.verdict) || err != nil && code == etalon.ExitPass {
		l.verdicts++
		l.t.Errorf("another verdict, or none, with exit code %d: %v", code, err)
	}
}

// clock has the time jump, back or on, while a product sends.
func (l *laboratory) clock() {
	var mu sync.Mutex
	jump, left := time.Duration(0), l.random.Intn(40)
	by := time.Duration(l.random.Int63n(int64(48*time.Hour))) - 24*time.Hour
	r := recordBy(l.t, func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		if left--; left == 0 {
			jump = by
		}
		return recordedAt.Add(jump)
	})
	stop, first, done := make(chan struct{}), make(chan struct{}), make(chan []string, 1)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: r.config}, Timeout: patient}
	l2 := &laboratory{t: l.t, client: client}
	go func() { done <- l2.send(r.dmp.BaseURL(), stop, first) }()
	select {
	case <-first:
	case <-time.After(patient):
	}
	<-time.After(300 * time.Millisecond) // time for the jump
	close(stop)
	acknowledged := <-done
	client.CloseIdleConnections()
	r.end()
	if len(acknowledged) == 0 {
		l.words++
		l.t.Error("nothing was answered any longer")
	}
	if d := l.intact(r.dir, acknowledged); d != nil && d.Seal == nil {
		l.codes++
		l.t.Error("not sealed")
	}
}
