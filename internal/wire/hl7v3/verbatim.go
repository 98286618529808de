package hl7v3

import (
	"cmp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Verbatim is the text of an element as received, with the namespace
// declarations it inherits put into its start tag, so that it means the same in
// another place. An absent element gives "".
func Verbatim(n xmldoc.Node) string { return VerbatimWithout(n, nil) }

// VerbatimWithout is the same without some elements inside it; those outside it,
// and it itself, are left as they are.
func VerbatimWithout(n xmldoc.Node, out []xmldoc.Node) string {
	if !n.OK() {
		return ""
	}
	source := cut(n, out)
	own := map[string]bool{}
	var missing strings.Builder
	declare := func(e xmldoc.Node, write bool) {
		prefixes, uris := e.Declarations()
		for i, prefix := range prefixes {
			if own[prefix] {
				continue
			}
			own[prefix] = true
			if !write || (prefix != "" && uris[i] == "") {
				continue
			}
			name := " xmlns"
			if prefix != "" {
				name += ":" + prefix
			}
			missing.WriteString(name + `="` + soap.Escape(uris[i]) + `"`)
		}
	}
	declare(n, false)
	for up := n.Parent(); up.Kind() == xmldoc.ElementNode; up = up.Parent() {
		declare(up, true)
	}
	if !own[""] {
		missing.WriteString(` xmlns=""`)
	}
	after := len("<" + n.Name())
	return source[:after] + missing.String() + source[after:]
}

// cut is the text of an element without others inside it.
func cut(n xmldoc.Node, out []xmldoc.Node) string {
	text, at := n.Doc().Source(), n.Offset()
	out = slices.Clone(out)
	slices.SortFunc(out, func(a, b xmldoc.Node) int { return cmp.Compare(a.Offset(), b.Offset()) })
	var b strings.Builder
	for _, o := range out {
		if o.Offset() > n.Offset() && o.Offset() >= at && o.End() <= n.End() {
			b.Write(text[at:o.Offset()])
			at = o.End()
		}
	}
	b.Write(text[at:n.End()])
	return b.String()
}
