package token

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/seed"
	"github.com/etalon-dmp/etalon/simulators/lps"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

// The kinds that are right.
const (
	Valid     = "valid"     // a VIHF
	ValidXUA  = "xua-valid" // an identity assertion of plain IHE
	CardMode  = "direct"    // a VIHF signed with a card
	AIRMode   = "air"       // a VIHF after a stronger local logon
	testINS   = "280029999900134"
	testINSID = "1.2.250.1.213.1.4.10"
)

// Kind is one kind of assertion.
type Kind struct {
	Name string
	Text etalon.Text
	// Rule is the check that tells of its fault; "" when it is right.
	Rule etalon.RuleID
	xua  bool
	mode etalon.AuthMode
}

// Kinds are all kinds, the right ones first: a closed list.
func Kinds() []Kind {
	all := []Kind{
		{Name: Valid, Text: etalon.Text{FR: "Un VIHF valide, en mode indirect.", EN: "A valid VIHF, in indirect mode."}, mode: etalon.ModeIndirect},
		{Name: CardMode, Text: etalon.Text{FR: "Un VIHF valide, en mode direct : signé avec la carte.", EN: "A valid VIHF, in direct mode: signed with the card."}, mode: etalon.ModeDirect},
		{Name: AIRMode, Text: etalon.Text{FR: "Un VIHF valide, en mode AIR.", EN: "A valid VIHF, in AIR mode."}, mode: etalon.ModeAIR},
		{Name: ValidXUA, Text: etalon.Text{FR: "Une assertion XUA (IHE) valide.", EN: "A valid XUA (IHE) assertion."}, xua: true},
	}
	for _, m := range lps.TokenMutants() {
		all = append(all, Kind{Name: m.Name, Text: m.Summary, Rule: m.Kills, xua: m.Trust, mode: etalon.ModeIndirect})
	}
	return all
}

// Order is an assertion to make; Keys, Clock and Rand are needed.
type Order struct {
	Like  string // the name of a Kind
	INS   string // of the patient that it names; a test patient by default
	Keys  *pki.Set
	Clock func() time.Time
	Rand  io.Reader
}

// Keys gives the test PKI of a folder, or without one a PKI of its own.
func Keys(folder fs.FS, clock func() time.Time) (*pki.Set, error) {
	if folder == nil {
		return pki.New(seed.Reader(0), clock(), nil)
	}
	return pki.Load(folder)
}

// Make makes the SOAP envelope of a request that carries the assertion.
func Make(o Order) (string, Kind, error) {
	kinds := Kinds()
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == o.Like })
	if i < 0 {
		return "", Kind{}, exit.Usage(fmt.Errorf("aucune assertion « %s » (no such assertion)", o.Like), "etalon vihf --list")
	}
	k := kinds[i]
	c := lps.Config{
		BaseURL: "https://dmp.exemple/", Mode: k.mode, Plain: k.xua, Identity: k.xua, Clock: o.Clock, Rand: o.Rand, Roots: o.Keys.Roots(),
		Auth: o.Keys.TLS(pki.StructureAuth), Sign: o.Keys.TLS(pki.StructureSign), UserID: pki.UserID, UserFamily: pki.UserFamily, UserGiven: pki.UserGiven,
	}
	if k.mode == etalon.ModeDirect {
		c.Auth, c.Sign, c.StructureID = o.Keys.TLS(pki.CardAuth), o.Keys.TLS(pki.CardSign), pki.StructureID
	}
	if k.Rule != "" {
		c.Mutant = k.Name
	}
	l, err := lps.New(c)
	if err != nil {
		return "", k, err
	}
	if o.INS == "" {
		o.INS = testINS
	}
	envelope, err := l.Request(etalon.Patient{INS: o.INS, OID: testINSID}, map[string]string{
		"role": "112247003^2.16.840.1.113883.6.96", "purpose": "TREATMENT^2.16.840.1.113883.3.18.7.1", "consent": "urn:oid:2.25.141421356237309504880168872420969807857",
	})
	return string(envelope), k, err
}

// Header is the WS-Security header block of an envelope, which stands by itself; ""
// when it has none.
func Header(envelope string) string {
	const begin, end = "<wsse:Security ", "</wsse:Security>"
	from, to := strings.Index(envelope, begin), strings.LastIndex(envelope, end)
	if from < 0 || to < from {
		return ""
	}
	return envelope[from : to+len(end)]
}
