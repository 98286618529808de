package mtom

import (
	"fmt"
	"strings"
)

// packaging chooses the root part and reports what breaks the MTOM rules.
func (r *reader) packaging() {
	m := &r.msg
	if t, ok := m.Media.Param("type"); !ok {
		r.note(LayerMTOM, CodeTypeMissing, -1, "no type parameter")
	} else if !strings.EqualFold(t, "application/xop+xml") {
		r.note(LayerMTOM, CodeTypeUnexpected, -1, fmt.Sprintf("type=%q", clip(t)))
	}
	if _, ok := m.Media.Param("start-info"); !ok {
		r.note(LayerMTOM, CodeStartInfoMissing, -1, "no start-info parameter")
	}
	seen := map[string]int{}
	for _, p := range m.Parts {
		if p.ContentID == "" {
			continue
		}
		if other, twice := seen[p.ContentID]; twice {
			r.note(LayerMTOM, CodeContentIDDuplicate, int(p.Offset-r.base), fmt.Sprintf("parts %d and %d: %q", other, p.Index, clip(p.ContentID)))
			continue
		}
		seen[p.ContentID] = p.Index
	}
	if len(m.Parts) == 0 {
		return
	}
	root := &m.Parts[r.start(seen)]
	root.Root = true
	if root.Type != "application/xop+xml" {
		r.note(LayerMTOM, CodeRootType, int(root.Offset-r.base), fmt.Sprintf("root part is %q", clip(root.Type)))
	}
	for _, p := range m.Parts {
		switch p.Encoding {
		case "", "binary", "8bit", "7bit":
		default:
			code := CodePartEncoding
			switch {
			case p.Encoding != "base64" && p.Encoding != "quoted-printable":
				code = CodeEncodingUnknown
			case p.Root:
				code = CodeRootEncoding
			}
			r.note(LayerMTOM, code, int(p.Offset-r.base), fmt.Sprintf("part %d: %s", p.Index, clip(p.Encoding)))
		}
	}
}

// start returns the index of the part that the start parameter names, else 0.
func (r *reader) start(parts map[string]int) int {
	start, ok := r.msg.Media.Param("start")
	if !ok {
		r.note(LayerMTOM, CodeStartMissing, -1, "no start parameter")
		return 0
	}
	id, bracketed := strings.CutPrefix(start, "<")
	id, closed := strings.CutSuffix(id, ">")
	if !bracketed || !closed {
		r.note(LayerMTOM, CodeStartBrackets, -1, fmt.Sprintf("start=%q", clip(start)))
	}
	i, ok := parts[id]
	if !ok {
		r.note(LayerMTOM, CodeStartUnresolved, -1, fmt.Sprintf("no part has Content-ID %q", clip(start)))
		return 0
	}
	return i
}
