package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// versionOf says that a new version follows a number.
func versionOf(id, set, target, previous string, slots ...string) *ebrim.Object {
	return link(id, ebrim.HasMember, set, target, append([]string{"SubmissionSetStatus", "Original", "PreviousVersion", previous}, slots...)...)
}

// renewed is an ITI-57 request with a new version of entry lid, whose uniqueId
// is given, and what else it holds.
func renewed(n int, patient, lid, uid, previous string, more ...*ebrim.Object) []*ebrim.Object {
	return append([]*ebrim.Object{submissionSet(uuid(n), oid(n), patient), entry("New", uid, patient, attr("lid", lid)), versionOf("m", uuid(n), "New", previous)}, more...)
}

// changed is an UpdateAvailabilityStatus.
func changed(id, set, target, from, to string, slots ...string) *ebrim.Object {
	return link(id, ebrim.UpdateStatus, set, target, append([]string{"OriginalStatus", urn(from), "NewStatus", urn(to)}, slots...)...)
}

func urn(status string) string {
	if status == "Archived" || status == "Deleted" {
		return "urn:asip:ci-sis:2010:StatusType:" + status
	}
	return "urn:oasis:names:tc:ebxml-regrep:StatusType:" + status
}

func update(n int, patient string, objects ...*ebrim.Object) []*ebrim.Object {
	return append([]*ebrim.Object{submissionSet(uuid(n), oid(n), patient)}, objects...)
}

// submitted is a SubmitAssociation with what it brings.
func submitted(n int, patient string, a *ebrim.Object) []*ebrim.Object {
	return update(n, patient, a, link("submit", ebrim.SubmitAssoc, uuid(n), a.ID()))
}

const (
	updateError    = "XDSMetadataUpdateError"
	operationError = "XDSMetadataUpdateOperationError"
	versionError   = "XDSMetadataVersionError"
	reconcile      = "XDSPatientIDReconciliationError"
)

