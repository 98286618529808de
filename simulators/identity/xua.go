package identity

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// NSSec is the namespace of the faults of WS-Security.
const NSSec = soap.NSSec

// XUA refuses a request whose identity assertion a provider of IHE's XUA does not
// accept; nil lets it pass. Codes are those of WS-Security 1.1, section 12. audience
// is a text that one audience must begin with, "" when any will do.
func (c Checker) XUA(r *actor.Request, audience string) *soap.Fault {
	s, what := c.look(r)
	if what == Connection {
		what = None // one key for both is the community's business
	}
	if what == None {
		what = c.subject(s, audience)
	}
	if what == c.Forgives {
		return nil
	}
	switch what {
	case None:
		return nil
	case Missing:
		return secured("SecurityTokenUnavailable", "Une assertion d'identité, et une seule, est attendue dans wsse:Security.", "One identity assertion, and only one, is expected in wsse:Security.")
	case Unsigned, Broken:
		return secured("FailedCheck", "La signature de l'assertion manque ou n'est pas valide.", "The signature of the assertion is missing or not valid.")
	case Authority, Outdated, Use:
		return secured("FailedAuthentication", "L'émetteur de l'assertion n'est pas admis.", "The issuer of the assertion is not accepted.")
	default:
		return secured("InvalidSecurityToken", "L'assertion n'est pas utilisable : période de validité, audience, sujet ou connexion.", "The assertion cannot be used: validity, audience, subject or logon.")
	}
}

// subject looks at what the assertion says of the user, of when and of for whom.
func (c Checker) subject(s seen, audience string) Flaw {
	subject := s.assertion.Child(nsSAML, "Subject")
	if strings.TrimSpace(subject.Child(nsSAML, "NameID").Value()) == "" || !subject.Child(nsSAML, "SubjectConfirmation").OK() {
		return Unconfirmed
	}
	conditions := s.assertion.Child(nsSAML, "Conditions")
	if what := c.window(conditions); what != None {
		return what
	}
	named, meant := false, false
	for a := range conditions.Child(nsSAML, "AudienceRestriction").ChildrenNamed(nsSAML, "Audience") {
		named = true
		meant = meant || strings.HasPrefix(strings.TrimSpace(a.Value()), audience)
	}
	if named && !meant {
		return OtherService
	}
	logon := s.assertion.Child(nsSAML, "AuthnStatement")
	at, ok := instant(logon.Attr("", "AuthnInstant"))
	class := logon.Path(nsSAML, "AuthnContext", "AuthnContextClassRef").Value()
	if !ok || at.After(c.Clock().Add(tolerance)) || strings.TrimSpace(class) == "" {
		return Unexplained
	}
	return None
}

func secured(code, fr, en string) *soap.Fault {
	return &soap.Fault{Code: soap.Sender, Space: NSSec, Subcode: code, ReasonFR: fr, ReasonEN: en}
}
