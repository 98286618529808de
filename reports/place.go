package reports

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Place says where a finding is, from the whole to the part:
// "requête, partie 0, ligne 12, octet 812 : /s:Envelope/s:Body". What is not
// known is left out. A finding without a message is about the whole session.
func Place(l etalon.Location, lang string) string {
	var parts []string
	say := func(fr, en, value string) {
		parts = append(parts, etalon.Text{FR: fr, EN: en}.In(lang)+value)
	}
	switch l.Direction {
	case "request":
		say("requête", "request", "")
	case "response":
		say("réponse", "response", "")
	}
	known := l.XPath != "" || l.Line > 0 || l.Offset > 0
	if l.Direction != "" || l.Part > 0 {
		if known || l.Part > 0 {
			say("partie ", "part ", strconv.Itoa(l.Part))
		}
	}
	if l.Line > 0 {
		say("ligne ", "line ", strconv.Itoa(l.Line))
	}
	if l.Offset > 0 || (l.Offset == 0 && known) {
		say("octet ", "byte ", strconv.FormatInt(l.Offset, 10))
	}
	if len(parts) == 0 {
		return etalon.Text{FR: "la session entière", EN: "the whole session"}.In(lang)
	}
	s := strings.Join(parts, ", ")
	if l.XPath == "" {
		return s
	}
	return s + Colon(lang) + Visible(l.XPath, 0)
}

// Colon is the colon between a label and its value: French sets a no-break
// space before it.
func Colon(lang string) string {
	if lang == "en" {
		return ": "
	}
	return "\u00a0: "
}

// Count writes a count with the thousands apart, as the language does:
// "12 345" with narrow no-break spaces, or "12,345".
func Count(n int, lang string) string {
	sep := "\u202f"
	if lang == "en" {
		sep = ","
	}
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return sign + s
}

// Plural is Count and the noun in its number. French counts zero as singular.
func Plural(n int, lang, one, many string) string {
	noun := many
	if n == 1 || (n == 0 && lang != "en") {
		noun = one
	}
	return Count(n, lang) + "\u00a0" + noun
}
