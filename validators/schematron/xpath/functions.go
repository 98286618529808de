package xpath

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/lestrrat-go/helium/xpath3"
)

// function is one entry of the library. max -1 is any number of arguments.
type function struct {
	min, max int
	build    func(c *Compiler, args []*code) (*code, error)
}

// plain is a function that needs nothing of the compiler.
func plain(min, max int, build func(a []*code) *code) function {
	return function{min, max, func(_ *Compiler, a []*code) (*code, error) { return build(a), nil }}
}

// onContext is a function whose argument, when left out, is the context item.
func onContext(build func(a *code) *code) function {
	return plain(0, 1, func(a []*code) *code {
		if len(a) == 0 {
			return build(contextItem())
		}
		return build(a[0])
	})
}

// Functions lists the functions that may be called, by name, in order.
func Functions() []string { return slices.Sorted(maps.Keys(library())) }

// library is the function library: the default namespace of functions.
func library() map[string]function {
	all := map[string]function{}
	for _, part := range []map[string]function{nodeFunctions, stringFunctions, patternFunctions, numberFunctions, sequenceFunctions, aggregateFunctions, timeFunctions, qnameFunctions, documentFunctions} {
		maps.Copy(all, part)
	}
	return all
}

// ofNothing are functions that without arguments do not ask for the focus either.
var ofNothing = map[string]bool{"current": true, "true": true, "false": true}

// call compiles a function call: a function of the library, or the name of an
// atomic type as a cast.
func (c *Compiler) call(e xpath3.FunctionCall, scope *Scope) (*code, error) {
	args, err := c.exprs(e.Args, scope)
	if err != nil {
		return nil, err
	}
	if e.Prefix != "" {
		space, err := c.prefix(e.Prefix)
		switch {
		case err != nil:
			return nil, err
		case space == xsSpace:
			if len(args) != 1 {
				return nil, fmt.Errorf("%s:%s() takes one argument", e.Prefix, e.Name)
			}
			return c.castCode(args[0], e.Prefix, e.Name, true)
		case space == extensionSpace:
			fn, ok := extensionFunctions[e.Name]
			if !ok || len(args) < fn.min || len(args) > fn.max {
				return nil, fmt.Errorf("function %s:%s() with %d arguments is not supported", e.Prefix, e.Name, len(args))
			}
			return fn.build(c, args)
		case space != fnSpace:
			return nil, fmt.Errorf("function %s:%s() is not supported", e.Prefix, e.Name)
		}
	}
	for _, part := range []map[string]function{nodeFunctions, stringFunctions, patternFunctions, numberFunctions, sequenceFunctions, aggregateFunctions, timeFunctions, qnameFunctions, documentFunctions} {
		if fn, ok := part[e.Name]; ok {
			if len(args) < fn.min || fn.max >= 0 && len(args) > fn.max {
				return nil, fmt.Errorf("%s() with %d arguments is not supported", e.Name, len(args))
			}
			c.usesFocus = c.usesFocus || len(args) == 0 && !ofNothing[e.Name] || e.Name == "lang"
			_, reads := documentFunctions[e.Name]
			c.usesFree = c.usesFree || reads
			if e.Name == "position" || e.Name == "last" {
				c.usesPosition = true
			}
			out, err := fn.build(c, args)
			if err == nil && e.Name == "last" {
				out.isLast = true
			}
			if err == nil && !out.known {
				if known := callFacts(e.Name, args, out); known != nil {
					out.knows = known
				}
			}
			return out, err
		}
	}
	return nil, fmt.Errorf("function %s() is not supported", e.Name)
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
