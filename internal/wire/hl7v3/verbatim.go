package hl7v3

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Verbatim is the text of an element as received, with the namespace
// declarations it inherits put into its start tag, so that it means the same in
// another place. An absent element gives "".
func Verbatim(n xmldoc.Node) string {
	if !n.OK() {
		return ""
	}
	source := string(n.Doc().Source()[n.Offset():n.End()])
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
