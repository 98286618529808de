//go:build unix

package bench

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// binary is what make build makes.
const binary = "../bin/etalon"

// spent is what a whole process took, with the children it waited for.
type spent struct {
	Wall, User, System time.Duration
	RSS                int64 // bytes, at the peak of the largest of them
	Exit               int
	Out, Err           string
}

// whole runs a process to its end. Exit codes in fine are not failures.
//
// A process begins with the peak memory of the one that started it (Linux keeps
// it over exec), and this one is large by now: so a small process, this program
// started again, starts and measures it.
func whole(name string, args []string, fine ...int) (spent, error) {
	cmd := exec.Command(os.Args[0], append([]string{name}, args...)...)
	cmd.Env = append(os.Environ(), childEnv+"=measure")
	said, err := cmd.Output()
	if err != nil {
		return spent{}, err
	}
	var s spent
	if err := json.Unmarshal(said, &s); err != nil {
		return s, err
	}
	if s.Exit != 0 && !slices.Contains(fine, s.Exit) {
		return s, fmt.Errorf("%s: exit code %d: %.300s", name, s.Exit, s.Err)
	}
	return s, nil
}

// measure is the small process: it runs its arguments and tells on standard
// output what that took.
func measure(args []string) error {
	cmd := exec.Command(args[0], args[1:]...)
	var out, fault strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &fault
	start := time.Now()
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		return err
	}
	p := cmd.ProcessState
	s := spent{Wall: time.Since(start), User: p.UserTime(), System: p.SystemTime(), Exit: p.ExitCode(), Out: out.String(), Err: fault.String()}
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		s.RSS = int64(u.Maxrss)       //nolint:unconvert // 32 bits on some systems
		if runtime.GOOS != "darwin" { // there it is bytes, elsewhere KiB
			s.RSS <<= 10
		}
	}
	return json.NewEncoder(os.Stdout).Encode(s)
}

// uncached and the folder of cached are what --cache is given.
const uncached = "off"

// validate is `etalon validate` on one document by the tree: XML Schema, the
// general entries and the volet. A verdict, whatever it is, is not a failure.
func validate(t *tree, file, cache string) (spent, error) {
	return whole(binary, []string{"validate", file, "--pack", t.dir, "--cache", cache}, 1, 5)
}

// cached gives a cache that holds what the document needs.
func cached(b *testing.B, t *tree, file string) string {
	b.Helper()
	dir := b.TempDir()
	if _, err := validate(t, file, dir); err != nil {
		b.Fatal(err)
	}
	return dir
}

// typical is the document that is taken where one must do.
func typical(t *tree) document {
	for _, d := range t.docs {
		if filepath.Base(d.file) == "BIO-CR-BIO_2024.01_TSH_1.xml" {
			return d
		}
	}
	return t.docs[len(t.docs)/2]
}

// BenchmarkCold is a whole process: read the rules, from their files or as the
// process before compiled them, judge one document, say so.
func BenchmarkCold(b *testing.B) {
	t := pack(b)
	if _, err := exec.LookPath(binary); err != nil {
		b.Skip("bin/etalon manque : make build (is missing)")
	}
	d := typical(t)
	for _, rules := range []struct{ name, cache string }{{"files", uncached}, {"cache", cached(b, t, d.file)}} {
		b.Run("rules="+rules.name, func(b *testing.B) {
			var user, system time.Duration
			var rss int64
			n := 0
			for b.Loop() {
				s, err := validate(t, d.file, rules.cache)
				if err != nil {
					b.Fatal(err)
				}
				user, system, rss, n = user+s.User, system+s.System, max(rss, s.RSS), n+1
			}
			b.ReportMetric(float64(user.Microseconds())/1e3/float64(n), "user-ms/op")
			b.ReportMetric(float64(system.Microseconds())/1e3/float64(n), "sys-ms/op")
			b.ReportMetric(float64(rss)/(1<<20), "MiB-rss")
		})
	}
}
