package lps

import (
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/xua"
)

// Defects of the identity assertion of plain IHE: checks XUA01 to XUA11.
func identityMutants() []Mutant {
	all := identityFormMutants()
	all = append(all, identitySignatureMutants()...)
	for i := range all {
		all[i].Name, all[i].Trust = "xua-"+all[i].Name, true
		if all[i].Actions[0] == etalon.ActExistenceTest {
			all[i].Actions = []etalon.ActionName{etalon.ActQuery}
		}
	}
	return all
}

func identityFormMutants() []Mutant {
	change := func(f func(*call, *xua.Assertion)) func(*hooks) { return func(h *hooks) { h.identity = f } }
	value := func(name, v string) func(*hooks) {
		return change(func(_ *call, a *xua.Assertion) {
			if x := a.Get(name); x != nil {
				x.Values = []string{v}
			}
		})
	}
	past := func(c *call) string { return xua.Instant(c.lps.now().AddDate(0, 0, -3)) }
	return []Mutant{
		define("none", "XUA01", "La requête n'a pas d'assertion.", "The request has no assertion.",
			func(h *hooks) { h.token = func(*call, string) string { return "" } }),
		define("twice", "XUA01", "La requête porte deux assertions.", "The request carries two assertions.",
			func(h *hooks) {
				h.token = func(_ *call, s string) string { return s + strings.Replace(s, `ID="_`, `ID="_z`, 1) }
			}),
		define("version", "XUA02", "L'assertion est de version 1.1.", "The assertion is of version 1.1.",
			change(func(_ *call, a *xua.Assertion) { a.Version = "1.1" })),
		define("tomorrow", "XUA02", "L'assertion est émise demain.", "The assertion is issued tomorrow.",
			change(func(c *call, a *xua.Assertion) { a.IssueInstant = xua.Instant(c.lps.now().AddDate(0, 0, 1)) })),
		define("no-issuer", "XUA02", "L'émetteur est vide.", "The issuer is empty.", change(func(_ *call, a *xua.Assertion) { a.Issuer = "" })),
		define("same-id", "XUA11", "Toutes les assertions portent le même ID.", "All assertions bear the same ID.",
			change(func(c *call, a *xua.Assertion) { a.ID = c.lps.keepForever("xua-id", a.ID) })),
		define("nobody", "XUA03", "Le sujet est vide.", "The subject is empty.", change(func(_ *call, a *xua.Assertion) { a.NameID = "" })),
		define("unconfirmed", "XUA03", "Le sujet n'a pas de confirmation.", "The subject has no confirmation.",
			change(func(_ *call, a *xua.Assertion) { a.Confirmation = "" })),
		define("sender-vouches", "XUA03", "La confirmation est sender-vouches.", "The confirmation is sender-vouches.",
			change(func(_ *call, a *xua.Assertion) { a.Confirmation = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches" })),
		define("confirmation-over", "XUA03", "La confirmation n'est plus en vigueur.", "The confirmation is not in force any more.",
			change(func(c *call, a *xua.Assertion) { a.ConfirmedUntil = past(c) })),
		define("unbounded", "XUA04", "L'assertion n'a pas de conditions.", "The assertion has no conditions.",
			change(func(_ *call, a *xua.Assertion) { a.NotBefore, a.NotOnOrAfter = "", "" })),
		define("over", "XUA04", "L'assertion n'est plus valide depuis trois jours.", "The assertion ceased to be valid three days ago.",
			change(func(c *call, a *xua.Assertion) {
				a.NotBefore, a.NotOnOrAfter = xua.Instant(c.lps.now().AddDate(0, 0, -4)), past(c)
			})),
		define("for-all", "XUA04", "L'assertion ne dit pas à qui elle est destinée.", "The assertion does not say whom it is for.",
			change(func(_ *call, a *xua.Assertion) { a.Audience = "" })),
		define("no-logon", "XUA05", "L'assertion ne dit pas comment l'utilisateur s'est connecté.", "The assertion does not say how the user logged on.",
			change(func(_ *call, a *xua.Assertion) { a.AuthnInstant, a.ClassRef = "", "" })),
		define("logon-later", "XUA05", "L'utilisateur se connecte après l'émission.", "The user logs on after the assertion was issued.",
			change(func(c *call, a *xua.Assertion) { a.AuthnInstant = xua.Instant(c.lps.now().Add(time.Hour)) })),
		define("logon-class", "XUA05", "La classe de connexion n'existe pas.", "The class of the logon does not exist.",
			change(func(_ *call, a *xua.Assertion) { a.ClassRef += "2" })),
		define("session-over", "XUA05", "La session de l'utilisateur est finie.", "The session of the user is over.",
			change(func(c *call, a *xua.Assertion) { a.SessionUntil = past(c) })),
		define("no-name", "XUA07", "Le nom de l'utilisateur manque.", "The name of the user is missing.",
			change(func(_ *call, a *xua.Assertion) { a.Drop(xua.SubjectID) })),
		define("organization-plain", "XUA07", "L'organisation n'est pas un URN.", "The organization is not a URN.", value(xua.OrganizationID, sourceOID)),
		define("organization-empty", "XUA07", "L'organisation est vide.", "The organization is empty.", value(xua.Organization, "")),
		define("patient-other", "XUA07", "L'assertion vise un autre patient.", "The assertion is about another patient.",
			change(func(c *call, a *xua.Assertion) {
				if x := a.Get(xua.ResourceID); x != nil {
					x.Values = []string{strings.ReplaceAll(c.lps.cx(wrongKey(c.patient)), "&", "&amp;")}
				}
			})),
		define("role-none", "XUA08", "Le rôle demandé manque.", "The role that was asked for is missing.",
			change(func(_ *call, a *xua.Assertion) { a.Drop(xua.Role) })),
		define("role-text", "XUA08", "Le rôle est du texte.", "The role is text.", value(xua.Role, "46255001")),
		define("purpose-other", "XUA09", "Le motif d'accès n'est pas celui demandé.", "The purpose is not the one asked for.",
			change(func(_ *call, a *xua.Assertion) {
				if x := a.Get(xua.PurposeOfUse); x != nil {
					x.Values[0] = strings.Replace(x.Values[0], `code="`, `code="X`, 1)
				}
			})),
		define("purpose-untyped", "XUA09", "Le motif d'accès n'est pas typé.", "The purpose is not typed.",
			change(func(_ *call, a *xua.Assertion) {
				if x := a.Get(xua.PurposeOfUse); x != nil {
					x.Values[0] = strings.Replace(x.Values[0], ` xsi:type="CE"`, "", 1)
				}
			})),
		define("consent-none", "XUA10", "Le consentement du patient n'est pas cité.", "The consent of the patient is not named.",
			change(func(_ *call, a *xua.Assertion) { a.Drop(xua.Consent) })),
		define("consent-of-nobody", "XUA10", "Le consentement est cité sans dire de quel patient.", "The consent is named and not the patient.",
			change(func(_ *call, a *xua.Assertion) { a.Drop(xua.ResourceID) })),
	}
}

func identitySignatureMutants() []Mutant {
	token := func(old, replacement string) func(*hooks) {
		return func(h *hooks) {
			h.token = func(_ *call, s string) string { return strings.Replace(s, old, replacement, 1) }
		}
	}
	return []Mutant{
		define("unsigned", "XUA06", "L'assertion n'est pas signée.", "The assertion is not signed.",
			func(h *hooks) {
				h.token = func(_ *call, s string) string {
					from, to := strings.Index(s, "<ds:Signature "), strings.Index(s, "</ds:Signature>")
					if from < 0 || to < from {
						return s
					}
					return s[:from] + s[to+len("</ds:Signature>"):]
				}
			}),
		define("altered", "XUA06", "L'assertion est modifiée après sa signature.", "The assertion is changed after it was signed.",
			token("<saml:NameID>8", "<saml:NameID>0")),
		define("value-altered", "XUA06", "La méthode est changée après la signature.", "The method is changed after signing.",
			token("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha512")),
		define("own-key", "XUA06", "L'assertion est signée par une clé faite sur place.", "The assertion is signed by a key made on the spot.",
			func(h *hooks) { h.vihfSigner = ownKey() }),
		define("self-issued", "XUA06", "Le certificat n'est d'aucune autorité.", "The certificate is of no authority.",
			func(h *hooks) { h.vihfSigner = selfIssued }),
		define("wrapped", "XUA06", "L'assertion signée est enveloppée dans une autre.", "The signed assertion is wrapped in another one.",
			func(h *hooks) { h.token = wrapped }),
		define("transform", "XUA06", "La signature transforme l'assertion par XSLT.", "The signature transforms the assertion by XSLT.",
			token(`<ds:Transform Algorithm="`+xmlsec.ExcC14N+`"></ds:Transform>`, `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform>`)),
	}
}

// wrapped is a forged assertion around the signed one: the signature holds, but of
// what nobody reads (signature wrapping).
func wrapped(_ *call, s string) string {
	from, to := strings.Index(s, "<ds:Signature "), strings.Index(s, "</ds:Signature>")
	if from < 0 || to < from {
		return s
	}
	signature, rest := s[from:to], s[to:]
	forged := strings.Replace(s[:from], ` ID="_`, ` ID="_f`, 1) + signature + `<ds:Object>` + s + `</ds:Object>` + rest
	return strings.Replace(forged, "<saml:NameID>8", "<saml:NameID>0", 1)
}
