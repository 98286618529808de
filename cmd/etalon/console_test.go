package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// The names that the tests here use most.
const (
	builtin     = reference.Client
	verdictFile = verdicts.JSONFile
)

// patient bounds everything that a test here waits for.
const patient = 2 * time.Minute

// console is one etalon in a process of its own, with a person before it who
// reads line by line and types.
type console struct {
	t        *testing.T
	cmd      *exec.Cmd
	in       io.WriteCloser
	out, err <-chan string
	told     []string // every line read so far, for the failure message
	left     chan error
}

// open starts etalon in a process group of its own, as a shell does.
func open(t *testing.T, args ...string) *console {
	t.Helper()
	c := &console{t: t, cmd: exec.Command("etalon", args...), left: make(chan error, 1)}
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := c.cmd.StdinPipe()
	must(t, err)
	out, outEnd := io.Pipe()
	words, wordsEnd := io.Pipe()
	c.in, c.cmd.Stdout, c.cmd.Stderr = in, outEnd, wordsEnd
	c.out, c.err = lines(out), lines(words)
	must(t, c.cmd.Start())
	go func() {
		err := c.cmd.Wait()
		outEnd.Close()
		wordsEnd.Close()
		c.left <- err
	}()
	t.Cleanup(func() { _ = syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL) })
	return c
}

func lines(r io.Reader) <-chan string {
	c := make(chan string, 10_000) // more than any session says: the process never waits for its reader
	go func() {
		defer close(c)
		for s := bufio.NewScanner(r); s.Scan(); {
			c <- s.Text()
		}
	}()
	return c
}

// await reads lines until one contains what, and gives it.
func (c *console) await(from <-chan string, what string) string {
	c.t.Helper()
	late := time.After(patient)
	for {
		select {
		case line, open := <-from:
			if !open {
				c.t.Fatalf("it ended without saying %q; it said:\n%s", what, strings.Join(c.told, "\n"))
			}
			c.told = append(c.told, line)
			if strings.Contains(line, what) {
				return line
			}
		case <-late:
			c.t.Fatalf("it did not say %q in %s; it said:\n%s", what, patient, strings.Join(c.told, "\n"))
		}
	}
}

// types types one line.
func (c *console) types(line string) {
	c.t.Helper()
	_, err := io.WriteString(c.in, line+"\n")
	must(c.t, err)
}

// leaves waits for the end and holds it to an exit code.
func (c *console) leaves(code int) {
	c.t.Helper()
	select {
	case <-c.left:
	case <-time.After(patient):
		c.t.Fatalf("it does not leave; it said:\n%s", c.rest())
	}
	if got := c.cmd.ProcessState.ExitCode(); got != code {
		c.t.Fatalf("exit code %d, want %d; it said:\n%s", got, code, c.rest())
	}
}

// rest is everything it has said.
func (c *console) rest() string {
	for _, from := range []<-chan string{c.out, c.err} {
		for more := true; more; {
			select {
			case line, open := <-from:
				if more = open; open {
					c.told = append(c.told, line)
				}
			default:
				more = false
			}
		}
	}
	return strings.Join(c.told, "\n")
}

// child finds the process that this one launched with a command, "session".
func (c *console) child(command string) int {
	c.t.Helper()
	pid, ok := childOf(c.cmd.Process.Pid, command)
	if !ok {
		c.t.Fatalf("no %s among the children of %d", command, c.cmd.Process.Pid)
	}
	return pid
}

func childOf(parent int, command string) (int, bool) {
	names, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range names {
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it left meanwhile
		}
		fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:]) // state, parent, …
		words, err := os.ReadFile(filepath.Join(filepath.Dir(name), "cmdline"))
		if err == nil && string(fields[1]) == strconv.Itoa(parent) && slices.Contains(strings.Split(string(words), "\x00"), command) {
			return pid, true
		}
	}
	return 0, false
}

// command runs etalon to its end.
func command(t *testing.T, code int, stdin []byte, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "etalon", args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var out, words bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &words
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("etalon %s: exit code %d, want %d\n%s\n%s", strings.Join(args, " "), got, code, &out, &words)
	}
	return out.String() + words.String()
}

// vendor prepares a vendor's folder: sut.yaml as init writes it, on a free port.
func vendor(t *testing.T) (dir, declaration string) {
	t.Helper()
	dir = t.TempDir()
	command(t, 0, nil, "init", dir, "--listen", "127.0.0.1:0")
	return dir, filepath.Join(dir, "sut.yaml")
}

// software is the product that a vendor has configured with what init gave.
type software struct {
	t      *testing.T
	config string
	done   int
}

// installed writes the configuration of the reference product for an address.
func installed(t *testing.T, declaration, base, mutant string) *software {
	t.Helper()
	sut, err := system().sut(declaration, "", nil)
	must(t, err)
	sut.Mutant = mutant
	set, err := pki.Load(os.DirFS(sut.PKI))
	must(t, err)
	config, err := reference.Config(&plan.Plan{SUT: sut, Environment: plan.Environment{VIHF: true}}, set, reference.Places{Base: base})
	must(t, err)
	file := filepath.Join(t.TempDir(), "lps.json")
	must(t, os.WriteFile(file, config, 0o600))
	return &software{t: t, config: file}
}

// does one thing, as its user would have it do.
func (s *software) does(a etalon.Action) etalon.Reaction {
	s.t.Helper()
	s.done++
	in, err := json.Marshal(a)
	must(s.t, err)
	out := command(s.t, 0, in, "lps", "exec", "--config", s.config, "--seed", fmt.Sprint(s.done))
	var r etalon.Reaction
	must(s.t, json.Unmarshal([]byte(out), &r))
	return r
}

// actionsOf gives the actions that a session asks for, in order.
func actionsOf(t *testing.T, out string) []etalon.Action {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(out, "plan.json"))
	must(t, err)
	p, err := plan.Unmarshal(raw)
	must(t, err)
	var all []etalon.Action
	for _, sc := range p.Scenarios {
		for _, st := range sc.Steps {
			if st.Ask != nil {
				all = append(all, *st.Ask)
			}
		}
	}
	return all
}

// result reads the verdict.json of a session.
func result(t *testing.T, out string) etalon.Result {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(out, verdictFile))
	must(t, err)
	var r etalon.Result
	must(t, json.Unmarshal(raw, &r))
	return r
}

func evidence(t *testing.T, out string) *dossier.Dossier {
	t.Helper()
	d, err := dossier.Read(disk.Folder(filepath.Join(out, "dossier")))
	must(t, err)
	return d
}

// reached is the last word of the line in which etalon says where it listens.
func reached(line string) string { return line[strings.LastIndex(line, "https://"):] }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// replace changes one passage of a file, which must be there once.
func replace(t *testing.T, file, from, to string) {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	before, after, found := strings.Cut(string(b), "  "+from)
	if !found {
		t.Fatalf("%s has no %q", file, from)
	}
	must(t, os.WriteFile(file, []byte(before+"  "+to+after), 0o644))
}
