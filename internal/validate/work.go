package validate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"runtime/debug"
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/judge"
	"github.com/etalon-dmp/etalon/internal/verdicts"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

// Judged is one document and what was said of it.
type Judged struct {
	Name   string
	Report judge.DocumentReport
	svrl   []svrl // kept only when one output is to show it
}

// svrl is the report of one entry on one document.
type svrl struct {
	entry string
	text  []byte
}

// Work is the judging of many files.
type Work struct {
	Referee  *Referee
	Workers  int              // those the referee was made for
	Sink     verdicts.Sink    // where the SVRL of each entry goes; nil for nowhere
	KeepSVRL bool             // for WriteSVRL
	Progress func(doc string) // a file is done; called by several at a time
}

// Workers is how many documents are judged at a time: as many as asked for, 0 for
// as many as there are processors, and no more than there are documents.
func Workers(asked, processors, documents int) int {
	if asked == 0 {
		asked = processors
	}
	return max(1, min(asked, documents))
}

// All judges every file. The order of the answers is that of the files, whoever
// is first.
func (w Work) All(ctx context.Context, list []File) ([]Judged, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	answers := make([][]Judged, len(list))
	next := make(chan int)
	var wg sync.WaitGroup
	for worker := range w.Workers {
		wg.Go(func() {
			for i := range next {
				said, err := w.one(ctx, worker, list[i])
				if err != nil {
					stop(fmt.Errorf("%s: %w", list[i].Name, err))
				}
				answers[i] = said
				w.Progress(list[i].Name)
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
	var all []Judged
	for _, said := range answers {
		all = append(all, said...)
	}
	return all, nil
}

// Joined is the verdict on all of them. One that nothing applied to does not
// count, unless it was asked for by name.
func Joined(all []Judged) etalon.Verdict {
	v := etalon.NotApplicable
	for _, j := range all {
		v = v.Join(j.Report.Verdict)
	}
	return v
}

// one judges a file, or the documents that a captured message carries. A panic
// is the harness's fault and costs this file only.
func (w Work) one(ctx context.Context, worker int, p File) (said []Judged, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			said, err = []Judged{{Name: p.Name, Report: broken(fmt.Sprintf("%v\n%s", fault, debug.Stack()))}}, nil
		}
	}()
	raw, err := p.Read()
	if errors.Is(err, errTooLarge) {
		err = &xmldoc.SyntaxError{Code: xmldoc.TooLarge, Offset: -1, Msg: err.Error()}
		return []Judged{{Name: p.Name, Report: judge.Unreadable(raw, err)}}, nil
	}
	if err != nil {
		return []Judged{{Name: p.Name, Report: unread(err)}}, nil
	}
	if w.Referee.inner {
		for _, part := range judge.Clinical(raw) {
			one := File{Name: fmt.Sprintf("%s#%d", p.Name, part.Index), Out: fmt.Sprintf("%s.part%d", p.Out, part.Index), Asked: p.Asked}
			j, err := w.bytes(ctx, worker, one, part.Raw)
			if err != nil {
				return nil, err
			}
			said = append(said, j)
		}
		if len(said) > 0 {
			return said, nil
		}
	}
	j, err := w.bytes(ctx, worker, p, raw)
	return []Judged{j}, err
}

func (w Work) bytes(ctx context.Context, worker int, p File, raw []byte) (Judged, error) {
	report, err := w.Referee.judge(ctx, worker, raw)
	if err != nil {
		return Judged{}, err
	}
	if report.Verdict == etalon.NotApplicable && p.Asked {
		report.Verdict = etalon.Inconclusive // it was asked for by name
	}
	j := Judged{Name: p.Name}
	for i := range report.Entries {
		e := &report.Entries[i]
		if e.Report != nil && (w.Sink != nil || w.KeepSVRL) {
			var b bytes.Buffer
			if err := schematron.WriteSVRL(&b, e.Schema, e.Report); err != nil {
				return Judged{}, err
			}
			if w.Sink != nil {
				err = w.Sink.Put(map[string][]byte{path.Join(e.Name, p.Out+".svrl"): b.Bytes()})
			} else {
				j.svrl = append(j.svrl, svrl{e.Name, b.Bytes()})
			}
			if err != nil {
				return Judged{}, exit.Usage(err, OutHint)
			}
		}
		e.Schema, e.Report = nil, nil // or every document would stay in memory
	}
	j.Report = report
	return j, nil
}

// OutHint is the next step when a sink cannot keep a file.
const OutHint = "Vérifiez --out. (Check --out.)"

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
