package junit_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
	"github.com/etalon-dmp/etalon/reports/junit"
)

// place is what may stand in one element. JUnit XML has no owner: this is what
// is common to the schemas of Jenkins (xunit plugin, junit-10) and of Maven
// Surefire 3.0.2, and to the readers of GitLab and of GitHub's usual actions.
type place struct {
	must, may []string // attributes
	children  []string // in this order, as Surefire has them
	text      bool
}

var form = map[string]place{
	"testsuites": {must: []string{"name", "time", "tests", "failures", "errors"}, children: []string{"testsuite"}},
	"testsuite": {
		must:     []string{"name", "time", "tests", "failures", "errors", "skipped"},
		children: []string{"properties", "testcase"},
	},
	"properties": {children: []string{"property"}},
	"property":   {must: []string{"name", "value"}},
	"testcase":   {must: []string{"name", "classname", "time"}, children: []string{"failure", "skipped", "error", "system-out"}},
	"failure":    {must: []string{"type"}, may: []string{"message"}, text: true},
	"error":      {must: []string{"type"}, may: []string{"message"}, text: true},
	"skipped":    {may: []string{"message"}, text: true},
	"system-out": {text: true},
}

var seconds = regexp.MustCompile(`^[0-9]+\.[0-9]{3}$`) // no exponent, three decimals

// faults lists what a strict reader would refuse or misread.
func faults(raw []byte) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if !utf8.Valid(raw) {
		say("not UTF-8")
	}
	type open struct {
		name string
		last int            // position of the last child in the order of the form
		seen map[string]int // children
	}
	stack := []open{{}}
	named := map[string]bool{}
	for d := xml.NewDecoder(bytes.NewReader(raw)); ; {
		tok, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			return append(out, "not XML 1.0: "+err.Error())
		}
		top := &stack[len(stack)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			name := tok.Name.Local
			here, known := form[name]
			if !known {
				say("<%s> is unknown", name)
			}
			if top.name == "" && name != "testsuites" {
				say("the root is <%s>", name)
			}
			if top.name != "" {
				at := slices.Index(form[top.name].children, name)
				if at < 0 || at < top.last {
					say("<%s> may not stand there in <%s>", name, top.name)
				}
				top.last = at
				top.seen[name]++
			}
			attrs := map[string]string{}
			for _, a := range tok.Attr {
				attrs[a.Name.Local] = a.Value
				if !slices.Contains(here.must, a.Name.Local) && !slices.Contains(here.may, a.Name.Local) {
					say("<%s> has no attribute %s", name, a.Name.Local)
				}
			}
			for _, a := range here.must {
				if _, ok := attrs[a]; !ok {
					say("<%s> without %s", name, a)
				}
			}
			if t, ok := attrs["time"]; ok && !seconds.MatchString(t) {
				say("time %q", t)
			}
			if name == "testcase" {
				key := attrs["classname"] + "\x00" + attrs["name"]
				if named[key] {
					say("%q twice: only the first would be kept", key)
				}
				named[key] = true
			}
			stack = append(stack, open{name: name, seen: map[string]int{}})
		case xml.EndElement:
			if top.name == "testcase" && top.seen["failure"]+top.seen["error"]+top.seen["skipped"] > 1 {
				say("a testcase with two outcomes")
			}
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if !form[top.name].text && strings.TrimSpace(string(tok)) != "" {
				say("text in <%s>", top.name)
			}
		}
	}
}

func TestFormThatEveryReaderTakes(t *testing.T) {
	twice := sample.Result() // the same document, judged twice under one name
	twice.Scenarios = append(twice.Scenarios, twice.Scenarios...)
	for name, r := range map[string]etalon.Result{
		"sample": sample.Result(), "part": sample.Partial(), "whole": sample.Whole(), "empty": {}, "many": sample.Many(300),
		"twice": twice, "hostile": sample.Poisoned(sample.Unspeakable),
	} {
		_, raw := write(t, junit.Input{Result: r})
		for i, f := range faults(raw) {
			if i == 5 {
				break
			}
			t.Errorf("%s: %s", name, f)
		}
	}
}

// TestFaultsAreSeen: the check of the form can fail.
func TestFaultsAreSeen(t *testing.T) {
	_, good := write(t, junit.Input{Result: sample.Result()})
	for name, spoil := range map[string][2]string{
		"properties in a testcase": {"</testcase>", "<properties/></testcase>"},
		"skipped on testsuites":    {"<testsuites ", `<testsuites skipped="1" `},
		"an exponent":              {`time="0.000"`, `time="1.2e-05"`},
		"no time":                  {`time="0.000"`, ""},
		"two outcomes":             {"</failure>", "</failure><skipped/>"},
		"a stray element":          {"</testsuite>", "<system-out/></testsuite>"},
		"no type":                  {`<failure type="FAIL"`, "<failure"},
	} {
		bad := bytes.Replace(good, []byte(spoil[0]), []byte(spoil[1]), 1)
		if bytes.Equal(bad, good) || len(faults(bad)) == 0 {
			t.Errorf("%s goes unseen", name)
		}
	}
}

func FuzzWrite(f *testing.F) {
	f.Add("", false)
	f.Add(sample.Hostile, false)
	f.Add(sample.Unspeakable, true)
	f.Fuzz(func(t *testing.T, evil string, english bool) {
		in := junit.Input{Result: sample.Poisoned(evil)}
		if english {
			in.Lang = "en"
		}
		_, raw := write(t, in)
		if bad := faults(raw); len(bad) > 0 {
			t.Errorf("%q: %s", evil, bad[0])
		}
	})
}
