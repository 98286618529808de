package schematron

import (
	"fmt"
	"strings"
)

// parameter is one sch:param, in the order written.
type parameter struct{ name, value string }

// parameters replace $name in the text of an abstract pattern. None: a concrete pattern.
type parameters []parameter

// in puts the values in: textually, one parameter after the other, so that
// $ab is also hit by a parameter a that comes first.
func (ps parameters) in(text string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	for _, p := range ps {
		text = strings.ReplaceAll(text, "$"+p.name, p.value)
	}
	return text
}

// instance is a pattern as it runs: its own name, and the body of the abstract
// pattern where it is one of those.
type instance struct {
	number int32 // its place among the instances, from 1: the scope of its lets
	el     *element
	body   *element
	params parameters
}

// instances lists the concrete patterns of a schema. Two abstract patterns with
// the id that one of them asks for are refused: processors differ in which they
// take.
func (r *reader) instances(schema *element) ([]instance, error) {
	abstract := map[string][]*element{}
	for _, p := range schema.named("pattern") {
		if p.attr("abstract") == "true" {
			abstract[p.attr("id")] = append(abstract[p.attr("id")], p)
		}
	}
	var out []instance
	for _, p := range schema.named("pattern") {
		isA := p.attr("is-a")
		switch of := abstract[isA]; {
		case p.attr("abstract") == "true":
		case isA == "":
			out = append(out, instance{number: int32(len(out) + 1), el: p, body: p})
		case len(of) == 0:
			r.defect(p, MissingAbstract, "pattern %s is a %s, and there is no such abstract pattern", p.attr("id"), isA)
		case len(of) > 1:
			return nil, fmt.Errorf("%s: pattern %s is a %s: there are two abstract patterns of that id, at %s and %s", p.at(), p.attr("id"), isA, of[0].at(), of[1].at())
		default:
			in := instance{number: int32(len(out) + 1), el: p, body: of[0]}
			for _, a := range p.named("param") {
				in.params = append(in.params, parameter{a.attr("name"), a.attr("value")})
			}
			out = append(out, in)
		}
	}
	return out, nil
}
