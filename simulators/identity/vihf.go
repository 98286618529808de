package identity

import (
	"crypto/x509"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// The codes that a role is looked for in (spec: DMP §4.2).
const (
	professions = "1.2.250.1.71.1.2.7"
	specialties = "1.2.250.1.71.4.2.5"
	doctor      = "10"
	nsHL7       = "urn:hl7-org:v3"
)

// VIHF refuses a request as the DMP refuses its VIHF; nil lets it pass. The fault
// and its texts are those that implementers met (spec: DMP §6.1, additions §2.2).
func (c Checker) VIHF(r *actor.Request) *soap.Fault {
	s, what := c.look(r)
	if what == None && s.signer.KeyUsage&x509.KeyUsageContentCommitment == 0 {
		what = Use
	}
	if what == None {
		what = c.window(s.assertion.Child(nsSAML, "Conditions"))
	}
	switch what {
	case None:
		return c.entitled(r, s)
	case Missing:
		return refused("", "La requête ne porte pas un VIHF, et un seul, dans wsse:Security.", "The request does not carry one VIHF, and only one, in wsse:Security.")
	case Unsigned, Broken:
		return refused("", "La signature du VIHF manque ou n'est pas valide.", "The signature of the VIHF is missing or not valid.")
	case Early, Late:
		return refused("", "Le VIHF n'est pas dans sa période de validité.", "The VIHF is outside its validity.")
	default: // the signer's certificate
		name := ""
		if s.signer != nil {
			name = s.signer.Subject.String()
		}
		return refused("DMPInvalidCertificate", "Le certificat signataire du VIHF est refusé, "+name+" : Not a valid signature certificate", "The certificate that signed the VIHF is refused, "+name+": Not a valid signature certificate")
	}
}

// entitled looks at who the VIHF speaks for.
func (c Checker) entitled(r *actor.Request, s seen) *soap.Fault {
	var roles []string
	structure := ""
	for a := range s.assertion.Child(nsSAML, "AttributeStatement").ChildrenNamed(nsSAML, "Attribute") {
		switch a.Attr("", "Name") {
		case "urn:oasis:names:tc:xacml:2.0:subject:role":
			for v := range a.ChildrenNamed(nsSAML, "AttributeValue") {
				role := v.Child(nsHL7, "Role")
				roles = append(roles, role.Attr("", "code")+"^"+role.Attr("", "codeSystem"))
			}
		case "Identifiant_Structure":
			structure = strings.TrimSpace(a.Child(nsSAML, "AttributeValue").Value())
		}
	}
	if len(roles) > 0 && roles[0] == doctor+"^"+professions && !strings.HasSuffix(strings.Join(roles[1:], " "), "^"+specialties) {
		return refused("", "Aucune spécialité dans le vihf. Spécialité obligatoire pour les Médecins.", "No speciality in the VIHF. Doctors need one.")
	}
	if ou := s.signer.Subject.OrganizationalUnit; strings.HasPrefix(string(r.Mode()), "INDIRECTE") && len(ou) > 0 && structure != ou[0] {
		return refused("", "Test d'existence impossible : Structure introuvable ou Inactive", "Existence test impossible: structure not found or not active")
	}
	return nil
}

func refused(subcode, fr, en string) *soap.Fault {
	return &soap.Fault{Code: soap.Sender, Space: subcodeSpace(subcode), Subcode: subcode, ReasonFR: fr, ReasonEN: en}
}

// subcodeSpace is the namespace of the DMP's subcodes, which is that of SOAP (spec:
// DMP additions §2.2).
func subcodeSpace(subcode string) string {
	if subcode == "" {
		return ""
	}
	return soap.NS12
}
