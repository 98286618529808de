package population

import (
	"fmt"
	"strconv"
	"strings"
)

// Authority is the OID of test INS numbers (spec: VIHF, §4.2): a number under it is
// nobody's.
const Authority = "1.2.250.1.213.1.4.10"

// Prefix begins the family name of everybody who is invented here, so that nobody
// is taken for a person.
const Prefix = "ETALON-"

// Key is the two digits that go with the 13 characters of a NIR: 97 minus the
// remainder by 97, where 2A and 2B of Corsica count as 19 and 18. ok is false when
// the characters are not those of a NIR.
func Key(nir string) (key string, ok bool) {
	if len(nir) != 13 {
		return "", false
	}
	digits := nir
	switch strings.ToUpper(nir[5:7]) {
	case "2A":
		digits = nir[:5] + "19" + nir[7:]
	case "2B":
		digits = nir[:5] + "18" + nir[7:]
	}
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return "", false
	}
	return fmt.Sprintf("%02d", 97-n%97), true
}