// The rules of ITI-57 (spec: IHE §1.7; in brackets the NIST test that shows it).
func TestUpdateRefuses(t *testing.T) {
	set := uuid(999)
	one := func(objects ...*ebrim.Object) []*ebrim.Object { return update(999, anna, objects...) }
	fresh := func(changes ...change) *ebrim.Object {
		return entry("New", oid(1), anna, append([]change{attr("lid", uuid(1))}, changes...)...)
	}
	newFolder := func(changes ...change) *ebrim.Object { return folder("NewF", oid(6), anna, changes...) }
	with := func(m *ebrim.Object) []*ebrim.Object { return one(fresh(), m) }
	member := "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
	for name, c := range map[string]struct {
		want    string
		objects []*ebrim.Object
	}{
		"no set":                        {updateError, []*ebrim.Object{fresh()}},
		"two sets":                      {"XDSRegistryMetadataError", one(submissionSet("S", oid(998), anna))},
		"nothing asked":                 {operationError, one()},
		"stranger":                      {"XDSUnknownPatientId", update(999, stranger)},
		"set uniqueId registered":       {"XDSDuplicateUniqueIdInRegistry", []*ebrim.Object{submissionSet("S", oid(1), anna)}},
		"initial version [15800c]":      {updateError, one(entry("New", oid(70), anna), versionOf("m", set, "New", "0"))},
		"lid is the id":                 {updateError, one(entry(uuid(70), oid(70), anna, attr("lid", uuid(70))), versionOf("m", set, uuid(70), "1"))},
		"unknown lid [15800b]":          {versionError, one(entry("New", oid(70), anna, attr("lid", uuid(70))), versionOf("m", set, "New", "1"))},
		"wrong version [15800e]":        {versionError, with(versionOf("m", set, "New", "2"))},
		"no previous version [20002b]":  {operationError, with(link("m", member, set, "New", "SubmissionSetStatus", "Original"))},
		"version no number [20002b]":    {operationError, with(versionOf("m", set, "New", "one"))},
		"no set status [20002b]":        {operationError, with(link("m", member, set, "New", "PreviousVersion", "1"))},
		"set status Reference [20002b]": {operationError, with(link("m", member, set, "New", "PreviousVersion", "1", "SubmissionSetStatus", "Reference"))},
		"propagation maybe [20002b]":    {operationError, with(versionOf("m", set, "New", "1", "AssociationPropagation", "maybe"))},
		"slot of a status [20002b]":     {operationError, with(versionOf("m", set, "New", "1", "OriginalStatus", urn("Approved")))},
		"no membership":                 {updateError, one(fresh())},
		"uniqueId changes":              {updateError, renewed(999, anna, uuid(1), oid(71), "1")},
		"objectType changes":            {updateError, one(fresh(attr("objectType", ebrim.OnDemandDocument), without("creationTime"), without("hash"), without("size")), versionOf("m", set, "New", "1"))},
		"attribute missing [15800d]":    {updateError, one(fresh(without("languageCode")), versionOf("m", set, "New", "1"))},
		"no hash":                       {updateError, one(fresh(without("hash")), versionOf("m", set, "New", "1"))},
		"deprecated one":                {updateError, renewed(999, anna, uuid(2), oid(2), "1")},
		"set of another":                {reconcile, update(999, bert, fresh(), versionOf("m", set, "New", "1"))},
		"moves with associations":       {reconcile, renewed(999, bert, uuid(1), oid(1), "1")},
		"two of one lid [20007]":        {updateError, append(renewed(999, anna, uuid(1), oid(1), "1"), entry("Two", oid(1), anna, attr("lid", uuid(1))), versionOf("m2", set, "Two", "1"))},
		"first folder [20000b]":         {updateError, one(newFolder(), holds("m", set, "NewF"))},
		"folder version [20000c]":       {versionError, one(newFolder(attr("lid", uuid(6))), versionOf("m", set, "NewF", "7"))},
		"folder attribute [20000f]":     {updateError, one(newFolder(attr("lid", uuid(6)), unclassified(ebrim.FolderCodeList)), versionOf("m", set, "NewF", "1"))},
		"folder as lid of entry":        {versionError, one(entry("New", oid(1), anna, attr("lid", uuid(6))), versionOf("m", set, "New", "1"))},
		"new status of version [20003]": {updateError, renewed(999, anna, uuid(1), oid(1), "1", changed("u", set, "New", "Deprecated", "Approved"))},
		"no original status [20002]":    {operationError, one(link("u", ebrim.UpdateStatus, set, uuid(1), "NewStatus", urn("Deprecated")))},
		"no new status [20002]":         {operationError, one(link("u", ebrim.UpdateStatus, set, uuid(1), "OriginalStatus", urn("Approved")))},
		"odd new status [20002]":        {operationError, one(changed("u", set, uuid(1), "Approved", "Gone"))},
		"archived is French":            {operationError, one(changed("u", set, uuid(1), "Approved", "Archived"))},
		"odd original status [20002]":   {updateError, one(changed("u", set, uuid(1), "Deprecated", "Approved"))},
		"same status [20002]":           {operationError, one(changed("u", set, uuid(1), "Approved", "Approved"))},
		"slot of a version [20002]":     {operationError, one(changed("u", set, uuid(1), "Approved", "Deprecated", "PreviousVersion", "1"))},
		"status of nothing":             {updateError, one(changed("u", set, uuid(77), "Approved", "Deprecated"))},
		"status of a set [21001]":       {updateError, one(changed("u", set, uuid(901), "Approved", "Deprecated"))},
		"status of a membership":        {updateError, one(changed("u", set, uuid(901000), "Approved", "Deprecated"))},
		"status by another source":      {updateError, one(changed("u", uuid(1), uuid(2), "Approved", "Deprecated"))},
		"status for another patient":    {reconcile, one(changed("u", set, uuid(7), "Approved", "Deprecated"))},
		"status twice":                  {updateError, one(changed("u", set, uuid(1), "Approved", "Deprecated"), changed("v", set, uuid(1), "Approved", "Deprecated"))},
		"odd type [20001]":              {updateError, submitted(999, anna, link("a", "urn:x", uuid(3), uuid(1)))},
		"unknown end":                   {updateError, submitted(999, anna, link("a", ebrim.Appends, uuid(77), uuid(1)))},
		"deprecated source [21004]":     {updateError, submitted(999, anna, link("a", ebrim.Appends, uuid(2), uuid(1)))},
		"deprecated target [21004]":     {updateError, submitted(999, anna, link("a", ebrim.Appends, uuid(1), uuid(2)))},
		"to a set":                      {updateError, submitted(999, anna, link("a", ebrim.Signs, uuid(1), uuid(901)))},
		"relation to a folder":          {updateError, submitted(999, anna, link("a", ebrim.Appends, uuid(1), uuid(6)))},
		"entry holds":                   {updateError, submitted(999, anna, link("a", member, uuid(1), uuid(3)))},
		"two patients [20100a]":         {reconcile, submitted(999, anna, link("a", ebrim.Appends, uuid(1), uuid(7)))},
		"another's folder [20100b]":     {reconcile, submitted(999, anna, link("a", member, uuid(9), uuid(1)))},
		"again [20008]":                 {updateError, submitted(999, anna, link("a", member, uuid(6), uuid(1)))},
		"association with lid": {"XDSRegistryMetadataError", submitted(999, anna, func() *ebrim.Object {
			a := link("a", ebrim.Appends, uuid(3), uuid(1))
			a.SetAttr("lid", uuid(61))
			return a
		}())},
		"not asked for":                    {operationError, renewed(999, anna, uuid(1), oid(1), "1", link("a", ebrim.Appends, uuid(3), uuid(5)))},
		"submits nothing":                  {updateError, one(link("s", ebrim.SubmitAssoc, set, uuid(61)))},
		"propagated and submitted [20006]": {operationError, renewed(999, anna, uuid(1), oid(1), "1", link("a", ebrim.Appends, uuid(3), uuid(1)), link("s", ebrim.SubmitAssoc, set, "a"))},
	} {
		w := stocked(t, registry.IHE())
		if errors := w.Update(c.objects); codes(errors) != c.want {
			t.Errorf("%s: %+v, want %s", name, errors, c.want)
		}
		if w.document(uuid(1)).Version != "1" || w.status(uuid(1)) != "Approved" {
			t.Errorf("%s: something changed", name)
		}
	}
}

