package lps

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/lps/xua"
)

// The defects of a product that a structure uses: by itself, and when a person says so.
const (
	OwnDoor    = "insi-structure-door"
	ManualDoor = "insi-manual-door"
)

// Defects of the search for an identity, and of what is done with the answer: checks IN
// and IS.
func insiMutants() []Mutant {
	search := func(f func(*call, *insiQuery)) func(*hooks) { return func(h *hooks) { h.insi = f } }
	context := func(f func(*insiContext)) func(*hooks) {
		return func(h *hooks) { h.insiContext = func(_ *call, c *insiContext) { f(c) } }
	}
	assertion := func(f func(*xua.Assertion)) func(*hooks) {
		return func(h *hooks) { h.insiAssertion = func(_ *call, a *xua.Assertion) { f(a) } }
	}
	conduct := func(f func(*flow)) func(*hooks) { return func(h *hooks) { f(&h.flow) } }
	fields := func(f func([][2]string) [][2]string) func(*hooks) {
		return search(func(_ *call, q *insiQuery) { q.Fields = f })
	}
	swapped := func(f [][2]string) [][2]string {
		f[0], f[1] = f[1], f[0]
		return f
	}
	traits, card := etalon.ActQualify, etalon.ActQualifyByCard
	later := func(a *xua.Assertion, by time.Duration) {
		move := func(s string) string {
			at, err := time.Parse(time.RFC3339, s)
			if err != nil {
				return s
			}
			return xua.Instant(at.Add(by))
		}
		a.IssueInstant, a.NotBefore, a.NotOnOrAfter = move(a.IssueInstant), move(a.NotBefore), move(a.NotOnOrAfter)
	}
	return []Mutant{
		define("insi-other-action", "IN01.action", "L'action est celle de la recherche par la carte.", "The action is that of the search by the card.",
			func(h *hooks) {
				h.soap = func(_ *call, m *soap.Message) {
					m.Action = strings.Replace(m.Action, "rechercherInsAvecTraitsIdentite", "rechercherInsAvecCarteVitale", 1)
				}
			}, traits),
		define("insi-message-id", "IN01.id", "Les messages sont numérotés au lieu d'avoir un UUID.", "Messages are numbered instead of having a UUID.",
			func(h *hooks) {
				h.soap = func(c *call, m *soap.Message) {
					if strings.HasPrefix(m.MessageID, "uuid:") {
						m.MessageID = "message-" + c.lps.uuid()[:8]
					}
				}
			}, traits),
		define("insi-context-version", "IN02.version", "La version du contexte est celle d'une autre édition.", "The version of the context is that of another edition.",
			context(func(c *insiContext) { c.BAM = "01_00" }), traits),
		define("insi-cover-filled", "IN02.cover", "La couverture est remplie sans carte Vitale.", "The coverage is filled in without a Vitale card.",
			context(func(c *insiContext) { c.Cover = "<bam:COUVERTURE>01</bam:COUVERTURE>" }), traits),
		define("insi-no-cover", "IN02.cover", "La couverture manque.", "The coverage is missing.", context(func(c *insiContext) { c.Cover = "" }), traits),
		define("insi-lps-version", "IN03.version", "La version du contexte est celle de l'exemple de code.", "The version of the context is that of the sample code.",
			context(func(c *insiContext) { c.LPS = "1.00.00" }), traits),
		define("insi-nature", "IN03.nature", "La nature du contexte n'est pas CTXLPS.", "The nature of the context is not CTXLPS.", context(func(c *insiContext) { c.Nature = "LPS" }), traits),
		define("insi-no-approval", "IN03.idam", "Le numéro d'autorisation est vide.", "The authorisation number is empty.", context(func(c *insiContext) { c.Approval = "" }), traits),
		define("insi-no-instance", "IN03.software", "L'instance du logiciel est vide.", "The instance of the software is empty.", context(func(c *insiContext) { c.Instance = "" }), traits),
		define("insi-no-assertion", "IN05.door", "La recherche part sans assertion, avec la carte seule.", "The search is sent without an assertion, with the card alone.",
			func(h *hooks) { h.token = func(_ *call, _ string) string { return "" } }, traits),
		define(OwnDoor, "IN05.door", "Le certificat montré à INSi est celui du DMP, sans assertion.", "The certificate shown to INSi is that of the DMP, without an assertion.",
			conduct(func(f *flow) { f.ownDoor = true }), traits),
		define(ManualDoor, "IN05.door", "La structure a un certificat INSI-MANU, et montre celui du DMP.", "The structure has a certificate INSI-MANU, and shows that of the DMP.",
			conduct(func(f *flow) { f.ownDoor = true }), traits),
		define("insi-assertion-hours", "IN06.life", "L'assertion vaut quatre heures.", "The assertion is good for four hours.",
			assertion(func(a *xua.Assertion) {
				a.NotOnOrAfter = strings.Replace(a.NotOnOrAfter, a.NotOnOrAfter[:4], "2099", 1)
			}), traits),
		define("insi-assertion-old", "IN06.age", "L'assertion a été faite il y a quarante minutes.", "The assertion was made forty minutes ago.",
			assertion(func(a *xua.Assertion) { later(a, -40*time.Minute) }), traits),
		define("insi-no-subject", "IN06.subject", "L'assertion ne dit pas qui interroge.", "The assertion does not say who asks.",
			assertion(func(a *xua.Assertion) { a.NameID = "" }), traits),
		define("insi-assertion-changed", "IN06.value", "L'assertion est changée après avoir été signée.", "The assertion is changed after it was signed.",
			func(h *hooks) {
				h.token = func(c *call, t string) string { return strings.Replace(t, c.lps.cfg.UserGiven, "Dominique", 1) }
			}, traits),
		define("insi-fields-order", "IN07.fields", "Les champs ne sont pas dans l'ordre du schéma.", "The fields are not in the order of the schema.", fields(swapped), traits),
		define("insi-field-more", "IN07.fields", "Un champ que le schéma n'a pas est ajouté.", "A field that the schema does not have is added.",
			search(func(_ *call, q *insiQuery) { q.More = "<ins:CodePostal>99999</ins:CodePostal>" }), traits),
		define("insi-card-order", "IN08.fields", "Les champs de la carte ne sont pas dans l'ordre du schéma.", "The fields of the card are not in the order of the schema.", fields(swapped), card),
		define("insi-number-whole", "IN08.number", "Le matricule est envoyé avec sa clé, d'un seul tenant.", "The number is sent with its key, in one piece.",
			search(func(_ *call, q *insiQuery) { q.Number, q.Key = q.Number+q.Key, "" }), card),
		define("insi-key-wrong", "IN08.key", "La clé du matricule est 00.", "The key of the number is 00.", search(func(_ *call, q *insiQuery) { q.Key = "00" }), card),
		define("insi-usual-name", "IN09.card", "Le nom d'usage est envoyé au lieu du nom de naissance.", "The usual name is sent instead of the birth name.",
			search(func(c *call, q *insiQuery) { q.Family = c.patient.Usual }), card),
		define("insi-card-other", "IN09.number", "Le matricule est celui d'une autre carte.", "The number is that of another card.",
			search(func(_ *call, q *insiQuery) { q.Number, q.Key = "1520999999002", "15" }), card),
		define("insi-other-name", "IN09.family", "Le nom est coupé à dix caractères.", "The name is cut at ten characters.",
			search(func(_ *call, q *insiQuery) { q.Family = q.Family[:min(len(q.Family), 10)] }), traits),
		define("insi-other-given", "IN09.given", "L'initiale est envoyée au lieu du prénom.", "The initial is sent instead of the given name.",
			search(func(_ *call, q *insiQuery) { q.Given = []string{q.Given[0][:1]} }), traits),
		define("insi-other-sex", "IN09.sex", "Le sexe est l'autre.", "The sex is the other one.",
			search(func(c *call, q *insiQuery) { q.Sex = map[string]string{"F": "M", "M": "F"}[c.patient.Gender] }), traits),
		define("insi-other-birth", "IN09.birth", "Le jour de naissance est toujours le 31.", "The day of birth is always the 31st.",
			search(func(_ *call, q *insiQuery) { q.Birth = q.Birth[:8] + "31" }), traits),
		define("insi-place-forgotten", "IN09.place", "Le lieu que l'utilisateur ajoute n'est pas envoyé.", "The place that the user adds is not sent.",
			search(func(_ *call, q *insiQuery) { q.Place = "" }), traits),
		define("insi-card-as-traits", "IN09.kind", "La carte est lue, et la recherche faite par les traits.", "The card is read, and the search made by traits.",
			func(h *hooks) {
				h.insi = func(c *call, q *insiQuery) {
					q.ByCard, q.Given, q.Sex = false, []string{capitals(c.patient.Given)}, c.patient.Gender
					c.transaction = etalon.INSiTraits
				}
			}, card),
		define("insi-former-used", "IS01.former", "Le premier numéro de l'historique sert au DMP.", "The first number of the history is used for the DMP.",
			conduct(func(f *flow) { f.useFormer = true }), traits),
		define("insi-record-first", "IS06.first", "Le DMP est interrogé avant INSi.", "The DMP is asked before INSi.",
			conduct(func(f *flow) { f.recordFirst = true }), traits),
		define("insi-reply-elsewhere", "IN01.reply", "La réponse est demandée à une adresse du logiciel.", "The answer is asked for at an address of the software.",
			func(h *hooks) {
				h.soap = func(c *call, m *soap.Message) {
					if c.transaction == etalon.INSiTraits {
						m.ReplyTo = "https://lps.example/reponse"
					}
				}
			}, traits),
		define("insi-other-service", "T03.known", "La recherche est envoyée à l'adresse du service des patients.", "The search is sent to the address of the patient service.",
			func(h *hooks) {
				h.packaging = func(c *call, o *outgoing) {
					if c.transaction == etalon.INSiTraits {
						o.Service = "patients"
					}
				}
			}, traits),
		define("insi-media", "IN01.media", "La recherche est annoncée comme du texte XML.", "The search is announced as XML text.",
			func(h *hooks) {
				h.packaging = func(c *call, o *outgoing) {
					if c.transaction == etalon.INSiTraits {
						o.ContentType = "text/xml; charset=UTF-8"
					}
				}
			}, traits),
		define("insi-charset-twice", "IN01.anomaly", "Le jeu de caractères est annoncé deux fois.", "The character set is announced twice.",
			func(h *hooks) {
				h.packaging = func(c *call, o *outgoing) {
					if c.transaction == etalon.INSiTraits {
						o.ContentType += "; charset=UTF-8"
					}
				}
			}, traits),
		define("insi-two-reply", "IN01.once", "wsa:ReplyTo est écrit deux fois.", "wsa:ReplyTo is written twice.",
			insiHeader(`(?s)<wsa:ReplyTo.*?</wsa:ReplyTo>`, "$0$0"), traits),
		define("insi-nil-to", "IN01.nil", "wsa:To se dit nul.", "wsa:To says that it is nil.",
			insiHeader(`<wsa:To>[^<]*</wsa:To>`, `<wsa:To xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>`), traits),
		define("insi-soap-11", "IN01.envelope", "Les recherches sont en SOAP 1.1.", "Searches are in SOAP 1.1.",
			func(h *hooks) {
				h.envelope = func(c *call, b []byte) []byte {
					if c.transaction != etalon.INSiTraits {
						return b
					}
					return bytes.ReplaceAll(b, []byte(soap.NS12), []byte(soap.NS11))
				}
			}, traits),
		define("insi-authority-kept", "V08.oid", "L'OID rendu par INSi part au DMP de test.", "The OID that INSi gives goes to the test DMP.",
			conduct(func(f *flow) { f.keepAuthority = true }), traits),
		define("insi-unqualified-used", "IS02.last", "Le DMP est interrogé sous un INS qui n'est pas qualifié.", "The DMP is asked under an INS that is not qualified.",
			conduct(func(f *flow) { f.useUnqualified = true }), traits),
		when(define("insi-silence-used", "IS02.last", "Sans réponse d'INSi, le DMP est interrogé quand même.", "Without an answer of INSi the DMP is asked all the same.",
			conduct(func(f *flow) { f.useUnqualified = true }), traits), etalon.BehaveTimeout),
		when(define("insi-stale-again", "IS03.renewed", "Une assertion refusée est envoyée de nouveau.", "An assertion that was refused is sent again.",
			conduct(func(f *flow) { f.keepAssertion = true }), traits), etalon.BehaveRegistryError),
	}
}

// when is a mutant that shows when the service behaves so.
func when(m Mutant, b etalon.BehaviourName) Mutant {
	m.Behaviour = b
	return m
}

// insiHeader writes a header of searches by traits otherwise.
func insiHeader(pattern, with string) func(*hooks) {
	header := regexp.MustCompile(pattern)
	return func(h *hooks) {
		h.envelope = func(c *call, b []byte) []byte {
			if c.transaction != etalon.INSiTraits {
				return b
			}
			return header.ReplaceAll(b, []byte(strings.ReplaceAll(with, "$0", "${0}")))
		}
	}
}
