package dmp

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/patients"
	"github.com/etalon-dmp/etalon/simulators/registry"
	"github.com/etalon-dmp/etalon/simulators/rights"
)

// masked is the confidentialityCode of a document masked to professionals
// (spec: DMP §5.2, JDV_J58).
const masked = "MASQUE_PS^^1.2.250.1.213.1.1.4.13"

// visibility is what the DMP lets a professional see. It is told by an
// informative sheet (spec: DMP §1.5), so it only takes away what no reading of
// it would give.
type visibility struct{ *patients.Directory }

// Refuses implements registry.Rights: a patient who blocked the professional.
func (v visibility) Refuses(key string, _ registry.Reader) (code, why string) {
	if ins, oid, ok := strings.Cut(key, "|"); ok && v.Forbidden(oid, ins) {
		return rights.AccessDenied, "Le patient a bloqué ce professionnel"
	}
	return "", ""
}

// Hides implements registry.Rights: a masked document is for its authors. A
// reader who is not named sees everything.
func (v visibility) Hides(entry *ebrim.Object, who registry.Reader) bool {
	return who.Person != "" && slices.Contains(entry.Codes(ebrim.ConfidentialityCd), masked) && !wrote(entry, who.Person)
}

// readable leaves out of a retrieval what its sender may not read: a hidden
// document is answered as one that is not there.
func (d *DMP) readable(r *actor.Request, requests []ebrim.DocumentRequest) (asked []ebrim.DocumentRequest, errors []ebrim.Error) {
	if d.plain.Load() {
		return requests, nil
	}
	v, who := visibility{d.patients}, registry.ReaderOf(r)
	for _, q := range requests {
		entry := d.registry.Document(q.UniqueID)
		if entry == nil {
			asked = append(asked, q)
			continue
		}
		code, why := v.Refuses(registry.PatientKey(entry.Identifier(ebrim.DocumentPatientID)), who)
		switch {
		case code != "":
			errors = append(errors, ebrim.Error{Code: code, Context: q.UniqueID + ": " + why})
		case v.Hides(entry, who):
			errors = append(errors, ebrim.Error{Code: "XDSDocumentUniqueIdError", Context: q.UniqueID})
		default:
			asked = append(asked, q)
		}
	}
	return asked, errors
}

// wrote tells whether a person is an author of an entry: the first component of
// authorPerson is the identifier of the VIHF's NameID.
func wrote(entry *ebrim.Object, person string) bool {
	return slices.ContainsFunc(entry.Classifications, func(c *ebrim.Object) bool {
		return c.Attr("classificationScheme") == ebrim.DocumentAuthor && slices.ContainsFunc(c.Slot("authorPerson"), func(xcn string) bool {
			id, _, _ := strings.Cut(xcn, "^")
			return id == person
		})
	})
}

// feedable refuses to feed under AIR, which opens consultation and the
// management of attributes alone (PDT-INF-606 v1.3 of 08/07/2025). Which code the
// DMP answers is not published.
func (d *DMP) feedable(r *actor.Request) []ebrim.Error {
	if d.plain.Load() || r.Mode() != etalon.ModeAIR {
		return nil
	}
	return []ebrim.Error{{Code: "XDSRepositoryError", Context: "L'authentification indirecte renforcée n'ouvre pas l'alimentation"}}
}
