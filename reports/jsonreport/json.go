package jsonreport

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

//go:embed verdict.schema.json
var schema string

// Schema is the JSON Schema of verdict.json.
func Schema() []byte { return []byte(schema) }

// Write writes verdict.json. A list without entries is written [], never null,
// so that a reader needs no second case. The error is the writer's.
func Write(w io.Writer, r etalon.Result) error {
	return encode(w, full(r))
}

// WriteSelftest writes the kill table of a self-test.
func WriteSelftest(w io.Writer, s reports.Selftest) error {
	mutants := make([]reports.Mutant, len(s.Mutants))
	for i, m := range s.Mutants {
		m.Fired = some(m.Fired)
		mutants[i] = m
	}
	s.Mutants = mutants
	return encode(w, s)
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write json report: %w", err)
	}
	return nil
}

// full returns r with every nil list replaced by an empty one; r is not changed.
func full(r etalon.Result) etalon.Result {
	r.Profiles = mapped(r.Profiles, func(p etalon.ProfileResult) etalon.ProfileResult {
		p.Requirements = mapped(p.Requirements, requirement)
		return p
	})
	r.Scenarios = mapped(r.Scenarios, func(s etalon.ScenarioResult) etalon.ScenarioResult {
		s.Checks, s.Findings = mapped(s.Checks, requirement), some(s.Findings)
		return s
	})
	r.Findings = mapped(r.Findings, func(f etalon.Finding) etalon.Finding {
		f.Requirements = some(f.Requirements)
		return f
	})
	r.Rules.ByRule, r.Packs, r.Exchanges = some(r.Rules.ByRule), some(r.Packs), some(r.Exchanges)
	r.StandsOn.Packs, r.StandsOn.Schemas.Used = some(r.StandsOn.Packs), some(r.StandsOn.Schemas.Used)
	r.StandsOn.Build.Engines = some(r.StandsOn.Build.Engines)
	return r
}

func requirement(c etalon.RequirementResult) etalon.RequirementResult {
	c.Rules, c.Scenarios = some(c.Rules), some(c.Scenarios)
	return c
}

func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func mapped[T any](list []T, f func(T) T) []T {
	out := make([]T, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// WriteAccount writes an account of the evidence.
func WriteAccount(w io.Writer, a reports.Account) error { return encode(w, a) }
