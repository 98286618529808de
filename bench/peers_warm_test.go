//go:build unix

package bench

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/schemas/ans"
	"github.com/etalon-dmp/etalon/validators/schematron"
	"github.com/etalon-dmp/etalon/validators/xsd"
)

// step is one thing that every engine does with one document.
type step struct {
	row   string // of the table
	doc   int
	entry ans.Entry // for a schematron
	kind  stepKind
	ours  []time.Duration
	peer  map[string][]time.Duration // none for an engine that cannot
}

type stepKind int

const (
	parses stepKind = iota
	judges
	validates // by the XML Schema: libxml2 in its child against the JVM's own
)

// warm measures steps in one process each, again and again, in turns.
type warm struct {
	b      *testing.B
	t      *tree
	docs   []document
	loaded schemas
	xsd    xsd.Engine
	peers  peers
	steps  []*step
	cannot map[string]string // engine and entry: why it is not in the comparison
	agree  map[string][2]int // engine: counts of checks that agree with ours, and all
	load   map[string]time.Duration
}

// prepare compiles every schema in every engine, and drops what an engine
// cannot do; then it compares what the engines find.
func (w *warm) prepare() {
	w.loaded, w.cannot, w.agree, w.load = schemas{}, map[string]string{}, map[string][2]int{}, map[string]time.Duration{}
	schema := filepath.Join(w.t.dir, w.t.ans.Schema)
	w.try(nil, "schema", schema)
	for i, d := range w.docs {
		for _, o := range others {
			w.try(nil, "parse", o.key, d.file)
		}
		w.steps = append(w.steps, &step{row: "parse", doc: i, kind: parses}, &step{row: "XSD", doc: i, kind: validates})
		for _, e := range w.t.ans.For(d.doc) {
			start := time.Now()
			if w.loaded[e.File] == nil {
				w.loaded.load(w.b, w.t, e)
				w.load["ours"] += time.Since(start)
			}
			w.steps = append(w.steps, &step{row: calls(e), doc: i, entry: e, kind: judges})
		}
	}
	for file := range w.loaded {
		for _, o := range others {
			var took time.Duration
			if why := w.try(&took, "load", o.key, w.file(file)); why != "" {
				w.cannot[o.key+file] = why
			}
			w.load[o.key] += took
		}
	}
	for _, s := range w.steps {
		s.peer = map[string][]time.Duration{}
		if s.kind == judges {
			w.compare(s)
		}
	}
}

func (w *warm) file(name string) string { return filepath.Join(w.t.dir, filepath.FromSlash(name)) }

// try asks for a time and gives why there is none. A JVM that is gone ends all.
func (w *warm) try(took *time.Duration, words ...string) string {
	d, err := w.peers.time(words...)
	switch {
	case errors.Is(err, errPeer):
		return err.Error()
	case err != nil:
		w.b.Fatal(err)
	}
	if took != nil {
		*took = d
	}
	return ""
}

// compare counts failed asserts and successful reports in each engine.
func (w *warm) compare(s *step) {
	d := w.docs[s.doc]
	ours := len(run(w.b, w.loaded[s.entry.File], d.doc).Checks)
	for _, o := range others {
		if w.cannot[o.key+s.entry.File] != "" {
			continue
		}
		n, err := w.peers.ask("count", o.key, w.file(s.entry.File), d.file)
		if err != nil {
			w.cannot[o.key+s.entry.File] = err.Error()
			continue
		}
		a := w.agree[o.key]
		a[1]++
		if int(n) == ours {
			a[0]++
		}
		w.agree[o.key] = a
	}
}

// turn is how often an engine does a step when it is its turn: the middle time
// counts, so that what the others left in the processor's caches does not.
const turn = 3

// round runs every step in every engine, one after the other.
func (w *warm) round(keep bool) {
	for _, s := range w.steps {
		var times []time.Duration
		for range turn {
			times = append(times, w.ours(s))
		}
		if keep {
			s.ours = append(s.ours, Median(times))
		}
		for _, o := range others {
			times = times[:0]
			for range turn {
				if d, ok := w.theirs(s, o.key); ok {
					times = append(times, d)
				}
			}
			if keep && len(times) == turn {
				s.peer[o.key] = append(s.peer[o.key], Median(times))
			}
		}
	}
}

// ours reads, judges or validates once. Judging writes the SVRL report, as the
// others do, to nowhere.
func (w *warm) ours(s *step) time.Duration {
	d := w.docs[s.doc]
	start := time.Now()
	switch s.kind {
	case parses:
		parse(w.b, d.raw)
	case judges:
		schema := w.loaded[s.entry.File]
		if err := schematron.WriteSVRL(io.Discard, schema, run(w.b, schema, d.doc)); err != nil {
			w.b.Fatal(err)
		}
	case validates:
		if _, err := w.xsd.Validate(context.Background(), xsd.SchemaRef(w.t.ans.Schema), d.raw); err != nil {
			w.b.Fatal(err)
		}
	}
	return time.Since(start)
}

func (w *warm) theirs(s *step, engine string) (took time.Duration, ok bool) {
	d := w.docs[s.doc]
	switch s.kind {
	case parses:
		return took, w.try(&took, "parse", engine, d.file) == ""
	case validates:
		if engine != others[0].key {
			return 0, false // each JVM has the same one
		}
		return took, w.try(&took, "xsd", w.file(w.t.ans.Schema), d.file) == ""
	}
	if w.cannot[engine+s.entry.File] != "" {
		return 0, false
	}
	why := w.try(&took, "run", engine, w.file(s.entry.File), d.file)
	return took, why == ""
}

// line is a row of the table: medians over documents of each document's median.
type line struct {
	row        string
	docs       int
	ours, peer time.Duration
	ratio      Spread
}

// lines gives the rows against one engine, and "all": one parse and every
// schematron of a document that both can run.
func (w *warm) lines(engine string) []line {
	var rows []string
	ours, peer := map[string][]time.Duration{}, map[string][]time.Duration{}
	allOurs, allPeer := make([]time.Duration, len(w.docs)), make([]time.Duration, len(w.docs))
	for _, s := range w.steps {
		if len(s.peer[engine]) == 0 {
			continue
		}
		if !slices.Contains(rows, s.row) {
			rows = append(rows, s.row)
		}
		a, p := Median(s.ours), Median(s.peer[engine])
		ours[s.row], peer[s.row] = append(ours[s.row], a), append(peer[s.row], p)
		if s.kind != validates {
			allOurs[s.doc] += a
			allPeer[s.doc] += p
		}
	}
	rows = append(rows, "all")
	ours["all"], peer["all"] = allOurs, allPeer
	var out []line
	for _, r := range rows {
		out = append(out, line{r, len(ours[r]), Median(ours[r]), Median(peer[r]), Ratios(peer[r], ours[r])})
	}
	return out
}

func newXSD(t *tree) xsd.Engine {
	if xsd.HasLibxml2 {
		return xsd.Libxml2Child(spawn, os.DirFS(t.dir))
	}
	return xsd.Helium(os.DirFS(t.dir))
}
