package demographics

import (
	"regexp"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

var (
	oid  = regexp.MustCompile(`^([01]\.([0-9]|[1-3][0-9])|2\.(0|[1-9][0-9]*))(\.(0|[1-9][0-9]*))*$`)
	uuid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	when = regexp.MustCompile(`^[0-9]{4}([0-9]{2}([0-9]{2}([0-9]{2}([0-9]{2}([0-9]{2}(\.[0-9]{1,4})?)?)?)?)?)?([+-][0-9]{4})?$`)
)

// IsOID says whether a root is an OID of X.660.
func IsOID(s string) bool { return len(s) <= MostID && oid.MatchString(s) }

// name is an identifier that can be named again: zero when its root is none, or
// when it is longer than any is.
func name(n xmldoc.Node) hl7v3.II {
	id := hl7v3.II{Root: strings.TrimSpace(n.Attr("", "root")), Extension: n.Attr("", "extension")}
	if !IsOID(id.Root) && !uuid.MatchString(id.Root) || len(id.Extension) > MostID {
		return hl7v3.II{}
	}
	return id
}

// moment reads a time of HL7 V3 and gives its digits without the time zone and
// fractions. false: it is none, or not on the calendar.
func moment(v string) (string, bool) {
	v = strings.TrimSpace(v)
	if !when.MatchString(v) {
		return "", false
	}
	digits := v
	if i := strings.IndexAny(v, "+-."); i >= 0 {
		digits = v[:i]
	}
	_, err := time.Parse("20060102150405"[:len(digits)], digits)
	return digits, err == nil
}

func text(n xmldoc.Node) string { return strings.Join(strings.Fields(n.Value()), " ") }

// texts are the texts of the children of a name, empty ones left out.
func texts(n xmldoc.Node, local string) []string {
	var all []string
	for c := range n.ChildrenNamed(hl7v3.NS, local) {
		if t := text(c); t != "" {
			all = append(all, t)
		}
	}
	return all
}
