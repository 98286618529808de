package actor

import (
	"strings"

	"github.com/etalon-dmp/etalon"
)

// The attributes of the VIHF that say who asks, and how.
const (
	subjectID  = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
	subjectRol = "urn:oasis:names:tc:xacml:2.0:subject:role"
	purpose    = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"
	nsHL7      = "urn:hl7-org:v3"
)

// Who is who asks, as the VIHF says. What it does not say is empty.
type Who struct {
	ID        string // NameID
	Name      string // subject-id
	Structure string // Identifiant_Structure
	Mode      etalon.AuthMode
	Purpose   string   // normal, bris_de_glace, centre_15
	Roles     []string // codes, in order: profession, then speciality
	Labels    []string // their displayName, as many
	Systems   []string // their codeSystem, as many
}

// Access is the access mode, normal when the VIHF does not say.
func (w Who) Access() string {
	if w.Purpose == "" {
		return "normal"
	}
	return w.Purpose
}

// Staff tells that who asks is not a professional of health care, nor one in training
// (TRE_G15, TRE_G16): the holder of a CPE card, or the staff of an establishment.
func (w Who) Staff() bool {
	return len(w.Systems) > 0 && w.Systems[0] != professions && w.Systems[0] != students
}

// Authorised is the identifier that an authorisation goes to: of staff it is the
// structure's (PDT-INF-526, PDT-INF-606, note 1).
func (w Who) Authorised() string {
	if w.Staff() && w.Structure != "" {
		return w.Structure
	}
	return w.ID
}

const (
	professions = "1.2.250.1.71.1.2.7"
	students    = "1.2.250.1.71.1.2.8"
)

// Who tells who asks.
func (r *Request) Who() Who {
	w := Who{ID: r.Person(), Name: r.attribute(subjectID), Structure: r.attribute("Identifiant_Structure"), Mode: r.Mode()}
	for a := range r.SOAP.Security.Path(nsSAML, "Assertion", "AttributeStatement").ChildrenNamed(nsSAML, "Attribute") {
		switch a.Attr("", "Name") {
		case purpose:
			w.Purpose = strings.TrimSpace(a.Path(nsSAML, "AttributeValue").Child(nsHL7, "PurposeOfUse").Attr("", "code"))
		case subjectRol:
			for v := range a.ChildrenNamed(nsSAML, "AttributeValue") {
				role := v.Child(nsHL7, "Role")
				w.Roles = append(w.Roles, role.Attr("", "code"))
				w.Labels = append(w.Labels, role.Attr("", "displayName"))
				w.Systems = append(w.Systems, role.Attr("", "codeSystem"))
			}
		}
	}
	return w
}
