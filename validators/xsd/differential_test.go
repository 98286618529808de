package xsd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// stub gives one outcome for any document.
type stub struct {
	name    string
	verdict Verdict
	err     error
	closed  bool
}

func (s *stub) Name() string { return s.name }
func (s *stub) Close() error { s.closed = true; return nil }
func (s *stub) Validate(context.Context, SchemaRef, []byte) (Verdict, error) {
	v := s.verdict
	v.Engine = s.name
	return v, s.err
}

func TestBoth(t *testing.T) {
	valid := Verdict{Valid: true}
	invalid := Verdict{Total: 1, Violations: []Violation{{Line: 7, Message: "pas attendu"}}}
	broken := errors.New("en panne")
	for _, c := range []struct {
		name                    string
		first, second           stub
		valid, failed           bool
		engine                  string
		disagreement, unchecked string // words they must hold; "" for empty
	}{
		{name: "agree valid", first: stub{verdict: valid}, second: stub{verdict: valid}, valid: true, engine: "un"},
		{name: "agree invalid", first: stub{verdict: invalid}, second: stub{verdict: invalid}, engine: "un"},
		{name: "second objects", first: stub{verdict: valid}, second: stub{verdict: invalid}, valid: true, engine: "un", disagreement: "un: valid; deux: invalid (line 7: pas attendu)"},
		{name: "first objects", first: stub{verdict: invalid}, second: stub{verdict: valid}, engine: "un", disagreement: "un: invalid (line 7: pas attendu); deux: valid"},
		{name: "second breaks", first: stub{verdict: invalid}, second: stub{err: broken}, engine: "un", unchecked: "deux: en panne"},
		{name: "first breaks", first: stub{err: broken}, second: stub{verdict: invalid}, engine: "deux", unchecked: "un: en panne"},
		{name: "both break", first: stub{err: broken}, second: stub{err: broken}, failed: true},
		{name: "no schema", first: stub{err: fmt.Errorf("x: %w", fs.ErrNotExist)}, second: stub{verdict: valid}, failed: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.first.name, c.second.name = "un", "deux"
			d := Both(&c.first, &c.second)
			v, err := d.Validate(context.Background(), "x.xsd", nil)
			if (err != nil) != c.failed || v.Valid != c.valid || v.Engine != c.engine {
				t.Errorf("%+v, %v", v, err)
			}
			if v.Disagreement != c.disagreement || v.Unchecked != c.unchecked {
				t.Errorf("disagreement %q, unchecked %q", v.Disagreement, v.Unchecked)
			}
			if err := d.Close(); err != nil || !c.first.closed || !c.second.closed || d.Name() != "un+deux" {
				t.Errorf("close: %v", err)
			}
		})
	}
}

// The two real engines agree on every sample and every spoilt one. A binary
// without cgo says that libxml2 did not check.
func TestTheEnginesAgree(t *testing.T) {
	s := &spawner{mode: "serve"}
	d := Both(Helium(schemasOfTests()), Libxml2Child(s.spawn, schemasOfTests()))
	defer d.Close()
	for _, sp := range spoilt {
		folder, _, _ := strings.Cut(sp.file, "/")
		good := sample(t, sp.file)
		for _, doc := range []string{good, strings.ReplaceAll(good, sp.from, sp.to)} {
			v, err := d.Validate(context.Background(), SchemaRef(folder+".xsd"), []byte(doc))
			if err != nil {
				t.Fatal(err)
			}
			if v.Valid != (doc == good) || v.Disagreement != "" {
				t.Errorf("%s with %q: %+v", sp.file, sp.to, v)
			}
			if HasLibxml2 != (v.Unchecked == "") || !HasLibxml2 && !strings.Contains(v.Unchecked, ErrNoCgo.Error()) {
				t.Errorf("unchecked: %q", v.Unchecked)
			}
		}
	}
	if n := s.starts.Load(); n != 1 {
		t.Errorf("%d children were started for one run", n)
	}
}

// A child whose executable is gone is no missing schema: the other engine's
// verdict stands, and says that it stands alone.
func TestAChildThatCannotStartLeavesTheOtherEngine(t *testing.T) {
	spawn := func(context.Context) (io.ReadWriteCloser, func() error, error) {
		return nil, nil, &fs.PathError{Op: "fork", Path: "etalon", Err: fs.ErrNotExist}
	}
	fsys := fstest.MapFS{"x.xsd": {Data: []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="x"/></xs:schema>`)}}
	d := Both(Libxml2Child(spawn, fsys), Helium(fsys))
	v, err := d.Validate(t.Context(), "x.xsd", []byte("<x/>"))
	if err != nil || !v.Valid || v.Engine != "helium" || v.Unchecked == "" {
		t.Errorf("%+v, %v", v, err)
	}
}

// A conforming document costs one engine; any other gets the second opinion.
func TestConfirmAsksTheSecondOnlyWhenTheFirstObjects(t *testing.T) {
	invalid := Verdict{Total: 1, Violations: []Violation{{Line: 7, Message: "x"}}}
	broken := errors.New("en panne")
	for _, c := range []struct {
		name                    string
		first                   stub
		valid                   bool
		disagreement, unchecked bool
	}{
		{name: "valid", first: stub{verdict: Verdict{Valid: true}}, valid: true},
		{name: "unsure", first: stub{verdict: Verdict{Valid: true, unsure: true}}, valid: true, unchecked: true},
		{name: "invalid", first: stub{verdict: invalid}, disagreement: false, unchecked: true},
		{name: "broken", first: stub{err: broken}},
	} {
		t.Run(c.name, func(t *testing.T) {
			second := stub{name: "deux", err: broken}
			v, err := Confirm(&c.first, &second).Validate(t.Context(), "x.xsd", nil)
			if c.first.err != nil {
				if err == nil {
					t.Error("no engine gave a verdict, and there is one")
				}
				return
			}
			if err != nil || v.Valid != c.valid || (v.Unchecked != "") != c.unchecked || (v.Disagreement != "") != c.disagreement {
				t.Errorf("%+v, %v", v, err)
			}
		})
	}
}
