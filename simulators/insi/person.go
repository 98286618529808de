package insi

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/etalon-dmp/etalon"
	wire "github.com/etalon-dmp/etalon/internal/wire/insi"
)

// civil is what the service holds of somebody, all of it said.
func civil(p etalon.Patient) etalon.Civil {
	c := etalon.Civil{}
	if p.Civil != nil {
		c = *p.Civil
	}
	if c.Names == "" {
		c.Names = p.Given
	}
	if c.Birth == "" {
		c.Birth = p.Birth
	}
	return c
}

// person is somebody as an answer tells it: names in capitals without accents.
func person(p etalon.Patient) *wire.Person {
	c := civil(p)
	out := &wire.Person{
		Active: wire.Identifier{Number: split(p.INS), OID: authority(c.Provisional)},
		Family: plain(p.Family), Given: plain(p.Given), Names: plain(c.Names), Sex: p.Gender, Birth: dashed(c.Birth), Place: p.Place,
	}
	if c.NoGiven {
		out.Given = ""
	}
	for _, f := range c.Former {
		out.History = append(out.History, wire.Identifier{Number: split(f.INS), OID: authority(f.NIA), From: f.From, To: f.To})
	}
	return out
}

func authority(provisional bool) string {
	if provisional {
		return wire.NIA
	}
	return wire.NIR
}

// split takes a number and its key apart. The letters of a Corsican number stay.
func split(ins string) wire.Number {
	const length = 13
	if len(ins) < length {
		return wire.Number{ID: ins}
	}
	return wire.Number{ID: ins[:length], Key: ins[length:]}
}

// dashed writes YYYYMMDD as YYYY-MM-DD; a day or month that is not known is 00.
func dashed(date string) string {
	if len(date) != len("YYYYMMDD") {
		return date
	}
	return date[:4] + "-" + date[4:6] + "-" + date[6:]
}

func digits(date string) string { return strings.ReplaceAll(date, "-", "") }

// plain writes a name in capitals without accents, however they are encoded: what the
// service holds.
func plain(name string) string {
	name = strings.NewReplacer("Œ", "OE", "Æ", "AE").Replace(strings.ToUpper(name))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(name))
}

// fold makes names comparable: what joins their words is a blank.
func fold(name string) string {
	return strings.Join(strings.FieldsFunc(plain(name), func(r rune) bool { return r < 'A' || r > 'Z' }), " ")
}
