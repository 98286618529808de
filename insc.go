package etalon

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
)

// The identifiers of patients of 2011 to 2013, the INS-C: their authority, and their
// type in a CX.
const (
	CalculatedOID  = "1.2.250.1.213.1.4.2"
	CalculatedType = "INS-C"
)

// INSC is the identifier that was calculated of a patient's given name, date of birth
// and NIR: 20 digits and a key of two. Source: ASIP Santé, Dossier de conception de
// l'identifiant national de santé calculé (30/10/2009), as public code restates it.
func (p Patient) INSC() string {
	given, birth := calculable(p.Given), p.Birth
	if len(birth) == len("YYYYMMDD") {
		birth = birth[2:]
	}
	seed := fmt.Sprintf("%-10.10s%s%s", given, birth, p.INS[:min(13, len(p.INS))])
	sum := sha256.Sum256([]byte(seed))
	n := binary.BigEndian.Uint64(sum[:])
	return fmt.Sprintf("%020d%02d", n, 97-n%97)
}

// bare are the letters of French given names without their accents.
var bare = strings.NewReplacer("À", "A", "Â", "A", "Ä", "A", "Ç", "C", "É", "E", "È", "E", "Ê", "E", "Ë", "E", "Î", "I", "Ï", "I",
	"Ô", "O", "Ö", "O", "Ù", "U", "Û", "U", "Ü", "U", "Ÿ", "Y", "Ñ", "N", "Œ", "OE", "Æ", "AE", "-", " ", "'", " ")

// calculable is a given name as the calculation takes it: capitals, no accents.
func calculable(given string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, bare.Replace(strings.ToUpper(given)))
}
