package xmlsec

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// attribute types that have a short name here. The first name of a type is
// the one [DN] writes; all are read (RFC 4514 and what French certificates
// and their users write: GN, SN, ST).
var dnNames = []struct{ oid, name string }{
	{"2.5.4.3", "CN"},
	{"2.5.4.4", "SN"},
	{"2.5.4.6", "C"},
	{"2.5.4.7", "L"},
	{"2.5.4.8", "ST"},
	{"2.5.4.8", "S"},
	{"2.5.4.9", "STREET"},
	{"2.5.4.10", "O"},
	{"2.5.4.11", "OU"},
	{"2.5.4.12", "T"},
	{"2.5.4.12", "TITLE"},
	{"2.5.4.42", "GN"},
	{"2.5.4.42", "GIVENNAME"},
	{"2.5.4.42", "G"},
	{"2.5.4.4", "SURNAME"},
	{"2.5.4.5", "SERIALNUMBER"},
	{"2.5.4.97", "ORGANIZATIONIDENTIFIER"},
	{"0.9.2342.19200300.100.1.1", "UID"},
	{"0.9.2342.19200300.100.1.25", "DC"},
	{"1.2.840.113549.1.9.1", "E"},
	{"1.2.840.113549.1.9.1", "EMAILADDRESS"},
}

type ava struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue
}

// parseRDNs reads a DER Name: RDNs in certificate order.
func parseRDNs(raw []byte) ([][]ava, error) {
	var seq []asn1.RawValue
	rest, err := asn1.Unmarshal(raw, &seq)
	if err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("name is not DER: %w", err)
	}
	var out [][]ava
	for _, r := range seq {
		var set []ava
		if _, err := asn1.UnmarshalWithParams(r.FullBytes, &set, "set"); err != nil {
			return nil, fmt.Errorf("name is not DER: %w", err)
		}
		out = append(out, set)
	}
	return out, nil
}

// DN writes a DER name in the order of RFC 2253: most specific first, ST for
// the state, GN and SN for the given name and surname. A name that is not DER
// gives "".
func DN(raw []byte) string {
	rdns, err := parseRDNs(raw)
	if err != nil {
		return ""
	}
	var parts []string
	for i := len(rdns) - 1; i >= 0; i-- {
		var multi []string
		for _, a := range rdns[i] {
			multi = append(multi, writeAVA(a))
		}
		parts = append(parts, strings.Join(multi, "+"))
	}
	return strings.Join(parts, ",")
}

func writeAVA(a ava) string {
	oid := a.Type.String()
	for _, n := range dnNames {
		if s, ok := avaText(a.Value); n.oid == oid && ok {
			return n.name + "=" + escapeDN(s)
		}
	}
	return oid + "=#" + hex.EncodeToString(a.Value.FullBytes)
}

// avaText gives the text of a directory string.
func avaText(v asn1.RawValue) (string, bool) {
	if v.Class != asn1.ClassUniversal {
		return "", false
	}
	switch v.Tag {
	case asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagIA5String:
		return string(v.Bytes), utf8.Valid(v.Bytes)
	case asn1.TagT61String:
		r := make([]rune, len(v.Bytes)) // read as Latin-1, which is what is met
		for i, b := range v.Bytes {
			r[i] = rune(b)
		}
		return string(r), true
	case asn1.TagBMPString:
		var b strings.Builder
		for i := 0; i+1 < len(v.Bytes); i += 2 {
			b.WriteRune(rune(v.Bytes[i])<<8 | rune(v.Bytes[i+1]))
		}
		return b.String(), len(v.Bytes)%2 == 0
	}
	return "", false
}

