package dmp

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/registry"
	"github.com/etalon-dmp/etalon/simulators/rights"
	"github.com/etalon-dmp/etalon/simulators/rights/matrix"
)

// visibility is what the DMP lets a professional see.
type visibility struct{ *DMP }

// Refuses implements registry.Rights: a patient who blocked the professional.
func (v visibility) Refuses(key string, _ registry.Reader) (code, why string) {
	if ins, oid, ok := strings.Cut(key, "|"); ok && v.patients.Forbidden(oid, ins) {
		return rights.AccessDenied, "Le patient a bloqué ce professionnel"
	}
	return "", ""
}

// Hides implements registry.Rights: a masked document is for those whom the matrix
// lets fetch it, or for its authors where the matrix does not say. A reader who is
// not named sees everything.
func (v visibility) Hides(entry *ebrim.Object, who registry.Reader) bool {
	if who.Person == "" || !slices.Contains(entry.Codes(ebrim.ConfidentialityCd), masked) || v.wrote(entry, who.Person) {
		return false
	}
	ins, oid, _ := strings.Cut(patientKey(entry), "|")
	asks, _, _ := v.asks(who.Who, "")
	asks.Attending = v.patients.Attending(oid, ins)
	grant := v.matrix.Ask(asks, matrix.FetchMasked).Grant
	if grant == matrix.Allowed {
		return !v.patients.Allows(oid, ins, who.Who.Access())
	}
	return grant != matrix.Yes
}

// readable leaves out of a retrieval what its sender may not read: a hidden
// document is answered as one that is not there.
func (d *DMP) readable(r *actor.Request, requests []ebrim.DocumentRequest) (asked []ebrim.DocumentRequest, errors []ebrim.Error) {
	if d.plain.Load() {
		return requests, nil
	}
	v, who := visibility{d}, registry.ReaderOf(r)
	for _, q := range requests {
		entry := d.registry.Document(q.UniqueID)
		if entry == nil {
			asked = append(asked, q)
			continue
		}
		code, why := v.Refuses(patientKey(entry), who)
		if code == "" {
			code, why = d.unread(entry, r)
		}
		switch {
		case v.Hides(entry, who):
			errors = append(errors, ebrim.Error{Code: "XDSDocumentUniqueIdError", Context: q.UniqueID})
		case code != "":
			errors = append(errors, ebrim.Error{Code: code, Context: q.UniqueID + ": " + why})
		default:
			asked = append(asked, q)
		}
	}
	return asked, errors
}

// unread says why a document is not given; "" when it is.
func (d *DMP) unread(entry *ebrim.Object, r *actor.Request) (code, why string) {
	for _, w := range reading(entry) {
		if why := d.denied(w, r); why != "" {
			return rights.AccessDenied, why
		}
	}
	return "", ""
}
