package lps

import (
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
	"github.com/etalon-dmp/etalon/simulators/lps/trace"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
	"github.com/etalon-dmp/etalon/simulators/lps/xua"
)

// Defects that a product has rarely: one for each rule that no other family breaks.
func rareMutants() []Mutant {
	return slices.Concat(rareAssertionMutants(), rareEnvelopeMutants(), rareFeedMutants(), rareDocumentMutants(), rareSearchMutants(), rareRecordMutants())
}

func rareAssertionMutants() []Mutant {
	change := func(f func(*call, *vihf.Assertion)) func(*hooks) { return func(h *hooks) { h.vihf = f } }
	air := define("air-declared-otherwise", "V07.air", "En AIR, le VIHF déclare une authentification que personne ne connaît.", "In AIR the VIHF declares a logon that nobody knows.",
		change(func(_ *call, a *vihf.Assertion) { a.Decl = "CONF_AUTRE" }), etalon.ActListAuthorised)
	air.Warns = true
	null := define("xua-null-role", "XUA09.null", "Le rôle a un code et dit qu'il n'en a pas.", "The role has a code and says that it has none.",
		func(h *hooks) {
			h.identity = func(_ *call, a *xua.Assertion) {
				for i, x := range a.Attributes {
					for j, v := range x.Values {
						a.Attributes[i].Values[j] = strings.Replace(v, ` code="`, ` nullFlavor="UNK" code="`, 1)
					}
				}
			}
		}, etalon.ActQuery)
	null.Trust = true
	return []Mutant{
		air, null,
		define("purpose-unlabelled", "V13.label", "Le libellé du mode d'accès est vide.", "The label of the purpose of use is empty.",
			change(func(_ *call, a *vihf.Assertion) {
				p := vihf.NormalAccess()
				p.Label = ""
				a.Drop(vihf.PurposeOfUse)
				a.AddCodes(vihf.PurposeOfUse, "PurposeOfUse", p)
			})),
		define("emergency-unasked", "V13.asked", "Tout accès est en bris de glace, sans que personne l'ait demandé.", "Every access is in emergency mode, though nobody asked for it.",
			change(func(_ *call, a *vihf.Assertion) {
				p := vihf.NormalAccess()
				p.Code, p.Label = "bris_de_glace", "Accès bris de glace"
				a.Drop(vihf.PurposeOfUse)
				a.AddCodes(vihf.PurposeOfUse, "PurposeOfUse", p)
			})),
		define("secret-adult", "V14.minor", "Une connexion secrète est demandée pour un majeur.", "A secret connection is asked for an adult.",
			change(func(_ *call, a *vihf.Assertion) {
				a.Set(vihf.Confidentiality, "INVISIBLE_REPRESENTANTS_LEGAUX^1.2.250.1.213.1.1.4.13")
			})),
		define("session-over", "V01.session", "La session de l'utilisateur est terminée depuis trois jours.", "The user's session ended three days ago.",
			func(h *hooks) {
				h.token = func(c *call, s string) string {
					return strings.Replace(s, `<saml:AuthnStatement `, `<saml:AuthnStatement SessionNotOnOrAfter="`+xua.Instant(c.lps.now().AddDate(0, 0, -3))+`" `, 1)
				}
			}),
	}
}

func rareEnvelopeMutants() []Mutant {
	const other = `soap:role="http://www.w3.org/2003/05/soap-envelope/role/none" `
	token := define("xua-for-another", "XUA01.role", "wsse:Security est pour un autre nœud.", "wsse:Security is for another node.",
		rewritten(`<wsse:Security `, `<wsse:Security `+other), etalon.ActQuery)
	token.Trust = true
	return []Mutant{
		token,
		define("vihf-for-another", "V01.role", "wsse:Security est pour un autre nœud.", "wsse:Security is for another node.", rewritten(`<wsse:Security `, `<wsse:Security `+other)),
		define("faults-elsewhere", "T04.fault-anonymous", "wsa:FaultTo nomme une autre adresse.", "wsa:FaultTo names another address.",
			rewritten(`<wsa:To>`, `<wsa:FaultTo><wsa:Address>https://fautes.exemple.invalid/</wsa:Address></wsa:FaultTo><wsa:To>`)),
		define("to-for-another", "T04.role", "wsa:To est pour un autre nœud.", "wsa:To is for another node.", rewritten(`<wsa:To>`, `<wsa:To `+other+`>`)),
	}
}

