package validate

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/packdiff"
	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/ans"
)

// bothSaid is one file as both packs judged it.
type bothSaid struct {
	before, after []Judged
	raw           map[string][]byte // of each document that was judged in it
}

// Comparison is two packs, the first and the one that would take its place, by
// name as in Rules.
type Comparison struct {
	Before, After string
	Workers       int              // documents judged at a time
	Progress      func(doc string) // a file is done; called by several at a time
	Cache         Cache            // see Rules
	Means         Means
}

// Packs compares what the two packs hold.
func (c Comparison) Packs() (*packdiff.Diff, error) {
	before, err := c.side(c.Before)
	if err != nil {
		return nil, err
	}
	after, err := c.side(c.After)
	if err != nil {
		return nil, err
	}
	diff, err := packdiff.Compare(before, after)
	if err != nil {
		return nil, exit.Usage(err, PackHint)
	}
	return diff, nil
}

// side loads one side of a comparison.
func (c Comparison) side(name string) (*packdiff.Pack, error) {
	l, err := schemas.Embedded()
	if err != nil {
		return nil, err
	}
	if own, ok := l.Pack(name); ok {
		return packdiff.Of(own), nil
	}
	fsys, err := c.Means.Folder(name)
	if err != nil {
		return nil, unknownPack(name, l)
	}
	if !ans.Detect(fsys) {
		_, p, err := c.Means.beside(l, name)
		if err != nil {
			return nil, err
		}
		return packdiff.Of(p), nil
	}
	p, err := packdiff.Open(fsys)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("%s: %w", name, err), PackHint)
	}
	return p, nil
}

// Corpus judges every document by both packs and adds it to the comparison, in
// the order given.
func (c Comparison) Corpus(ctx context.Context, list []File, diff *packdiff.Diff) error {
	answers, err := c.both(ctx, list)
	for _, said := range answers {
		said.add(diff)
	}
	return err
}

// both judges every document by both packs.
func (c Comparison) both(ctx context.Context, list []File) ([]bothSaid, error) {
	sides := make([]Work, 0, 2)
	for _, name := range []string{c.Before, c.After} {
		r, err := NewReferee(Rules{Pack: name, Cache: c.Cache}, c.Workers, c.Means)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		sides = append(sides, Work{Referee: r})
	}
	answers := make([]bothSaid, len(list))
	faults := make([]error, c.Workers)
	next := make(chan int, len(list))
	for i := range list {
		next <- i
	}
	close(next)
	var wg sync.WaitGroup
	for worker := range c.Workers {
		wg.Go(func() {
			for i := range next {
				if faults[worker] = ctx.Err(); faults[worker] != nil {
					return
				}
				if answers[i], faults[worker] = judgeTwice(ctx, sides, worker, list[i]); faults[worker] != nil {
					return
				}
				c.Progress(list[i].Name)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return answers, nil
}

// judgeTwice judges a file by both packs; it is read once.
func judgeTwice(ctx context.Context, sides []Work, worker int, p File) (bothSaid, error) {
	raw, fault := p.Read()
	p.Read = func() ([]byte, error) { return raw, fault }
	before, err := sides[0].one(ctx, worker, p)
	if err != nil {
		return bothSaid{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	after, err := sides[1].one(ctx, worker, p)
	if err != nil {
		return bothSaid{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	said := bothSaid{before: before, after: after, raw: map[string][]byte{}}
	if fault != nil {
		return said, nil
	}
	changed := false
	for i := range before {
		changed = changed || i >= len(after) || before[i].Report.Verdict != after[i].Report.Verdict
	}
	if changed || len(before) != len(after) { // else no one asks for the bytes
		said.raw[p.Name] = raw
		for _, part := range judge.Clinical(raw) {
			said.raw[fmt.Sprintf("%s#%d", p.Name, part.Index)] = part.Raw
		}
	}
	return said, nil
}

// add pairs what both packs said by document: one may judge a message as a
// whole and the other the documents in it.
func (s bothSaid) add(diff *packdiff.Diff) {
	after := map[string]judge.DocumentReport{}
	for _, j := range s.after {
		after[j.Name] = j.Report
	}
	for _, j := range s.before {
		diff.Document(j.Name, s.raw[j.Name], j.Report, after[j.Name])
		delete(after, j.Name)
	}
	for _, j := range s.after {
		if r, left := after[j.Name]; left {
			diff.Document(j.Name, s.raw[j.Name], judge.DocumentReport{}, r)
		}
	}
}
