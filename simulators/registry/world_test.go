package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

const (
	anna, bert = "A1^^^&1.2.250.1.213.1.4.10&ISO", "B1^^^&1.2.250.1.213.1.4.10&ISO"
	closed     = "C1^^^&1.2.250.1.213.1.4.10&ISO"
	stranger   = "Z9^^^&1.2.250.1.213.1.4.10&ISO"
)

// people is a directory with two open records and a closed one.
type people struct{}

func (people) Known(cx string) bool { return cx == anna || cx == bert || cx == closed }

func (p people) Feedable(cx string) string {
	switch {
	case cx == closed:
		return "closed"
	case !p.Known(cx):
		return "no record"
	}
	return ""
}

// world is a registry under test, with a clock that stands.
type world struct {
	*registry.Registry
	t   testing.TB
	now time.Time
	ids int
}

func begin(t testing.TB, p registry.Policy) *world {
	w := &world{t: t, now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	w.Registry = registry.New(registry.Config{Patients: people{}, NewID: w.id, Clock: w.clock, Policy: p})
	return w
}

func (w *world) clock() time.Time { return w.now }

// id makes identifiers that are not those of the tests.
func (w *world) id() string {
	w.ids++
	return uuid(1<<40 + w.ids)
}

// uuid is a readable UUID URN.
func uuid(n int) string { return fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012x", n) }

// oid is a readable OID.
func oid(n int) string { return fmt.Sprintf("2.25.%d", n) }

type change func(*ebrim.Object)

// entry is a stable document entry with every attribute that IHE requires.
func entry(id, uid, patient string, changes ...change) *ebrim.Object {
	code := func(scheme, value, system string) *ebrim.Object {
		return ebrim.Coded("", scheme, id, value, system, "label")
	}
	o := &ebrim.Object{
		Kind:  ebrim.ExtrinsicObject,
		Attrs: []ebrim.Attr{{Name: "id", Value: id}, {Name: "mimeType", Value: "text/xml"}, {Name: "objectType", Value: ebrim.StableDocument}},
		Name:  []ebrim.Text{{Value: "title"}},
		Slots: []ebrim.Slot{
			{Name: "creationTime", Values: []string{"20260101"}},
			{Name: "languageCode", Values: []string{"fr-FR"}},
			{Name: "sourcePatientId", Values: []string{"x^^^&1.2.3&ISO^PI"}},
			{Name: "hash", Values: []string{strings.Repeat("a", 40)}},
			{Name: "size", Values: []string{"12"}},
			{Name: "repositoryUniqueId", Values: []string{"1.2.3.4"}},
		},
		Classifications: []*ebrim.Object{
			ebrim.Authored("", ebrim.DocumentAuthor, id, "1^AUTEUR^Anne", "", ""),
			code(ebrim.ClassCode, "10", "1.1"), code(ebrim.TypeCode, "11490-0", "1.2"), code(ebrim.FormatCode, "pdf", "1.3"),
			code(ebrim.ConfidentialityCd, "N", "1.4"), code(ebrim.FacilityTypeCode, "SA07", "1.5"), code(ebrim.PracticeSetting, "AMB", "1.6"),
		},
		Identifiers: []*ebrim.Object{
			ebrim.Identified("", ebrim.DocumentPatientID, id, patient, "XDSDocumentEntry.patientId"),
			ebrim.Identified("", ebrim.DocumentUniqueID, id, uid, "XDSDocumentEntry.uniqueId"),
		},
	}
	for _, c := range changes {
		c(o)
	}
	return o
}

func node(of, n string) *ebrim.Object {
	return &ebrim.Object{Kind: ebrim.Classification, Attrs: []ebrim.Attr{{Name: "id", Value: ""}, {Name: "classifiedObject", Value: of}, {Name: "classificationNode", Value: n}}}
}

func submissionSet(id, uid, patient string, changes ...change) *ebrim.Object {
	o := &ebrim.Object{
		Kind: ebrim.RegistryPackage, Attrs: []ebrim.Attr{{Name: "id", Value: id}},
		Slots:           []ebrim.Slot{{Name: "submissionTime", Values: []string{"20260101120000"}}},
		Classifications: []*ebrim.Object{ebrim.Coded("", ebrim.SetContentType, id, "07", "1.7", "label"), node(id, ebrim.SubmissionSetNode)},
		Identifiers: []*ebrim.Object{
			ebrim.Identified("", ebrim.SetPatientID, id, patient, "XDSSubmissionSet.patientId"),
			ebrim.Identified("", ebrim.SetSourceID, id, "1.2.9", "XDSSubmissionSet.sourceId"),
			ebrim.Identified("", ebrim.SetUniqueID, id, uid, "XDSSubmissionSet.uniqueId"),
		},
	}
	for _, c := range changes {
		c(o)
	}
	return o
}

func folder(id, uid, patient string, changes ...change) *ebrim.Object {
	o := &ebrim.Object{
		Kind: ebrim.RegistryPackage, Attrs: []ebrim.Attr{{Name: "id", Value: id}}, Name: []ebrim.Text{{Value: "folder"}},
		Classifications: []*ebrim.Object{ebrim.Coded("", ebrim.FolderCodeList, id, "F", "1.8", "label"), node(id, ebrim.FolderNode)},
		Identifiers: []*ebrim.Object{
			ebrim.Identified("", ebrim.FolderPatientID, id, patient, "XDSFolder.patientId"),
			ebrim.Identified("", ebrim.FolderUniqueID, id, uid, "XDSFolder.uniqueId"),
		},
	}
	for _, c := range changes {
		c(o)
	}
	return o
}

// link is an association; slots are name, value pairs.
func link(id, kind, source, target string, slots ...string) *ebrim.Object {
	a := ebrim.Associated(id, kind, source, target)
	for i := 0; i+1 < len(slots); i += 2 {
		a.SetSlot(slots[i], slots[i+1])
	}
	return a
}

func holds(id, set, target string) *ebrim.Object {
	return link(id, ebrim.HasMember, set, target, "SubmissionSetStatus", "Original")
}

// The attributes to change.
func attr(name, value string) change { return func(o *ebrim.Object) { o.SetAttr(name, value) } }

func slot(name string, values ...string) change {
	return func(o *ebrim.Object) { o.SetSlot(name, values...) }
}

func without(name string) change {
	return func(o *ebrim.Object) {
		o.Slots = slices.DeleteFunc(o.Slots, func(s ebrim.Slot) bool { return s.Name == name })
	}
}

func unclassified(scheme string) change {
	return func(o *ebrim.Object) {
		o.Classifications = slices.DeleteFunc(o.Classifications, func(c *ebrim.Object) bool { return c.Attr("classificationScheme") == scheme })
	}
}

func classified(scheme, code, system string) change {
	return func(o *ebrim.Object) {
		o.Classifications = append(o.Classifications, ebrim.Coded("", scheme, o.ID(), code, system, "label"))
	}
}

func author(xcn string) change {
	return func(o *ebrim.Object) {
		o.Classifications = append(o.Classifications, ebrim.Authored("", ebrim.DocumentAuthor, o.ID(), xcn, "", ""))
	}
}

// lot is a submission of the objects for one patient, under a set numbered n:
// id uuid(n), uniqueId oid(n). Entries and folders get their membership.
func lot(n int, patient string, objects ...*ebrim.Object) []*ebrim.Object {
	all := []*ebrim.Object{submissionSet(uuid(n), oid(n), patient)}
	for i, o := range objects {
		all = append(all, o)
		inFolder := o.Kind == ebrim.Association && o.Attr("associationType") == ebrim.HasMember
		if o.Kind != ebrim.Association || inFolder && o.Attr("sourceObject") != uuid(n) {
			all = append(all, holds(uuid(n*1000+i), uuid(n), o.ID()))
		}
	}
	return all
}

// codes are the error codes, in order, joined.
func codes(errors []ebrim.Error) string {
	var found []string
	for _, e := range errors {
		found = append(found, e.Code)
	}
	return strings.Join(found, " ")
}

// must registers what has to succeed.
func (w *world) must(objects []*ebrim.Object) {
	w.t.Helper()
	if errors := w.Register(objects); len(errors) > 0 {
		w.t.Fatalf("refused: %+v", errors)
	}
}

// mustUpdate updates what has to succeed.
func (w *world) mustUpdate(objects []*ebrim.Object) {
	w.t.Helper()
	if errors := w.Update(objects); len(errors) > 0 {
		w.t.Fatalf("refused: %+v", errors)
	}
}

// ask answers a query; parameters are name, value pairs as written on the wire.
func (w *world) ask(id, kind string, parameters ...string) ebrim.QueryAnswer {
	w.t.Helper()
	q := ebrim.Query{ID: id, ReturnType: kind}
	for i := 0; i+1 < len(parameters); i += 2 {
		q.Slots = append(q.Slots, ebrim.Slot{Name: parameters[i], Values: []string{parameters[i+1]}})
	}
	return w.Query(q, registry.Reader{})
}

// find is ask for what has to succeed: the ids found, in order.
func (w *world) find(id string, parameters ...string) []string {
	w.t.Helper()
	a := w.ask(id, "LeafClass", parameters...)
	if len(a.Errors) > 0 {
		w.t.Fatalf("refused: %+v", a.Errors)
	}
	return idsOf(a)
}

func idsOf(a ebrim.QueryAnswer) []string {
	var found []string
	for _, o := range a.Objects {
		found = append(found, o.ID())
	}
	return found
}

// object is a registered object by id, at metadata level 2.
func (w *world) object(query, parameter, id string) *ebrim.Object {
	w.t.Helper()
	a := w.ask(query, "LeafClass", parameter, "('"+id+"')", "$MetadataLevel", "2")
	if len(a.Errors) > 0 || len(a.Objects) != 1 {
		w.t.Fatalf("%s: %d objects, %+v", id, len(a.Objects), a.Errors)
	}
	return a.Objects[0]
}

func (w *world) document(id string) *ebrim.Object {
	w.t.Helper()
	return w.object(ebrim.GetDocuments, "$XDSDocumentEntryEntryUUID", id)
}

func (w *world) folder(id string) *ebrim.Object {
	w.t.Helper()
	return w.object(ebrim.GetFolders, "$XDSFolderEntryUUID", id)
}

// status is the short status of a registered document.
func (w *world) status(id string) string {
	w.t.Helper()
	s := w.document(id).Attr("status")
	return s[strings.LastIndex(s, ":")+1:]
}

// links are the approved associations that touch an object: "type source target".
func (w *world) links(id string) []string {
	w.t.Helper()
	var found []string
	for _, a := range w.ask(ebrim.GetAssociations, "LeafClass", "$uuid", "('"+id+"')").Objects {
		kind := a.Attr("associationType")
		found = append(found, kind[strings.LastIndex(kind, ":")+1:]+" "+a.Attr("sourceObject")+" "+a.Attr("targetObject"))
	}
	slices.Sort(found)
	return found
}
