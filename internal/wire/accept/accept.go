package accept

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// Most bounds the ranges that are read of one request.
const Most = 100

// Range is one media range: "multipart/related", "image/*".
type Range struct {
	Type   string // lower case
	Params []mtom.Param
	Q      float64 // 1 where none is written, 0 where it is no number
}

// Param is the first value of a parameter, "" where there is none.
func (r Range) Param(name string) string {
	for _, p := range r.Params {
		if strings.EqualFold(p.Name, name) {
			return p.Value
		}
	}
	return ""
}

// Takes tells whether the range holds a media type, parameters aside.
func (r Range) Takes(media string) bool {
	family, _, _ := strings.Cut(media, "/")
	return r.Q > 0 && (r.Type == media || r.Type == "*/*" || r.Type == family+"/*")
}

// Read reads the lines of Accept, in order. odd are what could not be read.
func Read(lines ...string) (ranges []Range, odd []string) {
	for _, one := range split(strings.Join(lines, ",")) {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		media, anomalies := mtom.ParseMedia(one)
		if len(anomalies) > 0 || !strings.Contains(media.Type, "/") {
			odd = append(odd, one)
			continue
		}
		r := Range{Type: strings.ToLower(media.Type), Q: 1}
		for _, p := range media.Params {
			if strings.EqualFold(p.Name, "q") {
				r.Q = weight(p.Value)
				continue
			}
			r.Params = append(r.Params, p)
		}
		if len(ranges) < Most {
			ranges = append(ranges, r)
		}
	}
	return ranges, odd
}

func weight(s string) float64 {
	q, err := strconv.ParseFloat(s, 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}

// split cuts at the commas that are in no quoted string.
func split(s string) []string {
	var all []string
	quoted, from := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			all, from = append(all, s[from:i]), i+1
		}
	}
	return append(all, s[from:])
}
