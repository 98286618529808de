package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// judged is one document and what was said of it.
type judged struct {
	name   string
	report judge.DocumentReport
	svrl   []svrl // kept only when standard output is to show it
}

// svrl is the report of one entry on one document.
type svrl struct {
	entry string
	text  []byte
}

// judgeAll judges every file with the workers the referee was made for. The
// order of the answers is that of the files, whoever is first.
func (a *app) judgeAll(ctx context.Context, c *validateCmd, r *referee, list []paper) ([]judged, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	answers := make([][]judged, len(list))
	next := make(chan int)
	var wg sync.WaitGroup
	progress := a.counter(len(list))
	for worker := range c.jobs(len(list)) {
		wg.Go(func() {
			for i := range next {
				said, err := c.judgeOne(ctx, r, worker, list[i])
				if err != nil {
					stop(fmt.Errorf("%s: %w", list[i].name, err))
				}
				answers[i] = said
				progress(list[i].name)
			}
		})
	}
	for i := range list {
		select {
		case next <- i:
		case <-ctx.Done():
		}
		if ctx.Err() != nil {
			break
		}
	}
	close(next)
	wg.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	var all []judged
	for _, said := range answers {
		all = append(all, said...)
	}
	return all, nil
}

// counter tells on stderr how far the work is: one line that changes on a
// terminal, else a line at each tenth of a long list.
func (a *app) counter(total int) func(name string) {
	var mu sync.Mutex
	done := 0
	return func(name string) {
		mu.Lock()
		defer mu.Unlock()
		done++
		switch step := max(1, total/10); {
		case total < 2:
		case a.tty && done == total:
			fmt.Fprint(a.err, "\r\x1b[K")
		case a.tty:
			fmt.Fprintf(a.err, "\r\x1b[K[%d/%d] %.60s", done, total, name)
		case total >= 20 && (done%step == 0 || done == total):
			fmt.Fprintf(a.err, "[%d/%d]\n", done, total)
		}
	}
}

// judgeOne judges a file, or the documents that a captured message carries. A
// panic is the harness's fault and costs this file only.
func (c *validateCmd) judgeOne(ctx context.Context, r *referee, worker int, p paper) (said []judged, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			said, err = []judged{{name: p.name, report: broken(fmt.Sprintf("%v\n%s", fault, debug.Stack()))}}, nil
		}
	}()
	raw, err := p.read()
	if errors.Is(err, errTooLarge) {
		err = &xmldoc.SyntaxError{Code: xmldoc.TooLarge, Offset: -1, Msg: err.Error()}
		return []judged{{name: p.name, report: judge.Unreadable(raw, err)}}, nil
	}
	if err != nil {
		return []judged{{name: p.name, report: unread(err)}}, nil
	}
	if r.inner {
		for _, part := range judge.Clinical(raw) {
			one := paper{name: fmt.Sprintf("%s#%d", p.name, part.Index), out: fmt.Sprintf("%s.part%d", p.out, part.Index), asked: p.asked}
			j, err := c.judgeBytes(ctx, r, worker, one, part.Raw)
			if err != nil {
				return nil, err
			}
			said = append(said, j)
		}
		if len(said) > 0 {
			return said, nil
		}
	}
	j, err := c.judgeBytes(ctx, r, worker, p, raw)
	return []judged{j}, err
}

func (c *validateCmd) judgeBytes(ctx context.Context, r *referee, worker int, p paper, raw []byte) (judged, error) {
	report, err := r.judge(ctx, worker, raw)
	if err != nil {
		return judged{}, err
	}
	if report.Verdict == etalon.NotApplicable && p.asked {
		report.Verdict = etalon.Inconclusive // it was asked for by name
	}
	j := judged{name: p.name}
	for i := range report.Entries {
		e := &report.Entries[i]
		if e.Report != nil && (c.Out != "" || c.Format == "svrl") {
			var b bytes.Buffer
			if err := schematron.WriteSVRL(&b, e.Schema, e.Report); err != nil {
				return judged{}, err
			}
			if c.Out != "" {
				err = writeBelow(c.Out, filepath.Join(e.Name, filepath.FromSlash(p.out)+".svrl"), b.Bytes())
			} else {
				j.svrl = append(j.svrl, svrl{e.Name, b.Bytes()})
			}
			if err != nil {
				return judged{}, usage(err, "Vérifiez --out. (Check --out.)")
			}
		}
		e.Schema, e.Report = nil, nil // or every document would stay in memory
	}
	j.report = report
	return j, nil
}

// writeBelow writes a file below a folder; folders are made as needed.
func writeBelow(dir, name string, b []byte) error {
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%s sort du dossier de sortie (leaves the output folder)", name)
	}
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o644)
}

// unread is a file that could not be read: nothing is established about it.
func unread(err error) judge.DocumentReport {
	return judge.DocumentReport{Verdict: etalon.Inconclusive, Own: []etalon.Finding{{
		Rule: "FILE.read", Outcome: etalon.OutcomeInconclusive, Severity: etalon.SeverityError, Observed: err.Error(),
		Location: etalon.Location{Offset: -1},
		Message:  etalon.Text{FR: "Le fichier n'a pas pu être lu.", EN: "The file could not be read."},
		Hint:     etalon.Text{FR: "Vérifiez les droits d'accès et l'intégrité du fichier ou de l'archive.", EN: "Check the access rights and the integrity of the file or archive."},
	}}}
}

// broken is a document on which the harness itself failed.
func broken(how string) judge.DocumentReport {
	return judge.DocumentReport{Verdict: etalon.Broken, Own: []etalon.Finding{{
		Rule: "ETALON.panic", Outcome: etalon.OutcomeError, Severity: etalon.SeverityHarness, Observed: how,
		Location: etalon.Location{Offset: -1},
		Message:  etalon.Text{FR: "Étalon a failli sur ce document.", EN: "Étalon broke on this document."},
		Hint:     etalon.Text{FR: "C'est un défaut d'Étalon : signalez-le avec le document.", EN: "This is a defect of Étalon: report it with the document."},
	}}}
}
