package xpath

// The functions below give the facts of each kind of expression from those of
// its parts. What a predicate tells is of another node, and goes no further.

// asTruth are the facts of the code where its effective boolean value is asked,
// which not all values have.
func (c *code) asTruth() *facts {
	x := c.facts()
	if x.quiet && c.is != isNodes && !(c.one && (c.is == isBoolean || c.is == isString || c.is == isNumber)) {
		return &facts{yes: x.yes, no: x.no, empty: x.empty}
	}
	return x
}

// certain says whether the value is one string at most, and got without error.
func (c *code) certain() bool {
	return c.facts().quiet && (c.text != nil || c.one && (c.is == isNodes || c.is == isString))
}

// comparable says whether comparing the atoms as strings raises no error.
func (c *code) comparable() bool {
	return c.facts().quiet && (c.is == isNodes || c.is == isString || c.known && allStrings(c.value))
}

// whole is the value as an integer that is known.
func (c *code) whole() (int, bool) {
	if !c.known || len(c.value) != 1 || c.value[0].kind != KindInteger || c.value[0].n < 0 || c.value[0].n > 1<<30 {
		return 0, false
	}
	return int(c.value[0].n), true
}

// valueFacts are those of a value comparison: of one item at most on each side.
func (c *Compiler) valueFacts(r relation, l, rt *code) *facts {
	if !l.one || !rt.one {
		return &facts{no: l.facts().empty}
	}
	return c.compareFacts(r, l, rt)
}

// compareFacts are those of "l r rt": false when either is empty.
func (c *Compiler) compareFacts(r relation, l, rt *code) *facts {
	if l.known && !rt.known {
		l, rt, r = rt, l, r.flipped()
	}
	if n, ok := rt.whole(); ok {
		switch {
		case l.counts != nil && l.counts.path != nil:
			return c.countFacts(l.counts.path, r, n)
		case l.length != nil && l.length.certain():
			out := &facts{quiet: true}
			if r.of(0 - n) {
				out.yes = l.length.facts().empty
			} else {
				out.no = l.length.facts().empty
			}
			return out
		}
	}
	out := &facts{no: l.facts().empty, quiet: l.comparable() && rt.comparable()}
	if l.facts().quiet {
		out.no = anyOf(out.no, rt.facts().empty)
	}
	return out
}

// callFacts are those of a call of a function of the library.
func callFacts(name string, a []*code, out *code) *facts {
	quiet := true
	for _, x := range a {
		quiet = quiet && x.facts().quiet
	}
	arg := nothing
	if len(a) > 0 {
		arg = a[0].facts()
	}
	found := &facts{no: arg.empty, quiet: quiet}
	switch name {
	case "not":
		return a[0].asTruth().negated()
	case "boolean":
		return a[0].asTruth().negated().negated()
	case "exists", "empty":
		if a[0].is == isNodes { // as true as it is not empty
			found.yes = arg.yes
		}
		if name == "empty" {
			return found.negated()
		}
		return found
	case "count":
		return &facts{quiet: quiet}
	case "string-length":
		if len(a) == 1 {
			out.length = a[0]
			quiet = a[0].certain()
		}
		return &facts{quiet: quiet}
	case "string":
		return &facts{quiet: quiet && (len(a) == 0 || a[0].one)}
	case "normalize-space", "upper-case", "lower-case":
		return &facts{quiet: len(a) == 0 || a[0].certain()}
	case "local-name", "name", "namespace-uri":
		return &facts{quiet: quiet && (len(a) == 0 || a[0].one && a[0].is == isNodes)}
	case "contains", "starts-with", "ends-with":
		found.quiet = a[0].certain() && a[1].certain()
		if !a[1].known || a[1].text == nil || a[1].text(nil) == "" || !a[0].one || a[0].is != isNodes && a[0].is != isString {
			found.no = nil
		}
		return found
	case "concat":
		for _, x := range a {
			quiet = quiet && x.one
		}
		return &facts{quiet: quiet}
	case "distinct-values":
		return &facts{empty: arg.empty, quiet: quiet}
	case "matches":
		return &facts{quiet: a[0].certain() && a[1].known && len(a) == 2}
	}
	return nil
}

// chosenFacts are those of "if (cond) then a else b".
func chosenFacts(cond, a, b *facts) *facts {
	pick := func(x, y []when) []when { return anyOf(allOf(cond.yes, x), allOf(cond.no, y)) }
	return &facts{yes: pick(a.yes, b.yes), no: pick(a.no, b.no), empty: pick(a.empty, b.empty), quiet: cond.quiet && a.quiet && b.quiet}
}

// variableFacts are those of a let: of the node of the rule, as those of a test are.
func variableFacts(v *Var) *facts {
	x := v.code.facts()
	if v.global {
		return &facts{quiet: x.quiet}
	}
	return x
}

// combinedFacts are those of union, intersect and except.
func combinedFacts(op string, l, r *code) *facts {
	x, y := l.facts(), r.facts()
	quiet := x.quiet && y.quiet && l.is == isNodes && r.is == isNodes
	switch {
	case !quiet:
		return nil
	case op == "union":
		return &facts{yes: anyOf(x.yes, y.yes), no: allOf(x.no, y.no), empty: allOf(x.empty, y.empty), quiet: true}
	case op == "intersect":
		return &facts{no: anyOf(x.empty, y.empty), empty: anyOf(x.empty, y.empty), quiet: true}
	default:
		return &facts{no: x.empty, empty: x.empty, quiet: true}
	}
}

// filteredFacts are those of "from[predicates]", and of "from/…".
func filteredFacts(from *code, then ...*code) *facts {
	out := &facts{empty: from.facts().empty, no: from.facts().empty, quiet: from.facts().quiet}
	for _, t := range then {
		out.quiet = out.quiet && t.facts().quiet && t.is == isBoolean
	}
	return out
}

// quantifiedFacts are those of some and every over a first domain.
func quantifiedFacts(some bool, domain *code) *facts {
	if some {
		return &facts{no: domain.facts().empty}
	}
	return &facts{yes: domain.facts().empty}
}
