package account

import (
	"regexp"
	"strings"
	"unicode"
)

// form is how a value is written: it says what "ill-formed" and "another of the
// same form" mean.
type form string

const (
	formEmpty   form = "empty"
	formOID     form = "oid"
	formURN     form = "urn"
	formUUID    form = "uuid"
	formTime    form = "time"
	formStamp   form = "timestamp"
	formNumber  form = "number"
	formBoolean form = "boolean"
	formCX      form = "hl7v2"
	formHex     form = "hex"
	formBase64  form = "base64"
	formWord    form = "word" // code or name without a blank
	formText    form = "text"
)

var forms = []struct {
	form form
	like *regexp.Regexp
}{
	{formEmpty, regexp.MustCompile(`^\s*$`)},
	{formUUID, regexp.MustCompile(`^(urn:uuid:)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)},
	{formOID, regexp.MustCompile(`^(urn:oid:)?[0-2](\.(0|[1-9][0-9]*)){2,}$`)},
	{formStamp, regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$`)},
	{formTime, regexp.MustCompile(`^(19|20)\d\d(0[1-9]|1[0-2])([0-3]\d(\d{4}(\d\d)?([+-]\d{4})?)?)?$`)},
	{formBoolean, regexp.MustCompile(`^(true|false)$`)},
	{formNumber, regexp.MustCompile(`^\d+$`)},
	{formCX, regexp.MustCompile(`\^.*\^`)},
	{formURN, regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:\S+$`)},
	{formHex, regexp.MustCompile(`^[0-9a-fA-F]{32,}$`)},
	{formBase64, regexp.MustCompile(`^[A-Za-z0-9+/\s]{24,}={0,2}$`)},
	{formWord, regexp.MustCompile(`^\S+$`)},
}

func formOf(v string) form {
	for _, f := range forms {
		if f.like.MatchString(v) {
			return f.form
		}
	}
	return formText
}

// broken is a value that is no longer well-formed, "" for forms that anything
// fits.
func broken(v string) string {
	switch formOf(v) {
	case formOID:
		return v + ".007" // an arc does not begin with a zero
	case formUUID:
		return v[:len(v)-1] + "g"
	case formTime:
		return v[:4] + "1399" + v[min(8, len(v)):] // the thirteenth month
	case formStamp:
		return v[:5] + "13-99" + v[10:]
	case formBoolean:
		return "oui"
	case formNumber:
		return v + "x"
	case formCX:
		return strings.Replace(strings.Replace(v, "&ISO", "", 1), "^", "~", 1)
	case formURN:
		return strings.Replace(v, ":", " ", 1)
	case formHex:
		return v[:len(v)-2] + "zz"
	case formBase64:
		return "*" + v[1:]
	default:
		return ""
	}
}

// sibling is another value of the same form: the last letter or figure that can
// change without breaking it does.
func sibling(v string) string {
	b := []byte(v)
	switch formOf(v) {
	case formEmpty, formText, formWord, formURN, formCX:
		for i := len(b) - 1; i >= 0; i-- {
			if c := b[i]; c < unicode.MaxASCII && (unicode.IsLetter(rune(c)) || unicode.IsDigit(rune(c))) {
				b[i] = next(c)
				return string(b)
			}
		}
		return v + "x"
	case formBoolean:
		return map[string]string{"true": "false", "false": "true"}[v]
	case formTime:
		return nextDigit(b, 3) // another year
	case formStamp:
		return nextDigit(b, 3)
	case formBase64:
		b[0] = next(b[0])
		return string(b)
	default:
		b[len(b)-1] = next(b[len(b)-1])
		return string(b)
	}
}

func nextDigit(b []byte, i int) string {
	b[i] = '0' + (b[i]-'0'+9)%10
	return string(b)
}

// next is another letter or figure of the same kind.
func next(c byte) byte {
	switch c {
	case '9':
		return '1'
	case 'f', 'F':
		return c - 1
	case 'z', 'Z':
		return c - 1
	case '/', '+', '=':
		return 'A'
	}
	return c + 1
}

// swapped changes the case of every letter; v itself when it has none.
func swapped(v string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsUpper(r):
			return unicode.ToLower(r)
		case unicode.IsLower(r):
			return unicode.ToUpper(r)
		}
		return r
	}, v)
}
