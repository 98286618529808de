package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// stocked has, for anna: entries 1, 2 (deprecated by 3), an addendum 4 of 2, a
// transformation 5 of 1, folder 6 with entry 1, an On-Demand entry 8; for bert:
// entry 7 and folder 9.
func stocked(t testing.TB, p registry.Policy) *world {
	w := begin(t, p)
	w.must(lot(901, anna, entry(uuid(1), oid(1), anna), entry(uuid(2), oid(2), anna), folder(uuid(6), oid(6), anna),
		link(uuid(61), ebrim.HasMember, uuid(6), uuid(1))))
	w.must(lot(902, anna, entry(uuid(4), oid(4), anna), link(uuid(41), ebrim.Appends, uuid(4), uuid(2))))
	w.must(lot(903, anna, entry(uuid(3), oid(3), anna), link(uuid(31), ebrim.Replaces, uuid(3), uuid(2))))
	w.must(lot(904, anna, entry(uuid(5), oid(5), anna), link(uuid(51), ebrim.Transforms, uuid(5), uuid(1))))
	w.must(lot(905, bert, entry(uuid(7), oid(7), bert), folder(uuid(9), oid(9), bert)))
	demand := entry(uuid(8), oid(8), anna, attr("objectType", ebrim.OnDemandDocument), without("creationTime"), without("hash"), without("size"))
	if errors := w.RegisterOnDemand(lot(906, anna, demand)); len(errors) > 0 {
		t.Fatalf("%+v", errors)
	}
	return w
}

