package identity

import (
	"bytes"
	"strconv"
)

// The authorities of the INS. Source: ANS, Référentiel Identifiant National de Santé,
// liste des OID des autorités d'affectation des INS: .8 assigns NIR, .9 NIA; .10 is
// that of tests.
const (
	authorities = "1.2.250.1.213.1.4."
	Test        = authorities + "10"
)

// Found is one identifier that seems real.
type Found struct {
	Offset int64  // of the number, in bytes
	OID    string // its authority
	Shown  string // its first character and how many follow: never the number itself
}

const (
	around = 300    // bytes on either side of an authority where its number is looked for
	most   = 100    // identifiers that are told
	looked = 10_000 // authorities that are looked at
)

// Find gives the identifiers under an authority of production whose form and key are
// those of a real one, in the order of their authorities, each once. It looks at so many
// authorities and no more.
func Find(b []byte) []Found {
	var out []Found
	seen := map[int]bool{}
	for at, n := 0, 0; n < looked && len(out) < most; n++ {
		i := bytes.Index(b[at:], []byte(authorities))
		if i < 0 {
			break
		}
		start := at + i
		at = start + len(authorities)
		if at >= len(b) || b[at] != '8' && b[at] != '9' || at+1 < len(b) && (digit(b[at+1]) || b[at+1] == '.') {
			continue
		}
		from, end := max(0, start-around), min(len(b), at+around)
		for _, number := range numbers(b[from:end]) {
			if where := from + number; !seen[where] && real(b[where:where+15]) {
				seen[where] = true
				out = append(out, Found{int64(where), string(b[start : at+1]), string(b[where]) + "… (15 caractères)"})
			}
		}
	}
	return out
}

// numbers gives the offsets of words of 15 characters that a NIR may be.
func numbers(b []byte) []int {
	var out []int
	for i := 0; i < len(b); {
		if !word(b[i]) {
			i++
			continue
		}
		end := i
		for end < len(b) && word(b[end]) {
			end++
		}
		if end-i == 15 {
			out = append(out, i)
		}
		i = end
	}
	return out
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func word(c byte) bool { return digit(c) || c == 'A' || c == 'B' || c == '.' || c == '-' }

// real tells whether 15 characters are a NIR or NIA: sex, year, month, department, and a
// key of 97 less the remainder by 97, Corsica counted as 19 and 18.
func real(n []byte) bool {
	plain := bytes.Clone(n)
	switch string(plain[5:7]) {
	case "2A":
		copy(plain[5:7], "19")
	case "2B":
		copy(plain[5:7], "18")
	}
	for _, c := range plain {
		if !digit(c) {
			return false
		}
	}
	month := int(plain[3]-'0')*10 + int(plain[4]-'0')
	if plain[0] == '0' || plain[0] == '9' || month == 0 || month > 12 && month < 20 || month > 42 && month < 50 {
		return false
	}
	number, err := strconv.ParseInt(string(plain[:13]), 10, 64)
	key, keyErr := strconv.ParseInt(string(plain[13:]), 10, 64)
	return err == nil && keyErr == nil && key == 97-number%97
}
