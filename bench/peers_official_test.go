//go:build unix

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// steps are the stylesheets of the published chain, in their order.
var steps = []string{"iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl"}

// chainRound is one pass of the published chain over a document.
type chainRound struct {
	spent
	processes int
	compiled  spent    // the part of it that is left where the stylesheets were made before
	stopped   []string // entries at which Saxon gave up
}

// chain does what the published chain does from cold, a fresh JVM for each
// step: the XML Schema; then for each schematron the three stylesheets that
// make a stylesheet of it, and that one on the document.
func chain(b *testing.B, t *tree, d document, entries []string) chainRound {
	b.Helper()
	var r chainRound
	out := filepath.Join(b.TempDir(), "svrl")
	step := func(compiled bool, fine []int, words ...string) spent {
		args, err := java(official, words...)
		if err != nil {
			b.Fatal(err)
		}
		s, err := whole("java", args, fine...)
		if err != nil {
			b.Fatal(err)
		}
		r.processes++
		r.add(s)
		if compiled {
			r.compiled.add(s)
		}
		return s
	}
	step(true, nil, "etalon.bench.Peers", "xsd", filepath.Join(t.dir, t.ans.Schema), d.file)
	for _, entry := range entries {
		in := entry
		for i, xsl := range steps {
			made := fmt.Sprintf("%s.%d.xsl", entry, i+1) // beside it: its rules name files from there
			defer os.Remove(made)
			step(false, nil, "net.sf.saxon.Transform", "-s:"+in, "-xsl:"+filepath.Join(built, stylesheets, xsl), "-o:"+made)
			in = made
		}
		// Saxon ends with 2 where a rule reads a file that is not there.
		if s := step(true, []int{2}, "net.sf.saxon.Transform", "-s:"+d.file, "-xsl:"+in, "-o:"+out); s.Exit != 0 {
			r.stopped = append(r.stopped, filepath.Base(entry))
		}
	}
	return r
}

// add is one process after another.
func (s *spent) add(o spent) {
	s.Wall, s.User, s.System, s.RSS = s.Wall+o.Wall, s.User+o.User, s.System+o.System, max(s.RSS, o.RSS)
}

// besides runs ours, with each cache, before and after each round of the chain,
// which takes long enough for the machine to change its mood.
func besides(b *testing.B, t *tree, d document, entries []string, rounds int, caches ...string) (ours [][]spent, theirs []chainRound) {
	const turns = 5
	ours = make([][]spent, len(caches))
	for i := range rounds {
		fmt.Fprintf(os.Stderr, "\rofficial chain %d/%d ", i+1, rounds)
		near := make([][]spent, len(caches))
		run := func() {
			for range turns {
				for n, cache := range caches {
					s, err := validate(t, d.file, cache)
					if err != nil {
						b.Fatal(err)
					}
					near[n] = append(near[n], s)
				}
			}
		}
		run()
		theirs = append(theirs, chain(b, t, d, entries))
		run()
		for n := range caches {
			ours[n] = append(ours[n], spent{Wall: Median(walls(near[n])), User: Median(cpus(near[n])), RSS: peak(near[n]) << 20})
		}
	}
	fmt.Fprintln(os.Stderr)
	return ours, theirs
}

// officialCold prints the chain beside ours, and gives the ratios: to ours from
// the files, and with the rules cached.
func officialCold(b *testing.B, t *tree, d document, entries []string, rounds int) (cold, kept coldRatio) {
	ours, theirs := besides(b, t, d, entries, rounds, uncached, cached(b, t, d.file))
	var whole, compiled []spent
	for _, r := range theirs {
		whole, compiled = append(whole, r.spent), append(compiled, r.compiled)
	}
	last := theirs[len(theirs)-1]
	fmt.Printf("\nThe published chain: a fresh JVM for each of %d steps, Saxon and the ISO skeleton; %d rounds, ours before and after each.\n\n", last.processes, rounds)
	out := newTable("\twall s\tuser+sys s\tpeak MiB\twall ratio to étalon\tcpu ratio\twall ratio to cached\tcpu ratio\t\n")
	ratios := func(all []spent, n int) coldRatio {
		return coldRatio{"official", Ratios(walls(all), walls(ours[n])), Ratios(cpus(all), cpus(ours[n]))}
	}
	row := func(name string, all []spent) {
		a, c := ratios(all, 0), ratios(all, 1)
		fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%.3g×\t%.3g×\t%.3g×\t%.3g×\t\n", name, seconds3(Median(walls(all))), seconds3(Median(cpus(all))), peak(all),
			a.wall.Median, a.cpu.Median, c.wall.Median, c.cpu.Median)
	}
	row("étalon", ours[0])
	row("étalon, rules cached", ours[1])
	row("official chain", whole)
	row("… its stylesheets made before", compiled)
	out.Flush()
	for _, entry := range last.stopped {
		fmt.Printf("the official chain stopped in %s: its rules read a file that the tree lacks\n", entry)
	}
	kept = ratios(whole, 1)
	kept.engine += "-cached"
	return ratios(whole, 0), kept
}

func seconds3(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
