package pdq

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold writes a name as it is compared: no accents however they are encoded, no
// capitals, and one blank for whatever stands between words.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	apart := false
	letter := func(r rune) {
		if apart && b.Len() > 0 {
			b.WriteByte(' ')
		}
		apart = false
		b.WriteRune(r)
	}
	for _, r := range norm.NFKD.String(s) {
		switch r = unicode.ToLower(r); {
		case unicode.Is(unicode.Mn, r): // an accent
		case r == 'œ':
			letter('o')
			letter('e')
		case r == 'æ':
			letter('a')
			letter('e')
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			letter(r)
		default:
			apart = true
		}
	}
	return b.String()
}

// sounds are spellings that are heard alike in French, longer ones first.
var sounds = strings.NewReplacer(
	"eaux", "o", "eau", "o", "aux", "o", "au", "o", "ph", "f", "qu", "k", "sch", "j", "ch", "j", "gu", "g", "ck", "k",
	"ce", "s", "ci", "s", "cy", "s", "c", "k", "q", "k", "y", "i", "z", "s", "w", "v", "h", "", "ai", "e", "ei", "e",
	"en", "an", "em", "an", "am", "an", "m", "n",
)

// sound is a key that names heard alike share: folded, spelled by sound, no
// doubled letter, no mute ending.
func sound(folded string) string {
	s := sounds.Replace(strings.ReplaceAll(folded, " ", ""))
	var b strings.Builder
	var before rune
	for _, r := range s {
		if r != before {
			b.WriteRune(r)
		}
		before = r
	}
	if key := strings.TrimRight(b.String(), "estxd"); key != "" {
		return key
	}
	return b.String()
}
