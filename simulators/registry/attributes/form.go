package attributes

import (
	"regexp"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// form is how a value is written (IHE ITI TF-3 table 4.2.3.1.7-2).
type form struct {
	is   string // for the error: "a DTM"
	test func(string) bool
}

func matching(is, pattern string) form { return form{is, regexp.MustCompile(pattern).MatchString} }

// oidPattern is a dotted decimal without leading zeros, whose second arc is at
// most 39 under 0 and 1 (ITU-T X.660).
const oidPattern = `([01]\.(\d|[1-3]\d)|2\.(0|[1-9]\d*))(\.(0|[1-9]\d*))*`

// dated is a form of DTM: its day is one of the calendar.
func dated(is, pattern string) form {
	form := matching(is, pattern)
	digits := form.test
	form.test = func(s string) bool {
		if !digits(s) {
			return false
		}
		_, err := time.Parse("20060102", s[:min(len(s), 8)])
		return len(s) < 8 || err == nil
	}
	return form
}

// blank tells white space around a value: ebRIM has strings, in which it counts.
func blank(s string) bool { return strings.TrimSpace(s) != s }

// hdPattern is an assigning authority: no namespace, an OID, ISO.
const hdPattern = `&` + oidPattern + `&ISO`

// The forms. A CX may bear its identifier type code (component 5), which
// French patient identifiers have.
var (
	anything = form{"a value", func(string) bool { return true }}
	dtm      = dated("a DTM", `^\d{4}((0[1-9]|1[0-2])((0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d([0-5]\d)?)?)?)?)?$`)
	seconds  = dated("a DTM with seconds", `^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d[0-5]\d$`)
	language = matching("a language code", `^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`)
	hash     = matching("a SHA-1 in hexadecimal", `^[0-9a-fA-F]{40}$`)
	size     = matching("a number of bytes", `^\d+$`)
	mimeType = matching("a MIME type", `^[\w.+-]+/[\w.+-]+$`)
	cx       = matching("a CX (id^^^&OID&ISO)", `^[^\^~&|]+\^\^\^`+hdPattern+`(\^[A-Za-z-]*)?(\^.*)?$`)
	cxi      = matching("a CXi", `^[^\^~|]+\^\^\^([^\^]*)\^[^\^]+(\^.*)?$`)
	oid      = form{"an OID of 64 characters at most", func(s string) bool { return len(s) <= 64 && plainOID.MatchString(s) }}
	xcn      = form{"an XCN with an id or a family name", isXCN}
	xon      = form{"an XON with a name", func(s string) bool { return firstComponent(s) != "" }}

	patientInfo  = matching("PID-n|value", `^PID-\d{1,2}\|`)
	recipient    = form{"XON|XCN|XTN", func(s string) bool { return strings.Trim(s, "|^ ") != "" }}
	availability = form{"Online or Offline", func(s string) bool { return s == ebrim.Online || s == ebrim.Offline }}
	documentID   = form{"an identifier of 128 printable characters at most", isDocumentID}

	plainOID = regexp.MustCompile(`^` + oidPattern + `$`)
	uuidURN  = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
)

// IsUUID tells whether a string is a UUID URN in lower case.
func IsUUID(s string) bool { return uuidURN.MatchString(s) }

func firstComponent(s string) string {
	first, _, _ := strings.Cut(s, "^")
	return first
}

// isXCN asks for an id or a family name; an authority needs the id.
func isXCN(s string) bool {
	parts := strings.Split(s, "^")
	if parts[0] == "" && (len(parts) < 2 || parts[1] == "") {
		return false
	}
	return len(parts) < 9 || parts[8] == "" || parts[0] != ""
}

// isDocumentID accepts any printable identifier; what looks like OID^extension
// has an OID of 64 and an extension of 16 characters at most.
func isDocumentID(s string) bool {
	if s == "" || len(s) > 128 {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	root, extension, _ := strings.Cut(s, "^")
	return !plainOID.MatchString(root) || (len(root) <= 64 && len(extension) <= 16)
}