// The rules of IHE ITI TF-2 3.42.4.1.3.3 (spec: IHE §1.5, numbers in the names),
// each broken alone in a submission that is otherwise right.
func TestRegisterRefuses(t *testing.T) {
	fresh := func(changes ...change) *ebrim.Object { return entry("Doc", oid(100), anna, changes...) }
	with := func(objects ...*ebrim.Object) []*ebrim.Object {
		return lot(999, anna, append([]*ebrim.Object{fresh()}, objects...)...)
	}
	member := "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
	for name, c := range map[string]struct {
		want    string
		objects []*ebrim.Object
	}{
		"1 no set":                            {"XDSRegistryMetadataError", []*ebrim.Object{fresh()}},
		"1 two sets":                          {"XDSRegistryMetadataError", append(with(), submissionSet("Other", oid(200), anna))},
		"2 entry outside":                     {"XDSRegistryMetadataError", []*ebrim.Object{submissionSet(uuid(999), oid(999), anna), fresh()}},
		"2 entry twice":                       {"XDSRegistryMetadataError", append(with(), holds("again", uuid(999), "Doc"))},
		"2 folder outside":                    {"XDSRegistryMetadataError", append(with(), folder("F", oid(101), anna))},
		"2 folder membership outside":         {"XDSRegistryMetadataError", append(with(folder("F", oid(101), anna)), link("m", member, "F", "Doc"))},
		"2 set status":                        {"XDSRegistryMetadataError", append(lot(999, anna), fresh(), link("m", member, uuid(999), "Doc", "SubmissionSetStatus", "Reference"))},
		"2 set status of a reference":         {"XDSRegistryMetadataError", append(with(), link("m", member, uuid(999), uuid(1), "SubmissionSetStatus", "Original"))},
		"2 package without node":              {"XDSRegistryMetadataError", append(with(), &ebrim.Object{Kind: ebrim.RegistryPackage, Attrs: []ebrim.Attr{{Name: "id", Value: "P"}}})},
		"2 set as member":                     {"XDSRegistryMetadataError", append(with(), link("m", member, "Doc", uuid(999)))},
		"2 registered set":                    {"XDSRegistryMetadataError", append(with(), link("m", member, uuid(901), "Doc"))},
		"2 folder in folder":                  {"XDSRegistryMetadataError", with(folder("F", oid(101), anna), link("m", member, uuid(6), "F"))},
		"3 same id twice":                     {"XDSRegistryMetadataError", append(with(), link("Doc", ebrim.Appends, "Doc", uuid(1)))},
		"3 id registered":                     {"XDSRegistryMetadataError", lot(999, anna, entry(uuid(1), oid(100), anna))},
		"3 association id registered":         {"XDSRegistryMetadataError", with(link(uuid(61), ebrim.Appends, "Doc", uuid(1)))},
		"3 unknown association":               {"XDSRegistryMetadataError", with(link("a", "urn:x", "Doc", uuid(1)))},
		"3 association of update":             {"XDSRegistryMetadataError", with(link("a", ebrim.SubmitAssoc, uuid(999), "Doc"))},
		"3 association to itself":             {"XDSRegistryMetadataError", with(link("a", ebrim.Appends, "Doc", "Doc"))},
		"3 reason of signs":                   {"XDSRegistryMetadataError", with(reasoned(link("a", ebrim.Signs, "Doc", uuid(1))))},
		"3 on demand":                         {"XDSRegistryMetadataError", lot(999, anna, fresh(attr("objectType", ebrim.OnDemandDocument), without("creationTime"), without("hash"), without("size")))},
		"3 logical id":                        {"XDSRegistryMetadataError", lot(999, anna, fresh(attr("lid", uuid(1))))},
		"4 uniqueId twice":                    {"XDSRegistryDuplicateUniqueIdInMessage", with(entry("Doc2", oid(100), anna))},
		"4 uniqueId of the set":               {"XDSRegistryDuplicateUniqueIdInMessage", with(folder("F", oid(999), anna))},
		"5 set registered":                    {"XDSDuplicateUniqueIdInRegistry", []*ebrim.Object{submissionSet(uuid(999), oid(1), anna), fresh(), holds("m", uuid(999), "Doc")}},
		"5 folder registered":                 {"XDSDuplicateUniqueIdInRegistry", with(folder("F", oid(6), anna))},
		"5 entry with that of a set":          {"XDSDuplicateUniqueIdInRegistry", lot(999, anna, entry("Doc", oid(901), anna))},
		"6 other bytes":                       {"XDSNonIdenticalHash", lot(999, anna, entry("Doc", oid(1), anna, slot("hash", strings.Repeat("b", 40))))},
		"6 other size":                        {"XDSNonIdenticalSize", lot(999, anna, entry("Doc", oid(1), anna, slot("size", "13")))},
		"7 stranger":                          {"XDSUnknownPatientId", lot(999, stranger, entry("Doc", oid(100), stranger))},
		"7 closed":                            {"XDSUnknownPatientId", lot(999, closed, entry("Doc", oid(100), closed))},
		"8 entry of another":                  {"XDSPatientIdDoesNotMatch", lot(999, anna, entry("Doc", oid(100), bert))},
		"8 folder of another":                 {"XDSPatientIdDoesNotMatch", with(folder("F", oid(101), bert))},
		"8 into another's folder":             {"XDSPatientIdDoesNotMatch", with(link("m", member, uuid(9), "Doc"))},
		"8 replaces another's":                {"XDSPatientIdDoesNotMatch", with(link("a", ebrim.Replaces, "Doc", uuid(7)))},
		"11 unknown target":                   {"UnresolvedReferenceException", with(link("a", ebrim.Replaces, "Doc", uuid(77)))},
		"11 unknown symbol":                   {"UnresolvedReferenceException", with(link("a", ebrim.Appends, "Doc", "Nobody"))},
		"11 unknown source":                   {"UnresolvedReferenceException", with(link("a", ebrim.Appends, uuid(77), uuid(1)))},
		"11 registered source":                {"UnresolvedReferenceException", with(link("a", ebrim.Appends, uuid(3), uuid(1)))},
		"11 replaces in the message":          {"UnresolvedReferenceException", with(entry("Doc2", oid(101), anna), link("a", ebrim.Replaces, "Doc", "Doc2"))},
		"11 replaces a folder":                {"UnresolvedReferenceException", with(link("a", ebrim.Replaces, "Doc", uuid(6)))},
		"11 snapshot of a stable one":         {"UnresolvedReferenceException", with(link("a", ebrim.SnapshotOf, "Doc", uuid(1)))},
		"11 unknown member":                   {"UnresolvedReferenceException", append(with(), holds("m", uuid(999), uuid(77)))},
		"12 replaces a deprecated one":        {"XDSRegistryDeprecatedDocumentError", with(link("a", ebrim.Replaces, "Doc", uuid(2)))},
		"12 appends to a deprecated":          {"XDSRegistryDeprecatedDocumentError", with(link("a", ebrim.Appends, "Doc", uuid(2)))},
		"12 appends to a deprecated addendum": {"XDSRegistryDeprecatedDocumentError", with(link("a", ebrim.Appends, "Doc", uuid(4)))},
		"13 deprecated into folder":           {"XDSRegistryDeprecatedDocumentError", with(link("m", member, uuid(6), uuid(2)))},
		"appends to a transformation":         {"XDSRegistryMetadataError", with(link("a", ebrim.Appends, "Doc", uuid(5)))},
	} {
		w := stocked(t, registry.IHE())
		before := len(w.find(ebrim.FindDocuments, "$XDSDocumentEntryPatientId", "'"+anna+"'", "$XDSDocumentEntryStatus", approvedOnly))
		errors := w.Register(c.objects)
		if codes(errors) != c.want {
			t.Errorf("%s: %+v, want %s", name, errors, c.want)
		}
		if after := w.find(ebrim.FindDocuments, "$XDSDocumentEntryPatientId", "'"+anna+"'", "$XDSDocumentEntryStatus", approvedOnly); len(after) != before {
			t.Errorf("%s: something was stored: %v", name, after)
		}
	}
}

