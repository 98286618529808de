package lps

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

// Defects of what a request is trusted for: the key, the codes and the times of
// the VIHF, the TLS connection, the declaration of access.
func trustMutants() []Mutant {
	change := func(f func(*call, *vihf.Assertion)) func(*hooks) { return func(h *hooks) { h.vihf = f } }
	token := func(old, replacement string) func(*hooks) {
		return func(h *hooks) {
			h.token = func(_ *call, s string) string { return strings.Replace(s, old, replacement, 1) }
		}
	}
	return []Mutant{
		define("vihf-own-key", "V04", "Le VIHF est signé par une clé faite sur place, au nom du vrai certificat.", "The VIHF is signed by a key made on the spot, in the name of the real certificate.",
			func(h *hooks) { h.vihfSigner = ownKey() }),
		define("vihf-method", "V03", "L'algorithme de signature du VIHF est inconnu.", "The signature algorithm of the VIHF is unknown.",
			token("2001/04/xmldsig-more#rsa-sha256", "2001/04/xmldsig-more#rsa-md5")),
		define("vihf-transforms", "V03", "La transformation de canonicalisation manque.", "The canonicalisation transform is missing.",
			token(`<ds:Transform Algorithm="`+xmlsec.ExcC14N+`"></ds:Transform>`, "")),
		define("issuer-order", "V02", "Le nom de l'Issuer est écrit du plus général au plus précis.", "The name of the Issuer is written from the most general part to the most specific.",
			change(func(_ *call, a *vihf.Assertion) {
				parts := strings.Split(a.Issuer, ",")
				slices.Reverse(parts)
				a.Issuer = strings.Join(parts, ",")
			})),
		define("vihf-same-id", "V01", "Toutes les assertions portent le même ID.", "All assertions bear the same ID.",
			change(func(c *call, a *vihf.Assertion) { a.ID = c.lps.keepForever("assertion-id", a.ID) }),
			etalon.ActListDocuments, etalon.ActFeed),
		define("conditions-over", "V01", "L'assertion n'est plus valide depuis trois jours.", "The assertion ceased to be valid three days ago.",
			change(func(c *call, a *vihf.Assertion) {
				end := c.lps.now().UTC().AddDate(0, 0, -3)
				a.Conditions = `<saml:Conditions NotBefore="` + end.Add(-time.Hour).Format(time.RFC3339) + `" NotOnOrAfter="` + end.Format(time.RFC3339) + `"></saml:Conditions>`
			})),
		define("logon-later", "V05", "L'utilisateur se connecte une heure après l'émission de l'assertion.", "The user logs on an hour after the assertion was issued.",
			change(func(c *call, a *vihf.Assertion) {
				a.AuthnInstant = c.lps.now().UTC().Add(time.Hour).Format(time.RFC3339)
			})),
		define("logon-class", "V05", "La classe de connexion n'existe pas.", "The class of the logon does not exist.",
			change(func(_ *call, a *vihf.Assertion) { a.ClassRef += "Card" })),
		define("software-id-twice", "V05", "LPS_ID a deux valeurs.", "LPS_ID has two values.",
			change(func(_ *call, a *vihf.Assertion) { x := a.Get(vihf.LPSID); x.Values = append(x.Values, "2") })),
		define("software-id-blank", "V05", "La valeur de LPS_ID commence par un blanc.", "The value of LPS_ID begins with a blank.",
			change(func(_ *call, a *vihf.Assertion) { x := a.Get(vihf.LPSID); x.Values[0] = " " + x.Values[0] })),
		define("user-id-form", "V05", "L'identifiant de l'utilisateur n'est pas un PS_IdNat.", "The identifier of the user is not a PS_IdNat.",
			change(func(_ *call, a *vihf.Assertion) { a.NameID = "dr.exemple" })),
		define("role-unknown", "V09", "Le savoir-faire n'est pas dans la liste.", "The speciality is not in the list.",
			change(func(_ *call, a *vihf.Assertion) { recode(a.Get(vihf.Role), `code="SM26"`, `code="SM99"`) })),
		define("role-foreign", "V09", "La nomenclature de la profession n'est pas française.", "The code system of the profession is not French.",
			change(func(_ *call, a *vihf.Assertion) {
				recode(a.Get(vihf.Role), `codeSystem="1.2.250.1.71.1.2.7"`, `codeSystem="2.16.840.1.113883.6.101"`)
			})),
		define("sector-not-dmp", "V12", "Le secteur est du CI-SIS, pas du DMP.", "The sector is of the CI-SIS, not of the DMP.",
			change(func(_ *call, a *vihf.Assertion) { a.Set(vihf.Sector, "SA66^1.2.250.1.71.4.2.4") })),
		define("purpose-untyped", "V13", "Le mode d'accès n'est pas typé.", "The access mode is not typed.",
			change(func(_ *call, a *vihf.Assertion) { recode(a.Get(vihf.PurposeOfUse), ` xsi:type="CE"`, "") })),
		define("tls-old", "T01", "Le logiciel ne propose que TLS 1.1.", "The software offers TLS 1.1 only.",
			func(h *hooks) {
				h.tls = func(_ *LPS, c *tls.Config) {
					c.MinVersion, c.MaxVersion = tls.VersionTLS11, tls.VersionTLS11
					c.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA}
				}
			}),
		define("tls-suite", "T01", "Le logiciel ne propose aucune suite admise.", "The software offers no suite that is allowed.",
			func(h *hooks) {
				h.tls = func(_ *LPS, c *tls.Config) { c.CipherSuites = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA} }
			}),
		define("access-nothing", "H02", "La déclaration d'accès est vide.", "The declaration of access is empty.",
			access("<hab:action>AJOUT</hab:action>", ""), etalon.ActDeclareAccess),
		define("access-unqualified", "H02", "L'action n'est pas dans l'espace de noms du service.", "The action is not in the namespace of the service.",
			access("hab:action>", "action>"), etalon.ActDeclareAccess),
		define("access-as-gp", "H02", "Le logiciel déclare un médecin traitant sans qu'on le demande.", "The software declares a GP of record that nobody asked for.",
			access("</hab:action>", "</hab:action><hab:role>MEDECIN_TRAITANT</hab:role>"), etalon.ActDeclareAccess),
	}
}

// recode changes the text of an attribute's values.
func recode(a *vihf.Attribute, old, replacement string) {
	for i, v := range a.Values {
		a.Values[i] = strings.Replace(v, old, replacement, 1)
	}
}

// ownKey gives a signer whose certificate copies the true one but for its key
// and its issuer. A key that cannot be made leaves the true signer, and the
// mutant alive.
func ownKey() func(*LPS) xmlsec.Signer {
	key := sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })
	return func(l *LPS) xmlsec.Signer {
		leaf, err := x509.ParseCertificate(l.signer.Chain[0])
		if err != nil {
			return l.signer
		}
		k, err := key()
		if err != nil {
			return l.signer
		}
		issuer := *leaf
		issuer.PublicKey = k.Public()
		der, err := x509.CreateCertificate(rand.Reader, leaf, &issuer, k.Public(), k)
		if err != nil {
			return l.signer
		}
		return xmlsec.Signer{Key: k, Chain: [][]byte{der}}
	}
}
