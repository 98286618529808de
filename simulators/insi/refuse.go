package insi

import (
	"slices"
	"strings"
	"time"

	wire "github.com/etalon-dmp/etalon/internal/wire/insi"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

const nsSAML = "urn:oasis:names:tc:SAML:2.0:assertion"

// life is how long an assertion is taken (spec: DMP §2.3, INSi 1.02).
const life = 20 * time.Minute

// A code that public sources have (spec: DMP additions §7.4), and one that stands for
// those that they have not.
const (
	noAccess  = "desir_560"
	notPublic = "ETALON-REFUS"
)

// refuses tells why who asks is not answered: neither an assertion in force nor a
// certificate of the service. Whether a signature holds is for rules.
func refuses(c *actor.Call) (actor.Failure, bool) {
	assertion := c.SOAP.Security.Child(nsSAML, "Assertion")
	if !assertion.OK() {
		if len(c.Peer) > 0 && slices.Contains([]string{"INSI-AUTO", "INSI-MANU"}, c.Peer[0].Subject.CommonName) {
			return actor.Failure{}, false
		}
		return actor.Failure{Code: noAccess, Text: "Niveau d'accès insuffisant"}, true
	}
	if !inForce(assertion, c.Clock()) {
		return actor.Failure{Code: notPublic, Text: "L'assertion est périmée : elle vaut 20 minutes"}, true
	}
	return actor.Failure{}, false
}

// inForce tells whether an assertion is neither too old nor beyond its own window.
// What it does not say is for rules.
func inForce(a xmldoc.Node, now time.Time) bool {
	if at, err := time.Parse(time.RFC3339Nano, a.Attr("", "IssueInstant")); err == nil && !now.Before(at.Add(life)) {
		return false
	}
	end, err := time.Parse(time.RFC3339Nano, a.Child(nsSAML, "Conditions").Attr("", "NotOnOrAfter"))
	return err != nil || now.Before(end)
}

// fault is a refusal in the form of the service: HTTP 500, a subcode in the namespace
// of SOAP, a French reason said to be English, and a severity that its schema has not.
func fault(f actor.Failure) actor.Reply {
	out := soap.Fault{Code: soap.Sender, Subcode: "soap:siram_100", ReasonEN: f.Text}
	wrong := wire.Error{Code: f.Code, Severity: "erreur", Text: f.Text}
	if strings.HasPrefix(f.Code, "insi_") {
		out.Code, out.Subcode, wrong.Severity = soap.Receiver, "soap:siram_40", "fatal"
		if wrong.Text == "" {
			wrong.Text = "Le service est temporairement indisponible"
		}
	}
	if out.ReasonEN == "" {
		out.ReasonEN = wrong.Text
	}
	out.Detail = wrong.XML()
	return actor.Reply{Fault: &out}
}
