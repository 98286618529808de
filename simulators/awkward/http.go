package awkward

import (
	"strings"

	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
)

// Form is how the HTTP message is written (RFC 9112): reason phrase, header
// order, case and white space, chunked coding with odd chunks and extensions.
func (h *Hand) Form() fronthttp.Form {
	f := fronthttp.Form{
		Reason: func(plain string) string { return one(h, plain, "", "Reponse", strings.ToLower(plain)) },
		Order:  h.headers,
	}
	if h.once(2) {
		f.Chunk = h.chunk
	}
	return f
}

func (h *Hand) headers(list []fronthttp.Header) []fronthttp.Header {
	if h.once(2) {
		list = append(list, fronthttp.Header{Name: "Server", Value: "Etalon"})
	}
	if h.once(2) {
		list = append(list, fronthttp.Header{Name: "X-Trace-Id", Value: h.letters(16, "0123456789abcdef")})
	}
	if h.once(3) {
		list = append(list, fronthttp.Header{Name: "Cache-Control", Value: "no-store, max-age=0"})
	}
	for i := range list {
		list[i].Name = h.cased(list[i].Name)
		list[i].Value = one(h, "", " ", "\t") + list[i].Value + one(h, "", "", " ")
	}
	shuffle(h, list)
	return list
}

// chunk is the size of the next chunk: mostly small ones at the beginning, so
// that they cut through tags and delimiters, and large enough in the long run.
func (h *Hand) chunk() (int, string) {
	size := 1 + h.r.IntN(700)
	if h.once(3) {
		size = 1 + h.r.IntN(32<<10)
	}
	return size, one(h, "", "", "", ";e", `;trace="`+h.letters(4, alphanumeric)+`"`)
}

// PlainType writes the Content-Type of a simple SOAP message: case, order and
// quotes of its parameters; the action is optional (RFC 3902).
func (h *Hand) PlainType(contentType string) string {
	media, rest, _ := strings.Cut(contentType, ";")
	var params []string
	for p := range strings.SplitSeq(rest, ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(p), "=")
		if !ok || name == "action" && h.once(2) {
			continue
		}
		if name == "charset" {
			value = one(h, "utf-8", "UTF-8", `"utf-8"`, `"UTF-8"`)
		}
		params = append(params, h.cased(name)+"="+value)
	}
	shuffle(h, params)
	return h.join(media, params)
}

// join writes a media type with its parameters.
func (h *Hand) join(media string, params []string) string {
	var b strings.Builder
	b.WriteString(h.cased(media))
	for _, p := range params {
		b.WriteString(one(h, ";", "; ", " ; ") + p)
	}
	return b.String()
}
