package identity_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/identity"
)

// keyed gives 13 characters with the key that makes a form of them. The persons are none.
func keyed(n string) string {
	number, err := strconv.ParseInt(strings.NewReplacer("2A", "19", "2B", "18").Replace(n), 10, 64)
	if err != nil {
		panic(err)
	}
	return n + fmt.Sprintf("%02d", 97-number%97)
}

func TestIdentitiesOfProductionAreFound(t *testing.T) {
	real, corsican := keyed("2790399999999"), keyed("155012A999999")
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"HL7 v2":               {real + "^^^&amp;1.2.250.1.213.1.4.8&amp;ISO^NH", 1},
		"HL7 v3":               {`<id root="1.2.250.1.213.1.4.9" extension="` + real + `"/>`, 1},
		"Corsica":              {corsican + "^^^&1.2.250.1.213.1.4.8&ISO^NH", 1},
		"twice":                {strings.Repeat(real+"^^^&1.2.250.1.213.1.4.8&ISO^NH ", 2), 2},
		"of tests":             {real + "^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH", 0},
		"of another authority": {real + "^^^&amp;1.2.250.1.213.1.4.80&amp;ISO^NH 1.2.250.1.213.1.4.8.1", 0},
		"without its key":      {real[:13] + "00^^^&1.2.250.1.213.1.4.8&ISO^NH", 0},
		"no month":             {keyed("2799999999999") + "^^^&1.2.250.1.213.1.4.8&ISO^NH", 1},
		"month of none":        {keyed("2791599999999") + "^^^&1.2.250.1.213.1.4.8&ISO^NH", 0},
		"far away":             {real + strings.Repeat(" ", 400) + "1.2.250.1.213.1.4.8", 0},
		"part of a number":     {"1" + real + "^^^&1.2.250.1.213.1.4.8&ISO^NH", 0},
		"at the very end":      {"1.2.250.1.213.1.4.", 0},
	} {
		found := identity.Find([]byte(c.text))
		if len(found) != c.want {
			t.Errorf("%s: %d found, want %d", name, len(found), c.want)
		}
		for _, f := range found {
			if strings.Contains(fmt.Sprint(f), real[:13]) || strings.Contains(fmt.Sprint(f), corsican[:13]) {
				t.Errorf("%s: it is told: %v", name, f)
			}
		}
	}
}

// What a hostile message costs is bounded.
func TestManyAuthorities(t *testing.T) {
	if found := identity.Find([]byte(strings.Repeat(keyed("2790399999999")+"^^^&1.2.250.1.213.1.4.8&ISO ", 100_000))); len(found) > 120 {
		t.Errorf("%d found", len(found))
	}
}
