package verdicts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/reports"
	"github.com/etalon-dmp/etalon/reports/formats"
)

// The names of the files that people are told of.
const (
	JSONFile = "verdict.json"
	HTMLFile = "report.html"
	// WaivedFile tells what waivers do to the verdict, where there are some.
	WaivedFile = "waived.json"
)

// Sink is where reports are left: a folder, usually.
type Sink interface {
	// Put keeps files by name.
	Put(files map[string][]byte) error
}

// Usual names the formats that a judgement leaves unless others are asked for.
func Usual() []string { return []string{"html", "json", "junit"} }

// Report leaves a verdict in these formats. lang is that of the texts that are
// in one language. Nothing is left when one of them cannot be written.
func (v Verdict) Report(in []formats.Format, to Sink, lang string) error {
	what := reports.Input{Result: v.Result, Lang: lang, Dossier: v.Dossier.Head, At: v.ended(), Evidence: v.messages()}
	files := map[string][]byte{}
	for _, f := range in {
		var b bytes.Buffer
		if err := f.Write(&b, what); err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		files[f.File] = bytes.Clone(b.Bytes()) // which grew to twice its length, maybe
	}
	if v.Waived != nil {
		raw, err := json.MarshalIndent(v.Waived, "", "  ")
		if err != nil {
			return err
		}
		files[WaivedFile] = append(raw, '\n')
	}
	return exit.Unwritten(to.Put(files))
}

// ended is when the last message of the evidence was; "" when there is none.
func (v Verdict) ended() string {
	var last time.Time
	for _, x := range v.Dossier.Exchanges {
		if x.Answered.After(last) {
			last = x.Answered
		}
	}
	if last.IsZero() {
		return ""
	}
	return last.UTC().Format("2006-01-02T15:04:05.000Z")
}

// messages gives the bytes of exchanges as they crossed the wire.
func (v Verdict) messages() func(etalon.ExchangeID) (request, response []byte, err error) {
	place := make(map[etalon.ExchangeID]int, len(v.Dossier.Exchanges))
	for i, x := range v.Dossier.Exchanges {
		place[x.ID] = i
	}
	return func(id etalon.ExchangeID) (request, response []byte, err error) {
		i, ok := place[id]
		if !ok {
			return nil, nil, nil
		}
		x := v.Dossier.Exchanges[i]
		if v.Dossier.Redacted(x) {
			return nil, nil, nil
		}
		if request, err = v.Dossier.Bytes(x.Request); err != nil {
			return nil, nil, err
		}
		response, err = v.Dossier.Bytes(x.Response)
		return request, response, err
	}
}
