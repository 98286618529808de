package facts

import (
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ava is one attribute type and value of a distinguished name.
type ava struct {
	oid   string // dotted
	value string
}

// rdn is a set of AVAs, sorted.
type rdn []ava

// dnKeywords are the attribute types by the keywords that certificates and
// SAML issuers use. Source: RFC 4519, RFC 2985; S for ST is what Windows writes.
var dnKeywords = map[string]string{
	"CN": "2.5.4.3", "SN": "2.5.4.4", "SURNAME": "2.5.4.4", "SERIALNUMBER": "2.5.4.5",
	"C": "2.5.4.6", "L": "2.5.4.7", "ST": "2.5.4.8", "S": "2.5.4.8", "STREET": "2.5.4.9",
	"O": "2.5.4.10", "OU": "2.5.4.11", "T": "2.5.4.12", "TITLE": "2.5.4.12",
	"GN": "2.5.4.42", "G": "2.5.4.42", "GIVENNAME": "2.5.4.42", "INITIALS": "2.5.4.43",
	"DNQ": "2.5.4.46", "DNQUALIFIER": "2.5.4.46", "DC": "0.9.2342.19200300.100.1.25",
	"UID": "0.9.2342.19200300.100.1.1", "E": "1.2.840.113549.1.9.1",
	"EMAIL": "1.2.840.113549.1.9.1", "EMAILADDRESS": "1.2.840.113549.1.9.1",
}

// derName reads a DER Name, in the order of the encoding.
func derName(der []byte) ([]rdn, error) {
	type attribute struct {
		Type  asn1.ObjectIdentifier
		Value asn1.RawValue
	}
	var sequence []asn1.RawValue
	if _, err := asn1.Unmarshal(der, &sequence); err != nil {
		return nil, fmt.Errorf("name: %w", err)
	}
	var name []rdn
	for _, raw := range sequence {
		var set []attribute
		if _, err := asn1.UnmarshalWithParams(raw.FullBytes, &set, "set"); err != nil {
			return nil, fmt.Errorf("relative name: %w", err)
		}
		var r rdn
		for _, a := range set {
			value, ok := asn1Text(a.Value.FullBytes)
			if !ok {
				value = "#" + hex.EncodeToString(a.Value.FullBytes)
			}
			r = append(r, ava{a.Type.String(), value})
		}
		slices.SortFunc(r, compareAVA)
		name = append(name, r)
	}
	return name, nil
}

// asn1Text decodes a DER string of any of the string types; ok is false for
// anything else.
func asn1Text(der []byte) (text string, ok bool) {
	var v asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &v); err != nil || len(rest) > 0 || v.Class != asn1.ClassUniversal || v.IsCompound {
		return "", false
	}
	switch v.Tag {
	case asn1.TagUTF8String, asn1.TagPrintableString, asn1.TagIA5String, asn1.TagNumericString:
		return string(v.Bytes), utf8.Valid(v.Bytes)
	case asn1.TagT61String: // in practice Latin-1
		runes := make([]rune, len(v.Bytes))
		for i, c := range v.Bytes {
			runes[i] = rune(c)
		}
		return string(runes), true
	case asn1.TagBMPString:
		if len(v.Bytes)%2 != 0 {
			return "", false
		}
		units := make([]uint16, len(v.Bytes)/2)
		for i := range units {
			units[i] = uint16(v.Bytes[2*i])<<8 | uint16(v.Bytes[2*i+1])
		}
		return string(utf16.Decode(units)), true
	}
	return "", false
}

// parseDN reads a distinguished name as people and libraries write it: RFC
// 2253 or RFC 1779, keywords in any case, OIDs, quoted and hex values.
func parseDN(s string) ([]rdn, error) {
	var name []rdn
	var current rdn
	p := dnParser{rest: strings.TrimSpace(s)}
	if p.rest == "" {
		return nil, fmt.Errorf("empty distinguished name")
	}
	for {
		a, sep, err := p.ava()
		if err != nil {
			return nil, err
		}
		if current = append(current, a); sep == '+' {
			continue
		}
		slices.SortFunc(current, compareAVA)
		name, current = append(name, current), nil
		if sep == 0 {
			slices.Reverse(name) // the encoding's order
			return name, nil
		}
	}
}

