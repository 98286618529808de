package dmp

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
	"github.com/etalon-dmp/etalon/simulators/rights/matrix"
)

// The visibility codes (JDV_J58), as ebrim.Object.Codes writes them.
const (
	masked      = "MASQUE_PS^^1.2.250.1.213.1.1.4.13"
	fromPatient = "INVISIBLE_PATIENT^^1.2.250.1.213.1.1.4.13"
	fromParents = "INVISIBLE_REPRESENTANTS_LEGAUX^^1.2.250.1.213.1.1.4.13"
)

// changes tells the rights that an ITI-57 request needs, on the documents that it
// changes: other statuses, and new versions that are hidden from others than before.
// What changes neither is no matter of the matrix.
func (d *DMP) changes(objects []*ebrim.Object) (all []want) {
	d.registry.Look(func(held *store.Store) {
		for _, o := range objects {
			switch {
			case o.Kind == ebrim.Association && o.Attr("associationType") == ebrim.UpdateStatus:
				if r := held.Get(o.Attr("targetObject")); r != nil {
					all = append(all, moved(r.Object, o.Slot("NewStatus"))...)
				}
			case o.Kind == ebrim.ExtrinsicObject:
				if r := held.Latest(o.Attr("lid")); r != nil {
					all = append(all, hidden(r.Object, o)...)
				}
			}
		}
	})
	return all
}

// moved is the right to give a document another status.
func moved(document *ebrim.Object, to []string) []want {
	switch {
	case slices.Contains(to, ebrim.Deleted):
		return []want{{matrix.Delete, document}}
	case slices.Contains(to, ebrim.Archived):
		return []want{{matrix.Archive, document}}
	case slices.Contains(to, ebrim.Approved) && document.Attr("status") == ebrim.Archived:
		return []want{{matrix.Unarchive, document}}
	}
	return nil
}

// hidden are the rights to change from whom a document is hidden.
func hidden(before, after *ebrim.Object) (all []want) {
	had, has := before.Codes(ebrim.ConfidentialityCd), after.Codes(ebrim.ConfidentialityCd)
	was, is := slices.Contains(had, masked), slices.Contains(has, masked)
	if !was && is {
		all = append(all, want{matrix.Mask, before})
	}
	if was && !is {
		all = append(all, want{matrix.Unmask, before})
	}
	for _, code := range []string{fromPatient, fromParents} {
		if slices.Contains(had, code) && !slices.Contains(has, code) {
			all = append(all, want{matrix.Show, before})
		}
	}
	return all
}

// reading are the rights that fetching a document needs: that of fetching, and one
// for each state that it is in.
func reading(document *ebrim.Object) []want {
	all := []want{{matrix.Fetch, document}}
	codes := document.Codes(ebrim.ConfidentialityCd)
	for _, state := range []struct {
		so    bool
		right matrix.Right
	}{
		{slices.Contains(codes, masked), matrix.FetchMasked},
		{slices.Contains(codes, fromPatient) || slices.Contains(codes, fromParents), matrix.FetchInvisible},
		{document.Attr("status") == ebrim.Archived, matrix.FetchArchived},
		{document.Attr("status") == ebrim.Deprecated, matrix.FetchObsolete},
		{document.Attr("status") == ebrim.Deleted, matrix.FetchDeleted},
	} {
		if state.so {
			all = append(all, want{state.right, document})
		}
	}
	return all
}

// authors are the values of one slot of the authors of an entry.
func authors(entry *ebrim.Object, slot string) (all []string) {
	for _, c := range entry.Classifications {
		if c.Attr("classificationScheme") == ebrim.DocumentAuthor {
			all = append(all, c.Slot(slot)...)
		}
	}
	return all
}

// component is one of the components of a value of HL7 V2, from 1; "" when there is
// none.
func component(value string, n int) string {
	all := strings.Split(value, "^")
	if n > len(all) {
		return ""
	}
	return all[n-1]
}

// wrote tells whether a person is an author of an entry: the first component of
// authorPerson is the identifier of the VIHF's NameID, or the scenario says so of
// whoever uses the product.
func (d *DMP) wrote(entry *ebrim.Object, person string) bool {
	if mine := d.mine.Load(); mine != nil && (*mine)[entry.Identifier(ebrim.DocumentUniqueID)] {
		return true
	}
	return person != "" && slices.ContainsFunc(authors(entry, "authorPerson"), func(xcn string) bool { return component(xcn, 1) == person })
}

// claim keeps which documents given beforehand are the user's own: a scenario cannot
// know who that is.
func (d *DMP) claim(documents []etalon.Document) {
	mine := map[string]bool{}
	for _, doc := range documents {
		mine[doc.UniqueID] = doc.Mine
	}
	delete(mine, "")
	d.mine.Store(&mine)
}

// byPatient tells whether the patient entered a document: an author is identified by
// a number of health, NH in the thirteenth component.
func byPatient(entry *ebrim.Object) bool {
	return slices.ContainsFunc(authors(entry, "authorPerson"), func(xcn string) bool { return component(xcn, 13) == "NH" })
}

// ofStructure tells whether a structure is that of an author: the tenth component of
// authorInstitution is the identifier of the VIHF's structure.
func ofStructure(entry *ebrim.Object, structure string) bool {
	return slices.ContainsFunc(authors(entry, "authorInstitution"), func(xon string) bool { return component(xon, 10) == structure })
}

func patientKey(document *ebrim.Object) string {
	return store.PatientKey(document.Identifier(ebrim.DocumentPatientID))
}