const approvedOnly = "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"

// reasoned adds the documentation of an association.
func reasoned(a *ebrim.Object) *ebrim.Object {
	a.Classifications = append(a.Classifications, ebrim.Coded("", ebrim.Documentation, a.ID(), "R", "1.9", "reason"))
	return a
}

// What IHE allows (spec: IHE §1.5, §1.8) is accepted.
func TestRegisterAccepts(t *testing.T) {
	fresh := entry("Doc", oid(100), anna)
	for name, objects := range map[string][]*ebrim.Object{
		"empty set":                lot(999, anna),
		"extra attribute":          lot(999, anna, entry("Doc", oid(100), anna, slot("urn:example:more", "1", "2"))),
		"same document again":      lot(999, anna, entry("Doc", oid(1), anna, slot("hash", strings.Repeat("A", 40)))),
		"by reference":             append(lot(999, anna), link("m", ebrim.HasMember, uuid(999), uuid(1), "SubmissionSetStatus", "Reference")),
		"another's by reference":   append(lot(999, anna), link("m", ebrim.HasMember, uuid(999), uuid(7), "SubmissionSetStatus", "Reference")),
		"into a registered folder": lot(999, anna, fresh, link("m", ebrim.HasMember, uuid(6), "Doc")),
		"registered into folder":   lot(999, anna, link("m", ebrim.HasMember, uuid(6), uuid(3))),
		"signs in the message":     lot(999, anna, fresh, entry("Sig", oid(101), anna), link("a", ebrim.Signs, "Sig", "Doc")),
		"signs the set":            lot(999, anna, fresh, link("a", ebrim.Signs, "Doc", uuid(999))),
		"appends in the message":   lot(999, anna, fresh, entry("Add", oid(101), anna), link("a", ebrim.Appends, "Add", "Doc")),
		"reason":                   lot(999, anna, fresh, reasoned(link("a", ebrim.Replaces, "Doc", uuid(1)))),
		"snapshot":                 lot(999, anna, fresh, link("a", ebrim.SnapshotOf, "Doc", uuid(8))),
		"node beside the package": {
			submissionSet("S", oid(999), anna, func(o *ebrim.Object) { o.Classifications = o.Classifications[:1] }), node("S", ebrim.SubmissionSetNode),
		},
	} {
		if errors := stocked(t, registry.IHE()).Register(objects); len(errors) > 0 {
			t.Errorf("%s: %+v", name, errors)
		}
	}
}

// Symbolic ids become UUIDs everywhere; lid is the id, the version 1, the status
// Approved (IHE ITI TF-2 3.42.4.1.3.3.1).
func TestRegisterCompletes(t *testing.T) {
	w := begin(t, registry.IHE())
	w.must(lot(999, anna, entry("Doc", oid(1), anna), folder("Fol", oid(2), anna), link("In", ebrim.HasMember, "Fol", "Doc")))
	d := w.Document(oid(1))
	id := d.ID()
	if !strings.HasPrefix(id, "urn:uuid:") || d.Attr("lid") != id || d.Version != "1" || !strings.HasSuffix(d.Attr("status"), ":Approved") {
		t.Errorf("id %s lid %s version %s status %s", id, d.Attr("lid"), d.Version, d.Attr("status"))
	}
	for _, c := range d.Classifications {
		if c.Attr("classifiedObject") != id || !strings.HasPrefix(c.ID(), "urn:uuid:") {
			t.Errorf("classification of %s, id %s", c.Attr("classifiedObject"), c.ID())
		}
	}
	folders := w.find(ebrim.GetFoldersForDocument, "$XDSDocumentEntryUniqueId", "'"+oid(1)+"'")
	if len(folders) != 1 {
		t.Fatalf("folders %v", folders)
	}
	if got := w.folder(folders[0]).Slot("lastUpdateTime"); !slices.Equal(got, []string{"20261122100000"}) {
		t.Errorf("lastUpdateTime %v", got)
	}
	if got := w.links(id); len(got) != 2 || got[0] != "HasMember "+uuid(999)+" "+id || got[1] != "HasMember "+folders[0]+" "+id {
		t.Errorf("associations %q", got)
	}
}