type dnParser struct{ rest string }

// ava reads type=value and the separator after it (0 at the end).
func (p *dnParser) ava() (a ava, sep byte, err error) {
	key, rest, ok := strings.Cut(p.rest, "=")
	if !ok {
		return a, 0, fmt.Errorf("no = in %q", p.rest)
	}
	key = strings.ToUpper(strings.TrimSpace(key))
	if oid, known := dnKeywords[key]; known {
		a.oid = oid
	} else if key = strings.TrimPrefix(key, "OID."); key != "" && strings.Trim(key, "0123456789.") == "" {
		a.oid = key
	} else {
		return a, 0, fmt.Errorf("unknown attribute type %q", key)
	}
	p.rest = strings.TrimLeft(rest, " ")
	switch {
	case strings.HasPrefix(p.rest, `"`):
		var closed bool
		if a.value, p.rest, closed = unquote(p.rest[1:]); !closed {
			return a, 0, fmt.Errorf("a quoted value has no end")
		}
		p.rest = strings.TrimLeft(p.rest, " ")
	case strings.HasPrefix(p.rest, "#"):
		end := strings.IndexAny(p.rest, ",;+")
		if end < 0 {
			end = len(p.rest)
		}
		a.value = strings.ToLower(strings.TrimSpace(p.rest[:end]))
		if der, err := hex.DecodeString(a.value[1:]); err == nil {
			if text, ok := asn1Text(der); ok {
				a.value = text
			}
		}
		p.rest = p.rest[end:]
	default:
		a.value = p.value()
	}
	if p.rest == "" {
		return a, 0, nil
	}
	if sep = p.rest[0]; sep != ',' && sep != ';' && sep != '+' {
		return a, 0, fmt.Errorf("unexpected %q after a value", p.rest)
	}
	if sep == ';' {
		sep = ','
	}
	p.rest = p.rest[1:]
	return a, sep, nil
}

// value reads an unquoted value up to its separator.
func (p *dnParser) value() string {
	var b []byte
	keep := 0 // length up to which trailing spaces are significant
	i := 0
	for ; i < len(p.rest); i++ {
		c := p.rest[i]
		if c == ',' || c == ';' || c == '+' {
			break
		}
		if c == '\\' && i+1 < len(p.rest) {
			if i+2 < len(p.rest) {
				if pair, err := hex.DecodeString(p.rest[i+1 : i+3]); err == nil {
					b, i = append(b, pair[0]), i+2
					keep = len(b)
					continue
				}
			}
			i++
			b = append(b, p.rest[i])
			keep = len(b)
			continue
		}
		if b = append(b, c); c != ' ' {
			keep = len(b)
		}
	}
	p.rest = p.rest[i:]
	return string(b[:keep])
}

// sameDN says whether two names are the same set of RDNs, in any order. Values
// are compared as X.520 caseIgnoreMatch does: case and runs of spaces aside.
func sameDN(a, b []rdn) bool {
	return len(a) > 0 && slices.Equal(canonicalDN(a), canonicalDN(b))
}

func canonicalDN(name []rdn) []string {
	keys := make([]string, 0, len(name))
	for _, r := range name {
		var parts []string
		for _, a := range r {
			value := strings.ToLower(strings.Join(strings.Fields(a.value), " "))
			parts = append(parts, a.oid+"="+value)
		}
		slices.Sort(parts)
		keys = append(keys, strings.Join(parts, "\x00"))
	}
	slices.Sort(keys)
	return keys
}

func compareAVA(a, b ava) int {
	if c := strings.Compare(a.oid, b.oid); c != 0 {
		return c
	}
	return strings.Compare(a.value, b.value)
}

// unquote reads a quoted string after its opening quote.
func unquote(s string) (value, rest string, closed bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), "", false
}