func escapeDN(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune(`,+"\<>;`, r),
			i == 0 && (r == ' ' || r == '#'),
			r == ' ' && i == len(s)-1:
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// SameDN says whether a textual name (RFC 2253 or 4514, any of the usual
// attribute names, hex-encoded values too) is the DER name raw. Values are
// compared as text, case kept, white space collapsed; the order of RDNs must
// be the RFC's.
func SameDN(name string, raw []byte) (bool, error) {
	want, err := parseRDNs(raw)
	if err != nil {
		return false, err
	}
	got, err := parseDN(name)
	if err != nil {
		return false, err
	}
	if len(got) != len(want) {
		return false, nil
	}
	for i, rdn := range got {
		if !sameRDN(rdn, want[len(want)-1-i]) {
			return false, nil
		}
	}
	return true, nil
}

// namePart is one attribute of a textual name; der is set for #hex values.
type namePart struct {
	oid, value string
	der        []byte
}

func sameRDN(got []namePart, want []ava) bool {
	if len(got) != len(want) {
		return false
	}
	for _, g := range got {
		found := false
		for _, w := range want {
			if w.Type.String() != g.oid {
				continue
			}
			s, ok := avaText(w.Value)
			switch {
			case g.der == nil:
				found = found || ok && squeeze(s) == squeeze(g.value)
			case bytes.Equal(g.der, w.Value.FullBytes):
				found = true
			default: // same text in another string type is the same value
				var v asn1.RawValue
				if _, err := asn1.Unmarshal(g.der, &v); err == nil {
					t, isText := avaText(v)
					found = found || ok && isText && squeeze(t) == squeeze(s)
				}
			}
		}
		if !found {
			return false
		}
	}
	return true
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

var errDN = errors.New("not a distinguished name")

// parseDN reads a textual name into RDNs, in the order written.
func parseDN(s string) ([][]namePart, error) {
	var out [][]namePart
	var rdn []namePart
	for len(s) > 0 {
		typ, rest, ok := strings.Cut(s, "=")
		if !ok {
			return nil, fmt.Errorf("%w: no '=' in %q", errDN, s)
		}
		oid, err := attributeType(strings.TrimSpace(typ))
		if err != nil {
			return nil, err
		}
		value, quoted, n, sep, err := scanValue(rest)
		if err != nil {
			return nil, err
		}
		p := namePart{oid: oid, value: value}
		if strings.HasPrefix(value, "#") && !quoted {
			if p.der, err = hex.DecodeString(value[1:]); err != nil {
				return nil, fmt.Errorf("%w: %q", errDN, value)
			}
		}
		rdn = append(rdn, p)
		if sep != '+' {
			out, rdn = append(out, rdn), nil
		}
		s = rest[n:]
		if sep != 0 && strings.TrimSpace(s) == "" {
			return nil, fmt.Errorf("%w: ends with %q", errDN, sep)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: empty", errDN)
	}
	return out, nil
}

func attributeType(t string) (string, error) {
	if t != "" && t[0] >= '0' && t[0] <= '9' {
		return t, nil
	}
	if len(t) > 4 && strings.EqualFold(t[:4], "OID.") {
		return t[4:], nil
	}
	for _, n := range dnNames {
		if strings.EqualFold(n.name, t) {
			return n.oid, nil
		}
	}
	return "", fmt.Errorf("%w: unknown attribute %q", errDN, t)
}

// scanValue reads one attribute value up to ',', ';' or '+'. quoted says that
// its first character was escaped or quoted; n counts the bytes read with the
// separator; sep is 0 at the end.
func scanValue(s string) (value string, quoted bool, n int, sep byte, err error) {
	var b []byte
	inQuotes := false
	keep := 0 // length of b that trailing-space trimming may not cut
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && i+1 < len(s):
			if len(b) == 0 {
				quoted = true
			}
			if v, e := strconv.ParseUint(s[i+1:min(i+3, len(s))], 16, 8); e == nil && i+2 < len(s) {
				b = append(b, byte(v))
				i += 2
			} else {
				b = append(b, s[i+1])
				i++
			}
			keep = len(b)
		case c == '"':
			inQuotes, quoted = !inQuotes, true
			keep = len(b)
		case !inQuotes && (c == ',' || c == ';' || c == '+'):
			return trimRight(b, keep), quoted, i + 1, c, nil
		case c == ' ' && len(b) == 0 && !inQuotes:
		default:
			b = append(b, c)
		}
	}
	if inQuotes {
		return "", false, 0, 0, fmt.Errorf("%w: open quote", errDN)
	}
	return trimRight(b, keep), quoted, len(s), 0, nil
}

func trimRight(b []byte, keep int) string {
	for len(b) > keep && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return string(b)
}
