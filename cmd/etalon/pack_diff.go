package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/packdiff"
	"github.com/etalon-dmp/etalon/schemas"
)

type packDiffCmd struct {
	A      string `arg:"" help:"Référentiel de départ : dossier, ou dmp. (First pack: folder, or dmp.)"`
	B      string `arg:"" help:"Référentiel d'arrivée. (Second pack.)"`
	Corpus string `help:"Documents à juger par les deux : ceux dont le verdict change, et pourquoi. (Documents to judge by both: those whose verdict changes, and why.)" placeholder:"DOSSIER"`
	Format string `enum:"text,json" default:"text" help:"text ou json."`
	Jobs   int    `help:"Documents jugés en même temps ; autant que de processeurs par défaut. (Documents judged at a time; as many as processors by default.)"`
}

// Help gives an example.
func (packDiffCmd) Help() string {
	return `Exemple (example) :
  etalon pack diff TestContenuCDA-3-0 TestContenuCDA-3-1 --corpus lot/

Code de sortie 0, que les référentiels diffèrent ou non ; 2 usage, 4 banc.
(Exit code 0, whether or not the packs differ; 2 usage, 4 harness.)`
}

// Run compares two packs, and what they say of documents.
func (c *packDiffCmd) Run(ctx context.Context, a *app) error {
	if c.Jobs < 0 {
		return usage(fmt.Errorf("--jobs %d", c.Jobs), "Donnez un nombre d'au moins 1. (Give a number of at least 1.)")
	}
	before, err := a.packSide(c.A)
	if err != nil {
		return err
	}
	after, err := a.packSide(c.B)
	if err != nil {
		return err
	}
	diff, err := packdiff.Compare(before, after)
	if err != nil {
		return usage(err, packHint)
	}
	if c.Corpus != "" {
		if err := c.judgeCorpus(ctx, a, diff); err != nil {
			if ctx.Err() != nil {
				return codeError{code: etalon.ExitCancelled}
			}
			return err
		}
	}
	if c.Format == "json" {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(diff)
	}
	return packdiff.WriteText(a.out, diff)
}

// packSide loads one side of a comparison.
func (a *app) packSide(name string) (*packdiff.Pack, error) {
	if slices.Contains(packNames(), name) {
		own, err := schemas.Embedded()
		if err != nil {
			return nil, err
		}
		p, _ := own.Pack(name)
		return packdiff.Of(p), nil
	}
	if info, err := os.Stat(name); err != nil || !info.IsDir() {
		return nil, usage(fmt.Errorf("référentiel inconnu (unknown pack): %s", name), embeddedHint()+packHint)
	}
	p, err := packdiff.Open(os.DirFS(name))
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", name, err), packHint)
	}
	return p, nil
}

// bothSaid is one file as both packs judged it.
type bothSaid struct {
	before, after []judged
	raw           map[string][]byte // of each document that was judged in it
}

// judgeCorpus judges every document of the corpus by both packs and adds it to
// the comparison, in the order of their names.
func (c *packDiffCmd) judgeCorpus(ctx context.Context, a *app, diff *packdiff.Diff) error {
	papers, err := a.papers([]string{c.Corpus})
	if err != nil {
		return err
	}
	defer papers.Close()
	v := &validateCmd{Jobs: c.Jobs}
	workers := v.jobs(len(papers.list))
	sides := make([]*referee, 0, 2)
	for _, dir := range []string{c.A, c.B} {
		r, err := a.referee(&validateCmd{Pack: dir}, workers)
		if err != nil {
			return err
		}
		defer r.close()
		sides = append(sides, r)
	}
	answers := make([]bothSaid, len(papers.list))
	faults := make([]error, workers)
	next := make(chan int, len(papers.list))
	for i := range papers.list {
		next <- i
	}
	close(next)
	progress := a.counter(len(papers.list))
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for i := range next {
				if faults[worker] = ctx.Err(); faults[worker] != nil {
					return
				}
				if answers[i], faults[worker] = judgeTwice(ctx, v, sides, worker, papers.list[i]); faults[worker] != nil {
					return
				}
				progress(papers.list[i].name)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(faults...); err != nil {
		return err
	}
	for _, said := range answers {
		said.add(diff)
	}
	return nil
}

// judgeTwice judges a file by both packs; it is read once.
func judgeTwice(ctx context.Context, v *validateCmd, sides []*referee, worker int, p paper) (bothSaid, error) {
	raw, fault := p.read()
	p.read = func() ([]byte, error) { return raw, fault }
	before, err := v.judgeOne(ctx, sides[0], worker, p)
	if err != nil {
		return bothSaid{}, fmt.Errorf("%s: %w", p.name, err)
	}
	after, err := v.judgeOne(ctx, sides[1], worker, p)
	if err != nil {
		return bothSaid{}, fmt.Errorf("%s: %w", p.name, err)
	}
	said := bothSaid{before: before, after: after, raw: map[string][]byte{}}
	if fault != nil {
		return said, nil
	}
	changed := false
	for i := range before {
		changed = changed || i >= len(after) || before[i].report.Verdict != after[i].report.Verdict
	}
	if changed || len(before) != len(after) { // else no one asks for the bytes
		said.raw[p.name] = raw
		for _, part := range judge.Clinical(raw) {
			said.raw[fmt.Sprintf("%s#%d", p.name, part.Index)] = part.Raw
		}
	}
	return said, nil
}

// add pairs what both packs said by document: one may judge a message as a
// whole and the other the documents in it.
func (s bothSaid) add(diff *packdiff.Diff) {
	after := map[string]judge.DocumentReport{}
	for _, j := range s.after {
		after[j.name] = j.report
	}
	for _, j := range s.before {
		diff.Document(j.name, s.raw[j.name], j.report, after[j.name])
		delete(after, j.name)
	}
	for _, j := range s.after {
		if r, left := after[j.name]; left {
			diff.Document(j.name, s.raw[j.name], judge.DocumentReport{}, r)
		}
	}
}