// A replacement deprecates what it replaces, with addenda and transformations,
// and takes its place in folders (spec: IHE §1.5, effects).
func TestReplacement(t *testing.T) {
	for _, kind := range []string{ebrim.Replaces, ebrim.TransformRep} {
		w := stocked(t, registry.IHE())
		for id, want := range map[string]string{uuid(1): "Approved", uuid(2): "Deprecated", uuid(3): "Approved", uuid(4): "Deprecated", uuid(5): "Approved"} {
			if got := w.status(id); got != want {
				t.Fatalf("%s is %s", id, got)
			}
		}
		w.now = w.now.AddDate(0, 0, 1)
		w.must(lot(950, anna, entry(uuid(10), oid(10), anna), link(uuid(11), kind, uuid(10), uuid(1))))
		for id, want := range map[string]string{uuid(1): "Deprecated", uuid(5): "Deprecated", uuid(10): "Approved"} {
			if got := w.status(id); got != want {
				t.Errorf("%s: %s is %s, want %s", kind, id, got, want)
			}
		}
		if got := w.find(ebrim.GetFoldersForDocument, "$XDSDocumentEntryEntryUUID", "'"+uuid(10)+"'"); !slices.Equal(got, []string{uuid(6)}) {
			t.Errorf("folders of the new version: %v", got)
		}
		if got := w.folder(uuid(6)).Slot("lastUpdateTime"); !slices.Equal(got, []string{"20261123100000"}) {
			t.Errorf("lastUpdateTime %v", got)
		}
		members := 0
		for _, a := range w.ask(ebrim.GetAssociations, "LeafClass", "$uuid", "('"+uuid(950)+"')").Objects {
			if a.Attr("sourceObject") == uuid(950) {
				members++ // the entry, and the new place in the folder
			}
		}
		if members != 2 {
			t.Errorf("the set has %d members", members)
		}
	}
	w := stocked(t, registry.IHE())
	for i, kind := range []string{ebrim.Appends, ebrim.Transforms, ebrim.Signs} {
		w.must(lot(960+i, anna, entry(uuid(20+i), oid(20+i), anna), link(uuid(70+i), kind, uuid(20+i), uuid(1))))
	}
	if got := w.status(uuid(1)); got != "Approved" {
		t.Errorf("after APND, XFRM and signs: %s", got)
	}
}

// The DMP's registry refuses what it cannot work with, and nothing else.
func TestLenient(t *testing.T) {
	w := begin(t, registry.DMP())
	bare := &ebrim.Object{Kind: ebrim.ExtrinsicObject, Attrs: []ebrim.Attr{{Name: "id", Value: "D"}}, Identifiers: []*ebrim.Object{
		ebrim.Identified("", ebrim.DocumentPatientID, "D", anna, "x"), ebrim.Identified("", ebrim.DocumentUniqueID, "D", oid(1), "x"),
	}}
	w.must(lot(901, anna, bare))
	if d := w.Document(oid(1)); d.Attr("objectType") != ebrim.StableDocument {
		t.Errorf("objectType %s", d.Attr("objectType"))
	}
	nameless := entry("E", "", anna)
	if got := codes(w.Register(lot(902, anna, nameless))); got != "XDSRegistryMetadataError" {
		t.Errorf("without uniqueId: %s", got)
	}
}

func TestTooManyObjects(t *testing.T) {
	w := begin(t, registry.IHE())
	objects := make([]*ebrim.Object, 2001)
	for i := range objects {
		objects[i] = &ebrim.Object{Kind: ebrim.Association}
	}
	if got := codes(w.Register(objects)); got != "XDSRegistryOutOfResources" {
		t.Error(got)
	}
	if got := w.Register(objects[:2000]); len(got) == 0 || len(got) > 100 {
		t.Errorf("%d errors are told", len(got))
	}
}
