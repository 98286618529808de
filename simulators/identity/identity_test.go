package identity_test

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/identity"
	"github.com/etalon-dmp/etalon/simulators/make/vihf"
	"github.com/etalon-dmp/etalon/simulators/make/xua"
	"github.com/etalon-dmp/etalon/simulators/pki"
)

var now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

var keys = sync.OnceValues(func() (*pki.Set, error) { return pki.New(rand.Reader, now, []string{"127.0.0.1"}) })

func set(t *testing.T) *pki.Set {
	t.Helper()
	s, err := keys()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func signer(t *testing.T, name pki.Name) xmlsec.Signer {
	t.Helper()
	c := set(t).TLS(name)
	key, ok := c.PrivateKey.(crypto.Signer)
	if !ok {
		t.Fatal("no key")
	}
	return xmlsec.Signer{Key: key, Chain: c.Certificate[:1]}
}

// request is a message with a security header, from who shows the structure's
// certificate.
func request(t *testing.T, header string) *actor.Request {
	t.Helper()
	body := []byte(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>` + header + `</s:Header><s:Body><a/></s:Body></s:Envelope>`)
	m := mtom.Read("application/soap+xml", body, 0, mtom.Limits{})
	doc, err := xmldoc.Parse(body, xmldoc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return &actor.Request{Message: m, Doc: doc, SOAP: soap.Read(doc), Peer: []*x509.Certificate{set(t).Get(pki.StructureAuth).Certificate}}
}

func checker(t *testing.T) identity.Checker {
	t.Helper()
	return identity.Checker{Roots: set(t).ClientCAs(), Clock: clock}
}

// What a provider of XUA accepts and refuses, with the code of WS-Security.
func TestXUA(t *testing.T) {
	const audience = "https://xds.example/"
	right := func() xua.Token { return xua.For("_1", now, now, audience, "1^^^&1.2&ISO") }
	with := func(f func(*xua.Token)) string {
		a := right()
		f(&a)
		s, err := a.Sign(signer(t, pki.StructureSign))
		if err != nil {
			t.Fatal(err)
		}
		return xua.Header(s)
	}
	plain := with(func(*xua.Token) {})
	by := func(name pki.Name) string {
		s, err := right().Sign(signer(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return xua.Header(s)
	}
	bare, err := right().Unsigned()
	if err != nil {
		t.Fatal(err)
	}
	inner := strings.TrimSuffix(plain[strings.Index(plain, "<saml:"):], "</wsse:Security>")
	signature := plain[strings.Index(plain, "<ds:Signature "):strings.Index(plain, "</ds:Signature>")]
	wrapped := strings.Replace(strings.Replace(plain, signature, signature+"<ds:Object>"+inner+"</ds:Object>", 1), `ID="_1"`, `ID="_2"`, 1)
	for name, c := range map[string]struct{ header, want string }{
		"right":                  {plain, ""},
		"five minutes early":     {with(func(a *xua.Token) { a.NotBefore = now.Add(4 * time.Minute) }), ""},
		"early":                  {with(func(a *xua.Token) { a.NotBefore = now.Add(time.Hour) }), "InvalidSecurityToken"},
		"over":                   {with(func(a *xua.Token) { a.NotOnward = now.Add(-time.Hour) }), "InvalidSecurityToken"},
		"another service":        {with(func(a *xua.Token) { a.Audience = "https://other.example/" }), "InvalidSecurityToken"},
		"nobody":                 {with(func(a *xua.Token) { a.User = "" }), "InvalidSecurityToken"},
		"logs on tomorrow":       {with(func(a *xua.Token) { a.LoggedOn = now.AddDate(0, 0, 1) }), "InvalidSecurityToken"},
		"how is not said":        {with(func(a *xua.Token) { a.Class = "" }), "InvalidSecurityToken"},
		"none":                   {"", "SecurityTokenUnavailable"},
		"two":                    {xua.Header(inner + inner), "SecurityTokenUnavailable"},
		"unsigned":               {xua.Header(string(bare)), "FailedCheck"},
		"altered":                {strings.Replace(plain, "etalon.medecin", "etalon.patient", 1), "FailedCheck"},
		"wrapped":                {wrapped, "FailedCheck"},
		"an unknown authority":   {by(pki.UnknownSign), "FailedAuthentication"},
		"out of date":            {by(pki.ExpiredSign), "FailedAuthentication"},
		"the connection's own":   {by(pki.StructureAuth), ""},
		"a certificate of noise": {strings.Replace(plain, "<ds:X509Certificate>MII", "<ds:X509Certificate>AAA", 1), "FailedCheck"},
	} {
		got := ""
		if f := checker(t).XUA(request(t, c.header), audience); f != nil {
			got = f.Subcode
			if f.Space != identity.NSSec || f.Code != soap.Sender || f.ReasonFR == "" || f.ReasonEN == "" {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// What the DMP accepts and refuses of a VIHF.
func TestVIHF(t *testing.T) {
	bearer := vihf.Bearer{Version: "3.0", Mode: etalon.ModeIndirect, StructureID: pki.StructureID, UserID: pki.UserID, UserFamily: pki.UserFamily, UserGiven: pki.UserGiven}
	by := func(b vihf.Bearer, name pki.Name) string {
		s, err := b.Header(vihf.Request{ID: "_1", Issued: now, LoggedOn: now, Issuer: "CN=x"}, signer(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	elsewhere := bearer
	elsewhere.StructureID = "1990000025"
	right := by(bearer, pki.StructureSign)
	for name, c := range map[string]struct{ header, code, text string }{
		"right":                {right, "", ""},
		"none":                 {"", "", "ne porte pas un VIHF"},
		"altered":              {strings.Replace(right, "urn:dmp", "urn:ror", 1), "", "signature du VIHF"},
		"the connection's key": {by(bearer, pki.StructureAuth), "DMPInvalidCertificate", "Not a valid signature certificate"},
		"another TLS key":      {by(bearer, pki.CardAuth), "DMPInvalidCertificate", "Not a valid signature certificate"},
		"unknown authority":    {by(bearer, pki.UnknownSign), "DMPInvalidCertificate", "Not a valid signature certificate"},
		"out of date":          {by(bearer, pki.ExpiredSign), "DMPInvalidCertificate", "Not a valid signature certificate"},
		"another structure":    {by(elsewhere, pki.StructureSign), "", "Structure introuvable"},
	} {
		f := checker(t).VIHF(request(t, c.header))
		if (f == nil) != (c.text == "") {
			t.Errorf("%s: %+v", name, f)
			continue
		}
		if f != nil && (f.Subcode != c.code || !strings.Contains(f.ReasonFR, c.text) || f.Code != soap.Sender) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}
