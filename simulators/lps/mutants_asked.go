package lps

import (
	"bytes"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/cda"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of what is done against what was asked: checks A01 to A07. Each message
// is right in itself.
func askedMutants() []Mutant {
	asked := func(f func(*etalon.Action)) func(*hooks) {
		return func(h *hooks) { h.asked = func(_ *LPS, a *etalon.Action) { f(a) } }
	}
	instead := func(from, to etalon.ActionName) func(*hooks) {
		return asked(func(a *etalon.Action) {
			if a.Name == from {
				a.Name = to
			}
		})
	}
	document := func(f func(*cda.Document)) func(*hooks) {
		return func(h *hooks) { h.document = func(_ *call, d *cda.Document) { f(d) } }
	}
	update := func(f func(*submission.Set)) func(*hooks) {
		return func(h *hooks) {
			h.set = func(c *call, s *submission.Set) {
				if c.transaction == etalon.ITI57 {
					f(s)
				}
			}
		}
	}
	entry := func(f func(*submission.Object)) func(*hooks) {
		return update(func(s *submission.Set) {
			for _, e := range s.Entries {
				f(e)
			}
		})
	}
	return []Mutant{
		define("other-patient", "A01", "Tout est envoyé pour un autre patient que celui demandé.", "Everything is sent for another patient than the one asked.",
			asked(func(a *etalon.Action) { a.Patient.INS = "283059999900726" }), etalon.ActFeed, etalon.ActDeclareAccess),
		define("other-traits", "A01", "Les traits d'une autre personne accompagnent l'INS demandé.", "Another person's traits go with the INS asked for.",
			document(func(d *cda.Document) { d.Patient.Family, d.Patient.Birth = "ETALON-AUTRE", "19700101" }), etalon.ActFeed),
		define("other-search", "A01", "La recherche porte sur les traits d'une autre personne.", "The search is for the traits of another person.",
			asked(func(a *etalon.Action) { a.Patient.Given = "Dominique" }), etalon.ActFindPatient),
		define("access-removed", "A02", "L'accès demandé est retiré (SUPPRESSION).", "The access asked for is removed (SUPPRESSION).",
			access("AJOUT", "SUPPRESSION"), etalon.ActDeclareAccess),
		define("access-unsaid", "A02", "La déclaration d'accès ne dit rien.", "The declaration of access says nothing.",
			access("<hab:action>AJOUT</hab:action>", ""), etalon.ActDeclareAccess),
		define("list-on-opening", "A02", "Les documents sont listés à l'ouverture, sans que personne le demande.", "Documents are listed on opening, which nobody asked for.",
			func(h *hooks) { h.flow.listOnOpening = true }, etalon.ActExistenceTest),
		define("one-of-two", "A03", "Un seul des documents demandés est envoyé.", "Only one of the documents asked for is sent.",
			asked(func(a *etalon.Action) { a.Documents = a.Documents[:min(len(a.Documents), 1)] }), etalon.ActFeed),
		define("other-type", "A03", "Le document porte un autre type que celui demandé.", "The document has another type than the one asked for.",
			document(func(d *cda.Document) { d.Type, d.Class, _ = cda.Type("11506-3") }), etalon.ActFeed),
		define("other-title", "A03", "Le document porte un autre titre que celui demandé.", "The document has another title than the one asked for.",
			document(func(d *cda.Document) { d.Title = "Document" }), etalon.ActFeed),
		define("replace-as-feed", "A04", "Le remplacement demandé est envoyé comme un nouveau document.", "The replacement asked for is sent as a new document.",
			instead(etalon.ActReplace, etalon.ActFeed), etalon.ActReplace),
		define("replace-as-append", "A04", "Le remplacement demandé est envoyé comme un complément.", "The replacement asked for is sent as an addendum.",
			asked(func(a *etalon.Action) {
				if a.Name == etalon.ActReplace {
					a.Name, a.Params = etalon.ActAppend, map[string]string{"uniqueId": a.Params["replaces"]}
				}
			}), etalon.ActReplace),
		define("mask-forgotten", "A04", "Le masquage demandé n'est pas dans la nouvelle version.", "The masking asked for is not in the new version.",
			entry(func(o *submission.Object) {
				kept := o.Classifications[:0]
				for _, c := range o.Classifications {
					if c.Code != cda.MaskedToProfessionals().Code {
						kept = append(kept, c)
					}
				}
				o.Classifications = kept
			}), etalon.ActMask),
		define("mask-archives", "A04", "Au lieu d'être masqué, le document est archivé.", "Instead of being masked the document is archived.",
			instead(etalon.ActMask, etalon.ActArchive), etalon.ActMask),
		define("delete-archives", "A04", "Au lieu d'être supprimé, le document est archivé.", "Instead of being deleted the document is archived.",
			instead(etalon.ActDelete, etalon.ActArchive), etalon.ActDelete),
		define("archive-deletes", "A04", "Au lieu d'être archivé, le document est supprimé.", "Instead of being archived the document is deleted.",
			instead(etalon.ActArchive, etalon.ActDelete), etalon.ActArchive),
		define("other-logical-id", "A04", "La nouvelle version porte un autre logicalId.", "The new version has another logicalId.",
			entry(func(o *submission.Object) { o.LID = "urn:uuid:" + "0f0e0d0c-0b0a-4908-8706-050403020100" }), etalon.ActMask),
		define("other-document-fetched", "A04", "Un autre document que celui choisi est demandé à l'entrepôt.", "Another document than the one chosen is asked of the repository.",
			asked(func(a *etalon.Action) {
				if a.Name == etalon.ActFetch {
					a.Params = map[string]string{"uniqueId": "2.25.230288525395927004444169289513944051543"}
				}
			}), etalon.ActFetch),
		define("since-ever", "A04", "La recherche depuis une date remonte au-delà de cette date.", "The search since a date goes back beyond that date.",
			asked(func(a *etalon.Action) {
				if a.Name == etalon.ActListSubmissions {
					a.Params = map[string]string{"since": "20100101000000"}
				}
			}), etalon.ActListSubmissions),
		define("date-changed", "A05", "Le masquage change aussi la date du document.", "Masking also changes the document's date.",
			entry(func(o *submission.Object) {
				o.SetSlot("creationTime", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC).Format("20060102150405"))
			}), etalon.ActMask),
		define("title-changed", "A05", "Le masquage change aussi le titre du document.", "Masking also changes the document's title.",
			entry(func(o *submission.Object) { o.Title = "Document masqué" }), etalon.ActMask),
		define("closed-record-fed", "A07", "Un dossier inutilisable est alimenté, et le logiciel dit avoir refusé.", "An unusable record is fed, and the software says that it refused.",
			func(h *hooks) { h.flow.useAnyRecord = true }, etalon.ActFeed),
	}
}

// access changes the text of a declaration of access, TD0.3.
func access(from, to string) func(*hooks) {
	return func(h *hooks) {
		h.envelope = func(c *call, b []byte) []byte {
			if c.transaction != etalon.TD03 {
				return b
			}
			return bytes.ReplaceAll(b, []byte(from), []byte(to))
		}
	}
}
