package community

import (
	"net/http"
	"strings"

	"github.com/etalon-dmp/etalon"
	fronthttp "github.com/etalon-dmp/etalon/simulators/front/http"
	"github.com/etalon-dmp/etalon/simulators/identity"
)

// Defects of a provider of XUA: an assertion that must be refused is not, or is
// refused in other words.
func identityMutants() []Mutant {
	blind := func(name string, to identity.Flaw, fr, en, with string) Mutant {
		return Mutant{
			Name: name, Kills: "AN02", Identity: true, transaction: etalon.ITI18, Shows: on(etalon.ITI18, with), Summary: etalon.Text{FR: fr, EN: en}, forgives: to,
		}
	}
	refused := on(etalon.ITI18, "xua-expired")
	told := func(name string, kills etalon.RuleID, fr, en string, f func(string) string) Mutant {
		m := written(name, kills, etalon.ITI18, refused, fr, en, f)
		m.Identity = true
		return m
	}
	const code = ":InvalidSecurityToken<"
	return []Mutant{
		blind("xua-expired-accepted", identity.Late, "Une assertion périmée est acceptée.", "An assertion that is over is accepted.", "xua-expired"),
		blind("xua-early-accepted", identity.Early, "Une assertion pas encore valide est acceptée.", "An assertion that is not valid yet is accepted.", "xua-not-yet-valid"),
		blind("xua-unsigned-accepted", identity.Unsigned, "Une assertion sans signature est acceptée.", "An assertion without a signature is accepted.", "xua-unsigned"),
		blind("xua-altered-accepted", identity.Broken, "Une assertion modifiée est acceptée.", "An altered assertion is accepted.", "xua-altered"),
		blind("xua-stranger-accepted", identity.Authority, "Une assertion d'un émetteur inconnu est acceptée.", "An assertion of an unknown issuer is accepted.", "xua-unknown-issuer"),
		blind("xua-audience-ignored", identity.OtherService, "L'audience n'est pas lue.", "The audience is not read.", "xua-unknown-audience"),
		blind("xua-logon-ignored", identity.Unexplained, "La connexion de l'utilisateur n'est pas lue.", "The logon of the user is not read.", "xua-invalid-authn"),
		blind("xua-wrapped-accepted", identity.Unsigned, "Une assertion forgée autour d'une vraie est acceptée.", "A forged assertion around a true one is accepted.", "xua-wrapped"),
		blind("xua-none-accepted", identity.Missing, "Une requête sans assertion est acceptée.", "A request without an assertion is accepted.", "xua-none"),
		{
			Name: "xua-consent-refused", Kills: "AN02", Identity: true, transaction: etalon.ITI18, Shows: on(etalon.ITI18, "xua-authz-consent"),
			Summary: etalon.Text{FR: "Une assertion valide, avec consentement, est refusée.", EN: "A valid assertion, with consent, is refused."},
			instead: func(s string) string {
				if !strings.Contains(s, "urn:ihe:iti:bppc:2007:docid") {
					return s
				}
				return swap("saml:SubjectConfirmation", "saml:Confirmation")(s) // what it looks for is not there any more
			},
		},
		told("xua-code-other", "AN03", "Le refus dit un autre code.", "The refusal tells another code.", swap(code, ":Refuse<")),
		told("xua-code-unqualified", "XUA20", "Le sous-code n'est pas dans l'espace de noms de WS-Security.", "The subcode is not in the namespace of WS-Security.",
			swap("http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd", "urn:etalon:refus")),
		{
			Name: "xua-fault-receiver", Kills: "XUA20", Identity: true, transaction: etalon.ITI18, Shows: refused,
			Summary: etalon.Text{FR: "Le refus est dit la faute du serveur.", EN: "The refusal is told as the server's fault."},
			spoil: func(r *fronthttp.Reply) {
				r.Status, r.Body = http.StatusInternalServerError, []byte(swap("soap:Sender", "soap:Receiver")(string(r.Body)))
			},
		},
	}
}
