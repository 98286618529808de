package registry_test

import (
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// Removal, as the NIST tests 30000 to 30008 have it (spec: IHE §1.7, ITI-62).
func TestRemove(t *testing.T) {
	const (
		exist    = "ReferencesExistException"
		orphaned = "XDSUnreferencedObjectException"
	)
	// One set 901 with entry 1, folder 2, the entry in the folder by 3.
	// Memberships are numbered 901000 (entry), 901001 (folder), 901002 (of 3).
	first := []int{901, 1, 2, 3, 901000, 901001, 901002}
	less := func(from []int, n ...int) []int {
		return slices.DeleteFunc(slices.Clone(from), func(i int) bool { return slices.Contains(n, i) })
	}
	for name, c := range map[string]struct {
		ids  []int
		want string
	}{
		"everything":                     {first, ""},
		"unknown [30000]":                {[]int{1, 77, 78}, "UnresolvedReferenceException UnresolvedReferenceException"},
		"the set alone [30001]":          {[]int{901}, exist},
		"all but the membership [30003]": {less(first, 3, 901002), exist + " " + exist + " " + exist},
		"all but that of the set":        {less(first, 901002), exist + " " + exist},
		"the folder's part":              {[]int{2, 3, 901001, 901002}, ""},
		"only the place in the folder":   {[]int{3, 901002}, ""},
		"the entry leaves the rest":      {[]int{1, 3, 901000, 901002}, ""},
		"the folder loses its last link": {[]int{1, 3, 901, 901000, 901001, 901002}, orphaned},
	} {
		w := begin(t, registry.IHE())
		w.must(lot(901, anna, entry(uuid(1), oid(1), anna), folder(uuid(2), oid(2), anna), link(uuid(3), ebrim.HasMember, uuid(2), uuid(1))))
		var q ebrim.Removal
		for _, n := range c.ids {
			q.IDs = append(q.IDs, uuid(n))
		}
		if got := codes(w.Remove(q)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		left := w.ask(ebrim.GetDocuments, "LeafClass", "$XDSDocumentEntryEntryUUID", "('"+uuid(1)+"')")
		if gone := c.want == "" && slices.Contains(c.ids, 1); (len(left.Objects) == 0) != gone {
			t.Errorf("%s: %d entries left", name, len(left.Objects))
		}
	}
}

// The set goes with its entry, or neither [30001]; an original stays while its
// replacement does [30005, 30006].
func TestRemoveLifeCycle(t *testing.T) {
	w := begin(t, registry.IHE())
	w.must(lot(901, anna, entry(uuid(1), oid(1), anna)))
	w.must(lot(902, anna, entry(uuid(2), oid(2), anna), link(uuid(3), ebrim.Replaces, uuid(2), uuid(1))))
	remove := func(n ...int) string {
		var q ebrim.Removal
		for _, i := range n {
			q.IDs = append(q.IDs, uuid(i))
		}
		return codes(w.Remove(q))
	}
	for _, c := range []struct {
		ids  []int
		want string
	}{
		{[]int{901, 1, 901000}, "ReferencesExistException"},
		{[]int{902, 2, 902000}, "ReferencesExistException"},
		{[]int{1, 901000, 3}, "XDSUnreferencedObjectException"}, // the set 901 is left with nothing
		{[]int{901, 1, 901000, 3}, ""},
		{[]int{902, 2, 902000}, ""},
	} {
		if got := remove(c.ids...); got != c.want {
			t.Errorf("%v: %s, want %s", c.ids, got, c.want)
		}
	}
	// What is gone can be registered again.
	w.must(lot(901, anna, entry(uuid(1), oid(1), anna)))
	if got := codes(w.Remove(ebrim.Removal{IDs: []string{uuid(1)}, Foreign: "AdhocQuery"})); got != "XDSRegistryError" {
		t.Error(got)
	}
	if got := codes(w.Remove(ebrim.Removal{})); got != "XDSRegistryError" {
		t.Error(got)
	}
}
