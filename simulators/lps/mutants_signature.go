package lps

import (
	"bytes"
	"crypto/x509"
	"slices"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of the lot's signature: checks X15 and X16.
func signatureMutants() []Mutant {
	const signature = "Signature01"
	feed := func(f func(*submission.Set)) func(*hooks) {
		return func(h *hooks) { h.set = onlyFeed(f) }
	}
	return []Mutant{
		define("signature-missing", "X15", "Le lot n'est pas signé.", "The lot is not signed.",
			feed(func(s *submission.Set) {
				s.Entries = slices.DeleteFunc(s.Entries, func(o *submission.Object) bool { return o.ID == signature })
				s.Documents = slices.DeleteFunc(s.Documents, func(d submission.Document) bool { return d.ID == signature })
				s.Associations = slices.DeleteFunc(s.Associations, func(a submission.Association) bool {
					return a.Source == signature || a.Target == signature
				})
			}), etalon.ActFeed),
		define("signs-missing", "X15", "L'association « signs » est absente.", "The “signs” association is missing.",
			feed(func(s *submission.Set) {
				s.Associations = slices.DeleteFunc(s.Associations, func(a submission.Association) bool { return a.Type == submission.Signs })
			}), etalon.ActFeed),
		define("signature-language", "X15", "La fiche de la signature n'a pas la langue « art ».", "The signature's entry lacks the language “art”.",
			func(h *hooks) {
				h.signature = func(_ *call, e *submission.Object) { e.SetSlot("languageCode", "fr-FR") }
			}, etalon.ActFeed),
		define("signature-visible", "X15", "La fiche de la signature n'est pas masquée.", "The signature's entry is not masked.",
			func(h *hooks) {
				h.signature = func(_ *call, e *submission.Object) {
					e.Classifications = slices.DeleteFunc(e.Classifications, func(c submission.Classification) bool {
						return c.Scheme == submission.EntryConfidentiality && c.Code != "N"
					})
				}
			}, etalon.ActFeed),
		define("qualifying-target", "X16.qualified", "Les propriétés XAdES visent une autre signature.", "The XAdES properties aim at another signature.",
			func(h *hooks) {
				h.signed = func(_ *call, b []byte) []byte {
					return bytes.Replace(b, []byte(`" Target="#signature"><xad:Signed`), []byte(`" Target="#Signature"><xad:Signed`), 1)
				}
			}, etalon.ActFeed),
		define("manifest-misses-document", "X16", "Le manifeste ne cite pas un document du lot.", "The manifest leaves out a document of the lot.",
			func(h *hooks) {
				h.lot = func(_ *call, l *xmlsec.Lot) { l.Documents = l.Documents[1:] }
			}, etalon.ActFeed),
		define("manifest-digest", "X16", "Une empreinte du manifeste est fausse.", "A digest of the manifest is wrong.",
			func(h *hooks) {
				h.lot = func(_ *call, l *xmlsec.Lot) { l.Documents[0].Content, l.Documents[0].XML = []byte("autre"), false }
			}, etalon.ActFeed),
		define("manifest-lot", "X16", "Le manifeste cite un autre lot.", "The manifest names another lot.",
			func(h *hooks) {
				h.lot = func(c *call, l *xmlsec.Lot) { l.UniqueID = c.lps.oid() }
			}, etalon.ActFeed),
		define("signature-altered", "X16", "La signature du lot est modifiée après coup.", "The lot's signature is altered afterwards.",
			feed(func(s *submission.Set) {
				d := &s.Documents[len(s.Documents)-1]
				d.Content = alter(d.Content, "1.2.840.10065.1.12.1.14", "1.2.840.10065.1.12.1.5")
				d.Content = alter(d.Content, "<xad:SigningTime>20", "<xad:SigningTime>19")
				e := s.Entry(signature)
				e.SetSlot("hash", sha1Hex(d.Content))
				e.DropSlot("size")
			}), etalon.ActFeed),
		define("signature-title", "X15", "La fiche de la signature a un autre titre.", "The signature's entry has another title.",
			func(h *hooks) { h.signature = func(_ *call, e *submission.Object) { e.Title = "Signature" } }, etalon.ActFeed),
		define("signature-author", "X15", "La fiche de la signature a un autre auteur que le lot.", "The signature's entry has another author than the lot.",
			func(h *hooks) {
				h.signature = func(c *call, e *submission.Object) {
					other := c.lps.author()
					other.ID = "899900000025"
					for i, x := range e.Classifications {
						if x.Scheme == submission.EntryAuthor {
							e.Classifications[i] = submission.Author(submission.EntryAuthor, other, c.lps.structure())
						}
					}
				}
			}, etalon.ActFeed),
		define("manifest-other-document", "X16", "Le manifeste cite un document qui n'est pas du lot.", "The manifest names a document that is not of the lot.",
			func(h *hooks) {
				h.lot = func(c *call, l *xmlsec.Lot) {
					l.Documents = append(l.Documents, xmlsec.LotDocument{UniqueID: c.lps.oid(), Content: []byte("autre")})
				}
			}, etalon.ActFeed),
		define("signing-time-tomorrow", "X16", "Le lot est signé demain.", "The lot is signed tomorrow.",
			func(h *hooks) {
				h.lot = func(_ *call, l *xmlsec.Lot) { l.Time = l.Time.Add(24 * time.Hour) }
			}, etalon.ActFeed),
		define("lot-signed-by-tls", "X16", "Le lot est signé avec le certificat d'authentification.", "The lot is signed with the authentication certificate.",
			func(h *hooks) { h.lotSigner = func(l *LPS) xmlsec.Signer { return l.tlsKey } }, etalon.ActFeed),
		define("lot-signed-by-nobody", "X16", "Le lot est signé par un certificat que le logiciel s'est délivré.", "The lot is signed by a certificate that the software issued to itself.",
			func(h *hooks) { h.lotSigner = selfIssued }, etalon.ActFeed),
	}
}

// selfIssued is the signature key with a certificate that no authority issued,
// alike in all else.
func selfIssued(l *LPS) xmlsec.Signer {
	leaf, err := x509.ParseCertificate(l.signer.Chain[0])
	if err != nil {
		return l.signer
	}
	leaf.RawIssuer, leaf.AuthorityKeyId, leaf.SignatureAlgorithm = nil, nil, x509.SHA256WithRSA
	der, err := x509.CreateCertificate(l.cfg.Rand, leaf, leaf, l.signer.Key.Public(), l.signer.Key)
	if err != nil {
		return l.signer
	}
	return xmlsec.Signer{Key: l.signer.Key, Chain: append([][]byte{der}, l.signer.Chain[1:]...)}
}