func rareSearchMutants() []Mutant {
	continues := search("pdq-continues-other", "PS01.continues", "La suite nomme une recherche qui n'a pas été faite.", "The continuation names a search that was not made.",
		replaced(`(<queryContinuation><queryId root="[^"]*" extension=")[^"]*`, `${1}autre`))
	anyway := search("pdq-more-after-cancel", "PS01.cancelled", "La suite d'une recherche arrêtée est demandée.", "The rest of a cancelled search is asked for.", func(h *hooks) { h.flow.goOnAnyway = true })
	target := search("pdq-other-answer", "PS01.target", "La suite accuse réception d'une autre réponse.", "The continuation acknowledges another answer.",
		replaced(`(<acknowledgement><typeCode code="AA"/><targetMessage><id root="[^"]*" extension=")[^"]*`, `${1}autre`))
	continues.Plain, anyway.Plain, target.Plain = true, true, true
	return []Mutant{
		continues, anyway, target,
		define("list-of-references", "LT02.leaf", "La liste affichée vient d'une recherche qui ne rend que des références.", "The list shown comes from a query that returns references alone.",
			func(h *hooks) {
				h.query = func(_ *call, q *submission.Query) {
					if q.ID == submission.FindDocuments {
						q.Return = "ObjectRef"
					}
				}
			}, etalon.ActListDocuments),
		define("until-last-year", "A04.until", "La recherche depuis une date s'arrête il y a un mois.", "The search since a date stops a month ago.",
			func(h *hooks) {
				h.query = func(c *call, q *submission.Query) {
					if q.ID == submission.FindSubmissionSets {
						q.Set("$XDSSubmissionSetSubmissionTimeTo", c.lps.now().AddDate(0, -1, 0).Format("20060102150405"))
					}
				}
			}, etalon.ActListSubmissions),
		define("sets-only", "Q01.chain", "La recherche depuis une date s'arrête aux lots.", "The search since a date stops at the submission sets.", func(h *hooks) { h.flow.setsOnly = true }, etalon.ActListSubmissions),
		define("last-document-left", "Q01.chain-documents", "Le dernier document des lots trouvés n'est pas demandé.", "The last document of the sets found is not asked for.", func(h *hooks) { h.flow.lastLeft = true }, etalon.ActListSubmissions),
	}
}

func rareRecordMutants() []Mutant {
	return onNode([]Mutant{
		define("audit-login-event", "EV09.event", "L'ouverture de session est une alerte.", "The login is an alert.",
			func(h *hooks) {
				h.audit = func(_ *call, r *trace.Record) { r.Event = trace.DCM("110113", "Security Alert") }
			}, etalon.ActLogIn),
		define("audit-query-other", "EV04.root", "La trace d'une recherche porte autre chose que la recherche.", "The record of a query bears something else than the query.",
			func(h *hooks) {
				h.audit = func(_ *call, r *trace.Record) {
					for i := range r.Objects {
						if r.Objects[i].Query != nil {
							r.Objects[i].Query = []byte("<requete/>")
						}
					}
				}
			}, etalon.ActQuery),
		define("audit-dated-before", "SY04.after", "L'en-tête est daté d'une heure avant l'événement.", "The header is dated an hour before the event.",
			func(h *hooks) {
				h.syslog = func(_ *call, m *syslog.Message) { m.Time = m.Time.Add(-time.Hour) }
			}, etalon.ActStart),
	})
}
