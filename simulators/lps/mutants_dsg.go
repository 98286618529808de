package lps

import (
	"slices"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of the signature of documents (IHE DSG): checks DSG01 to DSG20.
func dsgMutants() []Mutant {
	all := slices.Concat(dsgContentMutants(), dsgEntryMutants(), dsgFormMutants(), dsgReaderMutants())
	for i := range all {
		all[i].Name, all[i].Trust = "dsg-"+all[i].Name, true
		if all[i].Actions[0] == etalon.ActExistenceTest {
			all[i].Actions = []etalon.ActionName{etalon.ActFeed}
		}
	}
	return all
}

func dsgContentMutants() []Mutant {
	speaks := func(f func(*call, *xmlsec.DSG)) func(*hooks) { return func(h *hooks) { h.dsg = f } }
	return []Mutant{
		define("none", "DSG01", "Le document est envoyé sans signature.", "The document is sent without a signature.",
			onFeed(func(s *submission.Set) {
				const signature = "Signature01"
				s.Entries = slices.DeleteFunc(s.Entries, func(o *submission.Object) bool { return o.ID == signature })
				s.Documents = slices.DeleteFunc(s.Documents, func(d submission.Document) bool { return d.ID == signature })
				s.Associations = slices.DeleteFunc(s.Associations, func(a submission.Association) bool { return a.Source == signature || a.Target == signature })
			})),
		define("one-missing", "DSG01", "Un des documents n'est pas signé.", "One of the documents is not signed.",
			speaks(func(_ *call, d *xmlsec.DSG) { d.Documents = d.Documents[:len(d.Documents)-1] })),
		define("before-change", "DSG06", "Le document a changé après la signature.", "The document changed after it was signed.",
			speaks(func(_ *call, d *xmlsec.DSG) {
				d.Documents = slices.Clone(d.Documents)
				d.Documents[0].Content = append([]byte("%"), d.Documents[0].Content...)
			})),
		define("other-set", "DSG01", "La signature de lot cite un autre lot.", "The signature of the set names another set.",
			speaks(func(c *call, d *xmlsec.DSG) {
				if d.SetID != "" {
					d.SetID = c.lps.oid()
				}
			})),
		define("foreign-document", "DSG01", "La signature cite un document d'un autre lot.", "The signature names a document of another set.",
			speaks(func(c *call, d *xmlsec.DSG) {
				d.Documents = append(slices.Clone(d.Documents), xmlsec.LotDocument{UniqueID: c.lps.oid(), Content: []byte("autre")})
			})),
		define("enveloping-instead", "DSG01", "La signature est enveloppante au lieu de détachée.", "The signature is enveloping instead of detached.",
			speaks(func(_ *call, d *xmlsec.DSG) { d.Enveloping = !d.Enveloping })),
		define("purpose-other", "DSG01", "Le motif n'est pas celui demandé.", "The purpose is not the one asked for.",
			speaks(func(_ *call, d *xmlsec.DSG) { d.Purpose = "1.2.840.10065.1.12.1.7" })),
		define("purpose-unknown", "DSG05", "Le motif n'est pas d'ASTM E1762.", "The purpose is not of ASTM E1762.",
			speaks(func(_ *call, d *xmlsec.DSG) { d.Purpose = "1.2.3" })),
		define("tomorrow", "DSG05", "La signature est datée de demain.", "The signature is dated tomorrow.",
			speaks(func(_ *call, d *xmlsec.DSG) { d.Time = d.Time.Add(24 * time.Hour) })),
		define("before-certificate", "DSG07", "La signature est antérieure au certificat.", "The signature is older than the certificate.",
			speaks(func(_ *call, d *xmlsec.DSG) { d.Time = d.Time.AddDate(-20, 0, 0) })),
	}
}

func dsgEntryMutants() []Mutant {
	entry := func(f func(*submission.Object)) func(*hooks) {
		return func(h *hooks) { h.signature = func(_ *call, e *submission.Object) { f(e) } }
	}
	links := func(f func(*submission.Set)) func(*hooks) { return onFeed(f) }
	return []Mutant{
		define("mime", "DSG02", "La fiche de la signature est application/xml.", "The entry of the signature is application/xml.", entry(func(e *submission.Object) { e.MimeType = "application/xml" })),
		define("language", "DSG02", "La langue de la fiche est fr-FR.", "The language of the entry is fr-FR.", entry(func(e *submission.Object) { e.SetSlot("languageCode", "fr-FR") })),
		define("format", "DSG02", "Le format de la fiche est celui du DMP.", "The format of the entry is that of the DMP.", entry(func(e *submission.Object) {
			recoded(e, submission.EntryFormat, cda.Coded{Code: "http://www.w3.org/2000/09/xmldsig#", System: "URN", Label: "Default Signature Style"})
		})),
		define("purposes", "DSG02", "eventCodeList dit un autre motif.", "eventCodeList says another purpose.", entry(func(e *submission.Object) {
			recoded(e, submission.EntryEvent, cda.Coded{Code: "1.2.840.10065.1.12.1.8", System: "1.2.840.10065.1.12", Label: e.Title})
		})),
		define("title", "DSG02", "Le titre de la fiche n'est pas le motif.", "The title of the entry is not the purpose.", entry(func(e *submission.Object) { e.Title = "Signature" })),
		define("service-time", "DSG02", "serviceStartTime n'est pas l'instant de signature.", "serviceStartTime is not the signing time.", entry(func(e *submission.Object) { e.SetSlot("serviceStartTime", "20200101000000") })),
		define("unlinked", "DSG03", "L'association « signs » manque.", "The “signs” association is missing.", links(func(s *submission.Set) {
			s.Associations = slices.DeleteFunc(s.Associations, func(a submission.Association) bool { return a.Type == submission.Signs })
		})),
		define("linked-to-set", "DSG03", "L'association « signs » désigne le lot, que la signature ne couvre pas.", "The “signs” association is to the set, which the signature does not cover.", links(func(s *submission.Set) {
			for i := range s.Associations {
				if s.Associations[i].Type == submission.Signs {
					s.Associations[i].Target = s.Package().ID
				}
			}
		})),
	}
}

// recoded gives an entry another code of a scheme.
func recoded(e *submission.Object, scheme string, c cda.Coded) {
	for i, x := range e.Classifications {
		if x.Scheme == scheme {
			e.Classifications[i] = submission.Coded(scheme, c)
		}
	}
}

func dsgFormMutants() []Mutant {
	with := func(a xmlsec.Algorithms) func(*hooks) { return func(h *hooks) { h.dsgWith = a } }
	text := func(old, replacement string) func(*hooks) {
		return func(h *hooks) {
			h.signed = func(_ *call, b []byte) []byte { return []byte(strings.ReplaceAll(string(b), old, replacement)) }
		}
	}
	by := func(f func(*LPS) xmlsec.Signer) func(*hooks) { return func(h *hooks) { h.lotSigner = f } }
	renewed := func(old, replacement string) func(*hooks) {
		return func(h *hooks) {
			h.signed = func(c *call, b []byte) []byte {
				changed := []byte(strings.Replace(string(b), old, replacement, 1))
				if again, err := xmlsec.Renew(changed, c.lps.signer, xmlsec.Renewal{}); err == nil {
					return again
				}
				return changed
			}
		}
	}
	return []Mutant{
		define("sha1", "DSG04", "Les empreintes sont en SHA-1.", "Digests are in SHA-1.", with(xmlsec.Algorithms{Digest: xmlsec.SHA1})),
		define("rsa-sha1", "DSG04", "La signature est en rsa-sha1.", "The signature is in rsa-sha1.", with(xmlsec.Algorithms{Signature: xmlsec.RSASHA1})),
		define("c14n-1.0", "DSG04", "SignedInfo est en C14N 1.0.", "SignedInfo is in C14N 1.0.", with(xmlsec.Algorithms{C14N: xmlsec.C14NComments})),
		define("xades-1.1.1", "DSG04", "Les propriétés sont de XAdES 1.1.1.", "The properties are of XAdES 1.1.1.", renewed(xmlsec.NamespaceXAdES132, xmlsec.NamespaceXAdES)),
		define("properties-untyped", "DSG04", "La référence aux propriétés n'a pas leur type.", "The reference to the properties does not have their type.",
			renewed(` Type="`+xmlsec.TypeSignedProperties132+`"`, "")),
		define("properties-changed", "DSG06", "Les propriétés ont changé après la signature.", "The properties changed after signing.", text("<xad:SigningTime>20", "<xad:SigningTime>19")),
		define("value", "DSG06", "La valeur de la signature est celle d'un autre texte.", "The signature value is of another text.", text("xmldsig-more#rsa-sha256", "xmldsig-more#rsa-sha384")),
		define("no-certificate", "DSG07", "Le certificat n'est pas joint.", "The certificate is not joined.", text("X509Certificate>", "X509Certificat>")),
		define("no-commitment", "DSG05", "Le motif ne dit pas de quels objets.", "The purpose does not say of which objects.", renewed("<xad:AllSignedDataObjects></xad:AllSignedDataObjects>", "")),
		define("serial", "DSG05", "SigningCertificate donne un autre numéro.", "SigningCertificate gives another serial number.", renewed("</ds:X509SerialNumber>", "1</ds:X509SerialNumber>")),
		define("own-key", "DSG07", "La signature est faite par une clé faite sur place.", "The signature is made by a key made on the spot.", by(ownKey())),
		define("self-issued", "DSG07", "Le certificat du signataire n'est d'aucune autorité.", "The signer's certificate is of no authority.", by(selfIssued)),
		define("outside", "DSG06", "La signature désigne un fichier.", "The signature refers to a file.", renewed(`<ds:Reference URI="urn:oid:`, `<ds:Reference URI="file:///etc/passwd#`)),
	}
}

func dsgReaderMutants() []Mutant {
	reads := func(name string, kills etalon.RuleID, fr, en string, f func(*flow)) Mutant {
		return define(name, kills, fr, en, func(h *hooks) { f(&h.flow) }, etalon.ActFetch)
	}
	return []Mutant{
		reads("unread", "DSG20", "Le logiciel montre le document sans chercher sa signature.", "The software shows the document without looking for its signature.", func(f *flow) { f.trustSignatures = true }),
		reads("shown-broken", "S02", "Le logiciel montre un document dont la signature est rompue.", "The software shows a document whose signature is broken.", func(f *flow) { f.ignoreBroken = true }),
	}
}
