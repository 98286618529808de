package lps

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/simulators/lps/xua"
)

// assertionLife is how long an assertion for INSi is used (spec: DMP §2.3, INSi 1.02).
const assertionLife = 20 * time.Minute

// smartcard is how a user with a card logged on.
const smartcard = "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI"

// qualified is what INSi said of a patient, by the number that the user has of it.
type qualified struct {
	known  bool   // one identity was found: the number may be used
	number string // the active one
	oid    string
	former string // the first of the history; "" for none
}

// pass is an assertion that is used until it is too old.
type pass struct {
	token string
	until time.Time
}

// qualify asks INSi who a patient is, by the traits that the user has.
func (l *LPS) qualify(ctx context.Context, a etalon.Action) etalon.Reaction {
	p := a.Patient
	q := &insiQuery{Family: capitals(p.Family), Given: []string{capitals(p.Given)}, Sex: p.Gender, Birth: dashes(p.Birth)}
	if a.Params["with"] == "place" {
		q.Place = p.Place
	}
	return l.askINSi(ctx, etalon.INSiTraits, p, q)
}

// qualifyByCard asks INSi by what a Vitale card holds.
func (l *LPS) qualifyByCard(ctx context.Context, a etalon.Action) etalon.Reaction {
	p := a.Patient
	const digits = 13
	q := &insiQuery{ByCard: true, Number: p.INS[:min(digits, len(p.INS))], Key: p.INS[min(digits, len(p.INS)):], Family: capitals(p.Family), Birth: dashes(p.Birth)}
	return l.askINSi(ctx, etalon.INSiCard, p, q)
}

// askINSi makes one exchange. An identity that is not found, or not alone, stays
// unqualified, and so does one of which INSi said nothing: nothing is done with it.
func (l *LPS) askINSi(ctx context.Context, x etalon.Transaction, p etalon.Patient, q *insiQuery) etalon.Reaction {
	c := &call{lps: l, transaction: x, patient: p}
	apply(l.hooks.insi, c, q)
	if l.hooks.flow.recordFirst {
		_, _ = l.existence(ctx, p)
	}
	l.session.people[p.INS] = qualified{}
	got, t := l.send(ctx, c, q.body(), nil)
	if l.hooks.flow.repeatINSi && t == nil {
		got, t = l.send(ctx, c, q.body(), nil)
	}
	if t != nil {
		if t.Code == staleAssertion && !l.hooks.flow.keepAssertion {
			l.session.pass = pass{}
		}
		return l.reaction(t)
	}
	r, ok := insi.ReadResult(got.payload)
	if !ok {
		return l.reaction(&trouble{Text: "La réponse d'INSi est illisible."})
	}
	if r.Code != insi.OK || r.Person == nil {
		return l.reaction(refusal(fmt.Sprintf("L'identité de ce patient n'est pas qualifiée : %s (%s). %s", r.Label, r.Code, advice(r.Code))))
	}
	known := qualified{known: true, number: r.Person.Active.Whole(), oid: r.Person.Active.OID}
	if len(r.Person.History) > 0 {
		known.former = r.Person.History[0].Whole()
	}
	l.session.people[p.INS] = known
	re := done("Identité qualifiée : " + r.Person.Family + " " + r.Person.Names + ", " + r.Person.Birth + ", INS " + known.number + ".")
	re.Values = map[string]string{"ins": known.number}
	return re
}

// staleAssertion is the code by which the simulated service says that an assertion is
// too old; the real one is not public.
const staleAssertion = "ETALON-REFUS"

func advice(code string) string {
	switch code {
	case insi.Nobody:
		return "Vérifiez les traits sur la pièce d'identité."
	case insi.Several:
		return "Ajoutez les autres prénoms ou le lieu de naissance."
	}
	return ""
}

// identified puts what INSi said in the place of what the user had, and refuses who is
// not qualified. Whom INSi was not asked about is as the user has it. The authority of
// an INS is that of the environment: test here, whatever INSi says (spec: DMP additions
// §7.3).
func (l *LPS) identified(p etalon.Patient) (etalon.Patient, *trouble) {
	known, asked := l.session.people[p.INS]
	switch {
	case !asked || l.hooks.flow.useUnqualified && !known.known:
		return p, nil
	case !known.known:
		return p, refusal("L'identité de ce patient n'est pas qualifiée : rien n'est envoyé sous son INS.")
	}
	p.INS = known.number
	if l.hooks.flow.useFormer && known.former != "" {
		p.INS = known.former
	}
	if l.hooks.flow.keepAuthority {
		p.OID = known.oid
	}
	return p, nil
}

// door tells that INSi is asked with the organisation certificate that it gives, without
// an assertion.
func (l *LPS) door() bool { return len(l.cfg.INSi.Certificate) > 0 }

func (c *call) asksINSi() bool {
	return c.transaction == etalon.INSiTraits || c.transaction == etalon.INSiCard
}

// insiToken gives the assertion of the user, one for all requests until it is old.
func (l *LPS) insiToken(c *call) (string, error) {
	now := l.now()
	if l.session.pass.token != "" && now.Before(l.session.pass.until) {
		return l.session.pass.token, nil
	}
	signer := l.signer
	signer.Chain = signer.Chain[:1]
	a := &xua.Assertion{
		ID: "_" + l.uuid(), IssueInstant: xua.Instant(now), Version: "2.0", Issuer: l.cfg.UserID, NameID: l.cfg.UserID,
		NotBefore: xua.Instant(now), NotOnOrAfter: xua.Instant(now.Add(assertionLife)), AuthnInstant: xua.Instant(l.session.began), ClassRef: smartcard,
	}
	a.Add(xua.SubjectID, l.cfg.UserGiven+" "+l.cfg.UserFamily)
	apply(l.hooks.insiAssertion, c, a)
	token, err := a.Sign(signer)
	if err == nil && l.hooks.token != nil {
		token = l.hooks.token(c, token)
	}
	l.session.pass = pass{token, now.Add(assertionLife - time.Minute)}
	return token, err
}

// capitals writes a name as INSi takes it: capitals without accents.
func capitals(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(strings.NewReplacer("Œ", "OE", "Æ", "AE").Replace(strings.ToUpper(name))))
}

func dashes(date string) string {
	if len(date) != len("YYYYMMDD") {
		return date
	}
	return date[:4] + "-" + date[4:6] + "-" + date[6:]
}