// A new version: number, status, associations (spec: IHE §1.7, model).
func TestNewVersion(t *testing.T) {
	w := stocked(t, registry.IHE())
	w.now = w.now.AddDate(0, 0, 1)
	w.mustUpdate(renewed(950, anna, uuid(1), oid(1), "1"))
	found := w.find(ebrim.GetDocuments, "$XDSDocumentEntryLogicalID", "('"+uuid(1)+"')")
	if len(found) != 1 || found[0] == uuid(1) {
		t.Fatalf("level 1 shows %v", found)
	}
	latest := w.document(found[0])
	if latest.Version != "2" || latest.Attr("lid") != uuid(1) || w.status(found[0]) != "Approved" || w.status(uuid(1)) != "Deprecated" {
		t.Errorf("version %s lid %s", latest.Version, latest.Attr("lid"))
	}
	if both := w.find(ebrim.GetDocuments, "$XDSDocumentEntryLogicalID", "('"+uuid(1)+"')", "$MetadataLevel", "2"); !slices.Equal(both, []string{uuid(1), found[0]}) {
		t.Errorf("level 2 shows %v", both)
	}
	if got := w.links(found[0]); !slices.Equal(got, sorted("HasMember "+uuid(950)+" "+found[0], "HasMember "+uuid(6)+" "+found[0], "XFRM "+uuid(5)+" "+found[0])) {
		t.Errorf("associations %q", got)
	}
	if got := w.folder(uuid(6)).Slot("lastUpdateTime"); got[0] != "20261123100000" {
		t.Errorf("lastUpdateTime %v", got)
	}
	// The first version takes no status any more [15802b]; the second is the one to follow.
	if got := codes(w.Update(update(951, anna, changed("u", uuid(951), uuid(1), "Deprecated", "Approved")))); got != updateError {
		t.Errorf("status of an old version: %s", got)
	}
	if got := codes(w.Update(renewed(952, anna, uuid(1), oid(1), "1"))); got != versionError {
		t.Errorf("following an old version: %s", got)
	}
	w.mustUpdate(renewed(953, anna, uuid(1), oid(1), "2"))
	if d := w.Document(oid(1)); d.Version != "3" {
		t.Errorf("version %s", d.Version)
	}
}

func sorted(s ...string) []string { slices.Sort(s); return s }

func TestNewVersionWithoutAssociations(t *testing.T) {
	w := stocked(t, registry.IHE())
	request := renewed(950, bert, uuid(1), oid(1), "1")
	request[2].SetSlot("AssociationPropagation", "no")
	w.mustUpdate(request)
	d := w.Document(oid(1))
	if got := w.links(d.ID()); len(got) != 1 {
		t.Errorf("associations %q", got)
	}
	if d.Identifier(ebrim.DocumentPatientID) != bert { // IHE lets it move when nothing joins two patients
		t.Errorf("patient %s", d.Identifier(ebrim.DocumentPatientID))
	}
	// Two versions, two patients [21002].
	if got := codes(w.ask(ebrim.GetDocuments, "LeafClass", "$XDSDocumentEntryLogicalID", "('"+uuid(1)+"')", "$MetadataLevel", "2").Errors); got != "XDSResultNotSinglePatient" {
		t.Errorf("both versions: %s", got)
	}
	if got := idsOf(w.ask(ebrim.GetDocuments, "ObjectRef", "$XDSDocumentEntryLogicalID", "('"+uuid(1)+"')", "$MetadataLevel", "2")); len(got) != 2 {
		t.Errorf("as references: %v", got)
	}
}

