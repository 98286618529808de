package mtom

import (
	"bytes"
	"fmt"
	"strings"
)

// part reads the part whose headers start at "at" and whose body stops at end.
func (r *reader) part(at, end int) {
	p := Part{Index: len(r.msg.Parts)}
	headers, body := r.headers(at, end)
	p.Headers = headers
	p.Offset = r.base + int64(body)
	p.Size = int64(end - body)

	first := map[string]bool{}
	for _, h := range headers {
		name := strings.ToLower(h.Name)
		if first[name] {
			r.note(LayerMIME, CodeHeaderDuplicate, int(h.Offset-r.base), fmt.Sprintf("part %d: %s again", p.Index, clip(h.Name)))
			continue
		}
		first[name] = true
		place := int(h.Offset - r.base)
		if h.Value == "" && strings.HasPrefix(name, "content-") {
			r.note(LayerMIME, CodeHeaderEmpty, place, fmt.Sprintf("part %d: %s says nothing", p.Index, clip(h.Name)))
		}
		switch name {
		case "content-id":
			p.ContentID = r.contentID(p.Index, h.Value, place)
		case "content-transfer-encoding":
			p.Encoding = strings.ToLower(h.Value)
		case "content-type":
			media, found := ParseMedia(h.Value)
			p.Type, p.Params = media.Type, media.Params
			for _, a := range found {
				r.note(a.Layer, a.Code, place, fmt.Sprintf("part %d: %s", p.Index, a.Detail))
			}
		}
	}
	// Without start the first part is the root, and nothing has to name it (RFC 2387, 3.2).
	if _, named := r.msg.Media.Param("start"); !first["content-id"] && (named || p.Index > 0) {
		r.note(LayerMTOM, CodeContentIDMissing, at, fmt.Sprintf("part %d", p.Index))
	}
	r.msg.Parts = append(r.msg.Parts, p)
}

func (r *reader) contentID(index int, value string, at int) string {
	if len(value) >= 2 && value[0] == '<' && value[len(value)-1] == '>' {
		return value[1 : len(value)-1]
	}
	r.note(LayerMTOM, CodeContentIDBrackets, at, fmt.Sprintf("part %d: %q", index, clip(value)))
	return strings.Trim(value, "<>")
}

// headers reads header lines up to the empty one and returns where the body
// starts.
func (r *reader) headers(at, end int) ([]Header, int) {
	var found []Header
	start := at
	for at < end {
		if at-start > r.limits.Headers {
			r.note(LayerMIME, CodeLimitHeaders, at, fmt.Sprintf("part headers longer than %d bytes", r.limits.Headers))
			return found, at
		}
		text, next := r.headerLine(at, end)
		if len(text) == 0 {
			return found, next
		}
		if bytes.ContainsFunc(text, control) { // RFC 5322, 2.2 and 2.3: CR stands before LF alone
			r.note(LayerMIME, CodeHeaderMalformed, at, fmt.Sprintf("a control character in %q", clip(string(text))))
		}
		if (text[0] == ' ' || text[0] == '\t') && len(found) > 0 {
			last := &found[len(found)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(string(text)))
			at = next
			continue
		}
		name, value, ok := strings.Cut(string(text), ":")
		if !ok || !isToken(name) {
			r.note(LayerMIME, CodeHeaderMalformed, at, fmt.Sprintf("%q", clip(string(text))))
		}
		if ok {
			found = append(found, Header{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value), Offset: r.base + int64(at)})
		}
		at = next
	}
	r.note(LayerMIME, CodeHeaderUnterminated, end, "no empty line after the part headers")
	return found, end
}

// control tells a character that no header holds: all below the space but for the tab,
// and DEL.
func control(c rune) bool { return c < ' ' && c != '\t' || c == 0x7F }

// headerLine returns one line without its end, cut at the header limit, and the
// place of the next line.
func (r *reader) headerLine(at, end int) ([]byte, int) {
	most := min(end-at, r.limits.Headers+1)
	window := r.at(at, most)[:most]
	i := bytes.IndexByte(window, '\n')
	if i < 0 {
		return window, at + len(window)
	}
	if i > 0 && window[i-1] == '\r' {
		return window[:i-1], at + i + 1
	}
	r.lineEnd(at + i)
	return window[:i], at + i + 1
}
