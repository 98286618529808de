package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Codes answers for codes of terminologies that a person gave.
type Codes interface {
	// Whole says whether every code of a code system is known.
	Whole(system string) bool
	// Has says whether a code is known under its system, and withdrawn by it.
	Has(system, code string) (known, withdrawn bool)
	// Labels are those that a code was published with; none: not known.
	Labels(system, code string) []string
}

// maxLabels bounds the labels shown of one code, in characters.
const maxLabels = 500

// codes writes ev:codes: one ev:code for each coded element of a clinical document
// whose code system is in the terminologies given, whole or in part, and the other
// systems by name. Each different code is told once, where it stands first.
func (c *composer) codes(s *side, p *part) {
	if c.in.Codes == nil || p.doc == nil || !holdsClinical(p.doc) {
		return
	}
	type key struct{ system, code, label string }
	seen := map[key]bool{}
	var absent []string
	c.begin("codes")
	c.newline()
	for n := range p.doc.Document().Descendants() {
		k := key{strings.TrimSpace(n.Attr("", "codeSystem")), strings.TrimSpace(n.Attr("", "code")), n.Attr("", "displayName")}
		if k.system == "" || k.code == "" || seen[k] || len(seen) >= maxShown {
			continue
		}
		seen[k] = true
		whole := c.in.Codes.Whole(k.system)
		known, withdrawn := c.in.Codes.Has(k.system, k.code)
		if !whole && !known {
			if !slices.Contains(absent, k.system) {
				absent = append(absent, k.system)
			}
			continue
		}
		labels := c.in.Codes.Labels(k.system, k.code)
		c.mark(c.in.Exchange.ID, p.placeOf(s, n))
		c.empty("code", "element", n.Local(), "code", k.code, "system", k.system, "label", k.label, "whole", boolean(whole), "known", boolean(known),
			"withdrawn", boolean(withdrawn), "labels", shortened(strings.Join(labels, " | ")),
			"same-label", boolean(k.label == "" || len(labels) == 0 || slices.ContainsFunc(labels, func(l string) bool { return sameLabel(l, k.label) })))
		c.unmark()
		c.newline()
	}
	for _, system := range absent {
		c.empty("absent", "system", system)
	}
	c.out.Unlooked = append(c.out.Unlooked, absent...)
	c.end()
}

// holdsClinical tells whether a document is a clinical one, or holds one.
func holdsClinical(d *xmldoc.Doc) bool {
	for n := range d.Document().Descendants() {
		if n.Is(nsV3, "ClinicalDocument") {
			return true
		}
	}
	return false
}

// sameLabel compares labels without case, blanks and the shapes of apostrophe and dash, which
// publications themselves change.
func sameLabel(a, b string) bool {
	plain := func(s string) string {
		return strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("’", "'", "\u00a0", " ", "–", "-").Replace(s)), " "))
	}
	return plain(a) == plain(b)
}

func shortened(s string) string {
	r := []rune(s)
	if len(r) <= maxLabels {
		return s
	}
	return string(r[:maxLabels]) + "…"
}