// Status and version in one request: the new version takes the status
// (ITI57-015), by whichever id it is named.
func TestVersionAndStatus(t *testing.T) {
	for _, target := range []string{"New", uuid(1)} {
		w := stocked(t, registry.IHE())
		w.mustUpdate(renewed(950, anna, uuid(1), oid(1), "1", changed("u", uuid(950), target, "Approved", "Deprecated")))
		d := w.Document(oid(1))
		if d.Version != "2" || w.status(d.ID()) != "Deprecated" || w.status(uuid(1)) != "Deprecated" {
			t.Errorf("%s: version %s, status %s", target, d.Version, d.Attr("status"))
		}
	}
}

func TestFolderVersion(t *testing.T) {
	w := stocked(t, registry.IHE())
	w.mustUpdate(update(950, anna, folder("NewF", oid(6), anna, attr("lid", uuid(6)), func(o *ebrim.Object) { o.Name[0].Value = "renamed" }), versionOf("m", uuid(950), "NewF", "1")))
	found := w.find(ebrim.GetFolders, "$XDSFolderUniqueId", "('"+oid(6)+"')")
	if len(found) != 1 || w.folder(found[0]).Name[0].Value != "renamed" || w.folder(found[0]).Version != "2" {
		t.Fatalf("folders %v", found)
	}
	if got := w.find(ebrim.GetFolderAndContents, "$XDSFolderEntryUUID", "'"+found[0]+"'"); len(got) != 3 || got[1] != uuid(1) {
		t.Errorf("contents %v", got)
	}
}

func TestSubmitAssociation(t *testing.T) {
	w := stocked(t, registry.IHE())
	w.mustUpdate(submitted(950, anna, link("a", ebrim.Appends, uuid(3), uuid(1))))
	w.mustUpdate(submitted(951, anna, link("a", ebrim.HasMember, uuid(6), uuid(3))))
	if got := w.links(uuid(3)); !slices.Contains(got, "APND "+uuid(3)+" "+uuid(1)) || !slices.Contains(got, "HasMember "+uuid(6)+" "+uuid(3)) {
		t.Errorf("associations %q", got)
	}
	// A membership can be deprecated; level 1 shows it no more.
	var id string
	for _, a := range w.ask(ebrim.GetAssociations, "LeafClass", "$uuid", "('"+uuid(6)+"')").Objects {
		if a.Attr("targetObject") == uuid(3) {
			id = a.ID()
		}
	}
	w.mustUpdate(update(952, anna, changed("u", uuid(952), id, "Approved", "Deprecated")))
	if got := w.find(ebrim.GetFoldersForDocument, "$XDSDocumentEntryEntryUUID", "'"+uuid(3)+"'"); len(got) != 0 {
		t.Errorf("still in folders %v", got)
	}
	if got := w.links(uuid(3)); slices.Contains(got, "HasMember "+uuid(6)+" "+uuid(3)) {
		t.Errorf("level 1 shows %q", got)
	}
}

// The DMP's own statuses and masking (spec: CI-SIS §4.8).
func TestFrenchUpdates(t *testing.T) {
	w := stocked(t, registry.DMP())
	w.mustUpdate(update(950, anna, changed("u", uuid(950), uuid(1), "Approved", "Archived")))
	w.mustUpdate(update(951, anna, changed("u", uuid(951), uuid(1), "Archived", "Deleted")))
	if got := w.status(uuid(1)); got != "Deleted" {
		t.Errorf("status %s", got)
	}
	masked := entry("New", oid(3), anna, attr("lid", uuid(3)), without("hash"), without("size"), without("repositoryUniqueId"), classified(ebrim.ConfidentialityCd, "MASQUE_PS", "1.2.250.1.213.1.1.4.13"))
	w.mustUpdate(update(952, anna, masked, versionOf("m", uuid(952), "New", "1")))
	d := w.Document(oid(3))
	if !slices.Contains(d.Codes(ebrim.ConfidentialityCd), "MASQUE_PS^^1.2.250.1.213.1.1.4.13") || len(d.Slot("hash")) != 1 || d.Slot("hash")[0] != strings.Repeat("a", 40) || len(d.Slot("repositoryUniqueId")) != 1 {
		t.Errorf("%+v", d)
	}
	if got := codes(w.Update(renewed(953, bert, uuid(3), oid(3), "2"))); got != reconcile {
		t.Errorf("the DMP moves no document: %s", got)
	}
}
