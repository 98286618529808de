package account

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/pki"
	"github.com/etalon-dmp/etalon/validators/facts"
)

// The areas of what is more than a node.
const (
	areaTrust    = "confiance"
	areaDocument = "documents"
	areaCourse   = "déroulement"
	areaLinked   = "faits liés"
)

// keys are what a product signs with, and what it opens connections with.
type keys struct{ sign, auth pki.Name }

// strangers are the keys that must not do what another does: of an authority
// nobody knows, out of date, of the wrong use, of the wrong mode.
func (s Session) strangers() map[Operator]keys {
	card, structure := keys{pki.CardSign, pki.CardAuth}, keys{pki.StructureSign, pki.StructureAuth}
	other := card
	if s.own() == card {
		other = structure
	}
	return map[Operator]keys{
		"unknown-authority": {pki.UnknownSign, pki.UnknownAuth},
		"expired":           {pki.ExpiredSign, pki.ExpiredAuth},
		"wrong-use":         {s.own().auth, s.own().sign},
		"wrong-mode":        other,
	}
}

// trust are the mutants of keys: what signs the assertion, what signs the lot, what
// opens the connection, and how that is protected.
func (w *workshop) trust(st *stand) []Mutant {
	var out []Mutant
	seen := map[string]bool{}
	for at := range st.letters {
		m := &st.letters[at]
		if m.letter == nil || seen[string(m.exchange.Transaction)] {
			continue
		}
		seen[string(m.exchange.Transaction)] = true
		for i, p := range m.letter.parts {
			if (p.role == "root" || p.role == "signature") && bytes.Contains(p.body, []byte("SignatureValue")) {
				out = append(out, st.otherKeys(at, i)...)
			}
		}
		out = append(out, st.otherConnections(at)...)
	}
	return out
}

func (st *stand) special(at int, area, path string, op Operator, part int) Mutant {
	n := node{path: path, area: area, part: part, key: path, kind: element, inHead: part < 0}
	if part >= 0 && st.letters[at].letter.parts[part].doc != nil {
		n.doc = st.letters[at].letter.parts[part].doc.Root()
		n.xpath, n.owner = n.doc.XPath(), n.doc.XPath()
	}
	return st.mutant(at, n, edit{op: op})
}

// otherKeys sign a part with keys that are not the product's to sign with.
func (st *stand) otherKeys(at, part int) []Mutant {
	m := &st.letters[at]
	path := "Assertion/Signature (key)"
	if m.letter.parts[part].role == "signature" {
		path = "/Signature (key)"
	}
	var out []Mutant
	for op, names := range st.strangers() {
		one := st.special(at, areaTrust, path, op, part)
		one.make = func() (facts.ExchangeInput, error) {
			l := m.letter.clone()
			fresh := st.Keys.Get(names.sign)
			body := instead(l.parts[part].body, st.Keys.Get(st.own().sign), fresh)
			body, err := xmlsec.Renew(body, xmlsec.Signer{Key: fresh.Key, Chain: fresh.Chain()}, xmlsec.Renewal{Documents: l.documents(m.letter)})
			if err != nil {
				return facts.ExchangeInput{}, err
			}
			l.parts[part].body = body
			err = l.describe(m.letter) // the hash and the size of a signature in a part of its own
			return m.with(l.bytes(true)), err
		}
		out = append(out, one)
	}
	slices.SortFunc(out, byOperator)
	return out
}

func byOperator(a, b Mutant) int { return bytes.Compare([]byte(a.Operator), []byte(b.Operator)) }

// instead writes another certificate where one is, with all that names it.
func instead(body []byte, old, fresh *pki.Credential) []byte {
	for _, pair := range [][2][]byte{{old.Certificate.Raw, fresh.Certificate.Raw}, {old.Issuer.Raw, fresh.Issuer.Raw}} {
		was, is := sha256.Sum256(pair[0]), sha256.Sum256(pair[1])
		body = bytes.ReplaceAll(body, encoded(pair[0]), encoded(pair[1]))
		body = bytes.ReplaceAll(body, encoded(was[:]), encoded(is[:]))
	}
	body = bytes.ReplaceAll(body, []byte(old.Certificate.SerialNumber.String()), []byte(fresh.Certificate.SerialNumber.String()))
	return bytes.ReplaceAll(body, []byte("X509IssuerName>"+xmlsec.DN(old.Certificate.RawIssuer)), []byte("X509IssuerName>"+xmlsec.DN(fresh.Certificate.RawIssuer)))
}

func encoded(b []byte) []byte { return []byte(base64.StdEncoding.EncodeToString(b)) }

// otherConnections are what the handshake must not have been.
func (st *stand) otherConnections(at int) []Mutant {
	m := &st.letters[at]
	var out []Mutant
	add := func(path string, op Operator, change func(*etalon.TLS)) {
		one := st.special(at, areaTrust, path, op, -1)
		one.otherwise = true
		one.make = func() (facts.ExchangeInput, error) {
			in := m.input
			change(&in.Connection.TLS)
			return in, nil
		}
		out = append(out, one)
	}
	const certificate = "tls/certificate"
	for op, names := range st.strangers() {
		if (m.exchange.Sent || st.beside()) && op == "wrong-mode" {
			continue // the mode is a client's of the DMP
		}
		add(certificate, op, func(t *etalon.TLS) { t.Certificates = st.Keys.Get(names.auth).Chain() })
	}
	slices.SortFunc(out, byOperator)
	add(certificate, Removed, func(t *etalon.TLS) { t.Certificates = nil })
	add("tls/version", Other, func(t *etalon.TLS) { t.Version = "1.1" })
	add("tls/suite", Other, func(t *etalon.TLS) { t.CipherSuite = "TLS_RSA_WITH_AES_128_CBC_SHA" })
	return out
}
