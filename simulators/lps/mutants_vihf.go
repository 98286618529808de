package lps

import (
	"slices"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/vihf"
)

// Defects of the VIHF: checks V01 to V16.
func vihfMutants() []Mutant {
	change := func(f func(*call, *vihf.Assertion)) func(*hooks) { return func(h *hooks) { h.vihf = f } }
	set := func(name, value string) func(*hooks) {
		return change(func(_ *call, a *vihf.Assertion) { a.Set(name, value) })
	}
	token := func(f func(string) string) func(*hooks) {
		return func(h *hooks) { h.token = func(_ *call, s string) string { return f(s) } }
	}
	return []Mutant{
		define("vihf-local-time", "V01", "IssueInstant est en heure locale, sans Z.", "IssueInstant is local time, without Z.",
			change(func(_ *call, a *vihf.Assertion) { a.IssueInstant = strings.TrimSuffix(a.IssueInstant, "Z") + "+01:00" })),
		define("vihf-missing", "V01", "La requête ne porte pas de VIHF.", "The request carries no VIHF.",
			token(func(string) string { return "" })),
		define("issuer-other", "V02", "L'Issuer n'est pas le DN du certificat signataire.", "The Issuer is not the DN of the signing certificate.",
			change(func(_ *call, a *vihf.Assertion) { a.Issuer = "CN=AUTRE,O=AUTRE,C=FR" })),
		define("issuer-format", "V02", "Le Format de l'Issuer n'est pas X509SubjectName.", "The Issuer Format is not X509SubjectName.",
			change(func(_ *call, a *vihf.Assertion) {
				a.IssuerFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
			})),
		define("vihf-altered", "V03", "Le VIHF est modifié après sa signature.", "The VIHF is altered after it was signed.",
			token(func(s string) string { return strings.Replace(s, "Médecin", "Medecin", 1) })),
		define("vihf-unsigned", "V03", "Le VIHF n'est pas signé.", "The VIHF is not signed.",
			token(func(s string) string {
				from, to := strings.Index(s, "<ds:Signature "), strings.Index(s, "</ds:Signature>")
				if from < 0 || to < from {
					return s
				}
				return s[:from] + s[to+len("</ds:Signature>"):]
			})),
		define("vihf-reference", "V03", "La signature vise un autre identifiant que celui de l'assertion.", "The signature refers to another ID than the assertion's.",
			token(func(s string) string { return strings.Replace(s, `Reference URI="#_`, `Reference URI="#x_`, 1) })),
		define("vihf-tls-key", "V04", "Le VIHF est signé avec le certificat d'authentification.", "The VIHF is signed with the authentication certificate.",
			func(h *hooks) { h.vihfSigner = func(l *LPS) xmlsec.Signer { return l.tlsKey } }),
		define("subject-id-missing", "V05", "L'attribut subject-id est absent.", "The subject-id attribute is missing.",
			change(func(_ *call, a *vihf.Assertion) { a.Drop(vihf.SubjectID) })),
		define("resource-urn-missing", "V05", "L'attribut Ressource_URN est absent.", "The Ressource_URN attribute is missing.",
			change(func(_ *call, a *vihf.Assertion) { a.Drop(vihf.ResourceURN) })),
		define("structure-twice", "V05", "Identifiant_Structure figure deux fois.", "Identifiant_Structure is given twice.",
			change(func(_ *call, a *vihf.Assertion) { a.Attributes = append(a.Attributes, *a.Get(vihf.Structure)) })),
		define("vihf-version", "V06", "VIHF_Version vaut 9.9.", "VIHF_Version is 9.9.", set(vihf.Version, "9.9")),
		define("mode-unknown", "V07", "Le mode d'authentification est inconnu.", "The authentication mode is unknown.",
			set(vihf.Mode, "INDIRECT")),
		define("ins-real-authority", "V08", "resource-id porte l'OID des INS réels.", "resource-id carries the OID of real INS numbers.",
			change(func(c *call, a *vihf.Assertion) {
				if c.patient.INS != "" {
					a.Set(vihf.ResourceID, c.patient.INS+"^^^&1.2.250.1.213.1.4.8&ISO^NH")
				}
			})),
		define("ins-key", "V08", "La clé du NIR est fausse dans resource-id.", "The NIR key is wrong in resource-id.",
			change(func(c *call, a *vihf.Assertion) {
				if c.patient.INS != "" {
					a.Set(vihf.ResourceID, wrongKey(c.patient).CX())
				}
			})),
		define("ins-type", "V08", "resource-id n'a pas le type de l'identifiant.", "resource-id lacks the type of the identifier.",
			change(func(c *call, a *vihf.Assertion) {
				if c.patient.INS != "" {
					cx := c.patient.CX()
					a.Set(vihf.ResourceID, cx[:strings.LastIndexByte(cx, '^')])
				}
			})),
		define("speciality-missing", "V09", "Le second rôle (savoir-faire) du médecin est absent.", "The doctor's second role (speciality) is missing.",
			change(func(_ *call, a *vihf.Assertion) { r := a.Get(vihf.Role); r.Values = r.Values[:1] })),
		define("roles-swapped", "V09", "Le savoir-faire précède la profession.", "The speciality comes before the profession.",
			change(func(_ *call, a *vihf.Assertion) { slices.Reverse(a.Get(vihf.Role).Values) })),
		define("role-null-flavor", "V13.null", "La profession a un code et dit qu'elle n'en a pas.", "The profession has a code and says that it has none.",
			change(func(_ *call, a *vihf.Assertion) {
				r := a.Get(vihf.Role)
				r.Values[0] = strings.Replace(r.Values[0], ` code=`, ` nullFlavor="UNK" code=`, 1)
			})),
		define("structure-other", "V11", "Identifiant_Structure n'est pas l'OU du certificat.", "Identifiant_Structure is not the certificate's OU.",
			set(vihf.Structure, "1990000020")),
		define("sector-unknown", "V12", "Secteur_Activite ne figure pas dans la nomenclature.", "Secteur_Activite is not in the code list.",
			set(vihf.Sector, "ZZ07^1.2.250.1.71.4.2.4")),
		define("purpose-unknown", "V13", "Le mode d'accès n'existe pas.", "The access mode does not exist.",
			change(func(_ *call, a *vihf.Assertion) {
				p := a.Get(vihf.PurposeOfUse)
				p.Values[0] = strings.Replace(strings.Replace(p.Values[0], `code="normal"`, `code="urgence"`, 1), `code="centre_15"`, `code="urgence"`, 1)
			})),
		define("secret-connection-code", "V14", "confidentiality-code a une autre valeur que celle prévue.", "confidentiality-code has another value than the one allowed.",
			set(vihf.Confidentiality, "SECRET^1.2.250.1.213.1.1.4.13")),
		define("audience", "V15", "Le VIHF restreint son audience.", "The VIHF restricts its audience.",
			change(func(_ *call, a *vihf.Assertion) {
				a.Conditions = `<saml:Conditions><saml:AudienceRestriction><saml:Audience>urn:dmp</saml:Audience></saml:AudienceRestriction></saml:Conditions>`
			})),
		define("lps-name-empty", "V16", "LPS_Nom est vide.", "LPS_Nom is empty.", set(vihf.LPSName, "")),
		define("lps-version-drifts", "V16", "LPS_Version change au cours de la session.", "LPS_Version changes during the session.",
			change(func(c *call, a *vihf.Assertion) {
				n, _ := strconv.Atoi(c.lps.session.kept["drift"])
				c.lps.session.kept["drift"] = strconv.Itoa(n + 1)
				a.Set(vihf.LPSVersion, c.lps.cfg.Version+"."+strconv.Itoa(n))
			}), etalon.ActListDocuments, etalon.ActFeed),
	}
}

// wrongKey is the patient with an INS whose last digit is another.
func wrongKey(p etalon.Patient) etalon.Patient {
	if n := len(p.INS); n > 0 {
		p.INS = p.INS[:n-1] + string('0'+(p.INS[n-1]-'0'+1)%10)
	}
	return p
}
