//go:build unix

package bench

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// coldRatio is a peer's cold process over ours.
type coldRatio struct {
	engine    string
	wall, cpu Spread
}

// cold runs whole processes in turns: each reads and compiles the XML Schema
// and the schematrons that speak for one document, and judges it.
func cold(b *testing.B, t *tree, rounds int) []coldRatio {
	d := typical(t)
	var entries []string
	for _, e := range t.ans.For(d.doc) {
		entries = append(entries, filepath.Join(t.dir, filepath.FromSlash(e.File)))
	}
	kept := cached(b, t, d.file)
	took := map[string][]spent{}
	for i := range rounds {
		fmt.Fprintf(os.Stderr, "\r%d/%d ", i+1, rounds)
		for name, cache := range map[string]string{"étalon": uncached, "cached": kept} {
			s, err := validate(t, d.file, cache)
			if err != nil {
				b.Fatal(err)
			}
			took[name] = append(took[name], s)
		}
		for _, o := range others {
			if o.paths == official {
				continue
			}
			args, err := java(o.paths, append([]string{"etalon.bench.Peers", "cold", o.key, filepath.Join(t.dir, t.ans.Schema), d.file}, entries...)...)
			if err != nil {
				b.Fatal(err)
			}
			s, err := whole("java", args)
			if err != nil {
				fmt.Printf("cold, %s: %v\n", o.name, err)
				continue
			}
			took[o.key] = append(took[o.key], s)
		}
	}
	fmt.Fprintln(os.Stderr)
	fmt.Printf("\nCold: a fresh process, XML Schema and %d schematrons, %s, %d rounds.\n\n", len(entries), filepath.Base(d.file), rounds)
	out := newTable("\twall s\tuser+sys s\tpeak MiB\twall ratio\tcpu ratio\t\n")
	ours := took["étalon"]
	oursRow(out, "étalon", ours, ours)
	oursRow(out, "étalon, rules cached", took["cached"], ours)
	var ratios []coldRatio
	for _, o := range others {
		s := took[o.key]
		if o.paths == official {
			continue
		}
		if len(s) != len(ours) {
			fmt.Fprintf(out, "%s\t–\t–\t–\t–\t–\t\n", o.name)
			continue
		}
		r := coldRatio{o.key, Ratios(walls(s), walls(ours)), Ratios(cpus(s), cpus(ours))}
		ratios = append(ratios, r)
		fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%.0f×\t%.0f×\t\n", o.name, seconds3(Median(walls(s))), seconds3(Median(cpus(s))), peak(s), r.wall.Median, r.cpu.Median)
	}
	out.Flush()
	for _, o := range others {
		if s := took[o.key]; len(s) > 0 {
			fmt.Printf("%s found: %s\n", o.name, strings.TrimSpace(s[0].Out))
		}
	}
	fmt.Println(memory(t, d, uncached))
	fmt.Println(memory(t, d, kept))
	if rounds := setting("ETALON_BENCH_CHAIN", 1); rounds > 0 {
		cold, kept := officialCold(b, t, d, entries, rounds)
		ratios = append(ratios, cold, kept)
	}
	return ratios
}

// oursRow is a row of ours: its ratio is to what it is beside.
func oursRow(out io.Writer, name string, s, beside []spent) {
	fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%.2f×\t%.2f×\t\n", name, seconds3(Median(walls(s))), seconds3(Median(cpus(s))), peak(s),
		Ratios(walls(s), walls(beside)).Median, Ratios(cpus(s), cpus(beside)).Median)
}

func newTable(head string) *tabwriter.Writer {
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(out, head)
	return out
}

func walls(all []spent) (out []time.Duration) {
	for _, s := range all {
		out = append(out, s.Wall)
	}
	return out
}

func cpus(all []spent) (out []time.Duration) {
	for _, s := range all {
		out = append(out, s.User+s.System)
	}
	return out
}

// peak is the median of the peaks, in MiB.
func peak(all []spent) int64 {
	var out []time.Duration // bytes; Median does not mind
	for _, s := range all {
		out = append(out, time.Duration(s.RSS))
	}
	return int64(Median(out)) >> 20
}
