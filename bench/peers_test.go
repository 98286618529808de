//go:build unix

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// setting reads a number from the environment.
func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil && n >= 0 {
		return n
	}
	return otherwise
}

// sample takes n documents, evenly over the list.
func sample(docs []document, n int) []document {
	if n >= len(docs) {
		return docs
	}
	var out []document
	for i := range n {
		out = append(out, docs[i*len(docs)/n])
	}
	return out
}

// BenchmarkPeers compares our engine with others in one session, in turns, and
// prints tables. Its own ns/op means nothing: run it with -benchtime 1x.
func BenchmarkPeers(b *testing.B) {
	t := pack(b)
	buildPeers(b)
	w := &warm{b: b, t: t, docs: sample(t.docs, setting("ETALON_BENCH_DOCS", 8)), xsd: newXSD(t)}
	defer w.xsd.Close()
	p, err := startPeers()
	if err != nil {
		b.Fatal(err)
	}
	w.peers = p
	fmt.Fprintln(os.Stderr, "compilation…")
	w.prepare()
	warmUp, rounds := setting("ETALON_BENCH_WARMUP", 3), setting("ETALON_BENCH_ROUNDS", 5)
	for i := range warmUp + rounds {
		fmt.Fprintf(os.Stderr, "\r%d/%d ", i+1, warmUp+rounds)
		w.round(i >= warmUp)
	}
	fmt.Fprintln(os.Stderr)
	if err := p.end(); err != nil {
		b.Fatal(err)
	}
	machine()
	fmt.Printf("\nWarm: %d documents, %d rounds to warm up, %d measured. Times: median over documents of each one's median. all = parse + schematrons.\n", len(w.docs), warmUp, rounds)
	for _, o := range others {
		lines := w.lines(o.key)
		tabulate(w, o.key, o.name, lines)
		b.ReportMetric(lines[len(lines)-1].ratio.Median, "x-warm-"+o.key)
	}
	for what, why := range w.cannot {
		fmt.Printf("not compared: %s: %s\n", what, why)
	}
	for _, c := range cold(b, t, setting("ETALON_BENCH_COLD", 3)) {
		b.ReportMetric(c.wall.Median, "x-cold-"+c.engine)
	}
}

func machine() {
	model := "?"
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	load := ""
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = ", load " + strings.Join(strings.Fields(string(text))[:3], " ")
	}
	java, _ := exec.Command("java", "-version").CombinedOutput()
	first, _, _ := bytes.Cut(java, []byte("\n"))
	fmt.Printf("\nMachine: %s, %d CPUs, %s/%s%s\nVersions: %s; %s; %s; peers' heap %s\n",
		model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, load, runtime.Version(), first, versions(), peerHeap)
}

func tabulate(w *warm, key, name string, lines []line) {
	fmt.Println()
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "\tdocs\tétalon ms\t%s ms\tratio\tleast\tmost\t\n", name)
	for _, l := range lines {
		fmt.Fprintf(out, "%s\t%d\t%s\t%s\t%.0f×\t%.1f×\t%.0f×\t\n", l.row, l.docs, ms(l.ours), ms(l.peer), l.ratio.Median, l.ratio.Least, l.ratio.Most)
	}
	out.Flush()
	a := w.agree[key]
	fmt.Printf("same number of failed asserts and reports: %d of %d runs. Compiling the %d schematrons: étalon %s s, %s %s s.\n",
		a[0], a[1], len(w.loaded), seconds(w.load["ours"]), name, seconds(w.load[key]))
}

func ms(d time.Duration) string      { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1e3) }
func seconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()) }
