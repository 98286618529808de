package stored

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// named finds the objects that EntryUUID, UniqueId or LogicalID name, as far as
// the metadata level shows them.
func (x *search) named(prefix string, k store.Kind) []*store.Record {
	var found []*store.Record
	take := func(list ...*store.Record) {
		for _, r := range list {
			if r != nil && r.Kind == k && x.shows(r) {
				found = append(found, r)
			}
		}
	}
	for _, id := range distinct(x.args.values(prefix + "EntryUUID")) {
		take(x.store.Get(id))
	}
	for _, uid := range distinct(x.args.values(prefix + "UniqueId")) {
		take(x.store.Unique(uid)...)
	}
	for _, lid := range distinct(x.args.values(prefix + "LogicalID")) {
		take(x.store.Versions(lid)...)
	}
	return store.InOrder(found)
}

func (x *search) namedDocuments() []*store.Record { return x.named(document, store.Document) }
func (x *search) namedFolders() []*store.Record   { return x.named(folder, store.Folder) }

// touching are the associations with an end among the ids.
func (x *search) touching(ids []string) []*store.Record {
	var found []*store.Record
	for _, id := range distinct(ids) {
		for _, list := range [][]*store.Record{x.store.From(id), x.store.To(id)} {
			for _, a := range list {
				if x.shows(a) {
					found = append(found, a)
				}
			}
		}
	}
	return store.InOrder(found)
}

func (x *search) associations() []*store.Record { return x.touching(x.args.values("$uuid")) }

func (x *search) documentsAndAssociations() []*store.Record {
	found := x.namedDocuments()
	return append(found, x.touching(idsOf(found))...)
}

func idsOf(records []*store.Record) []string {
	var ids []string
	for _, r := range records {
		ids = append(ids, r.ID())
	}
	return ids
}

// setsOf answers GetSubmissionSets: the sets that hold the objects, and the
// memberships that say so.
func (x *search) setsOf() []*store.Record {
	var sets, members []*store.Record
	for _, id := range distinct(x.args.values("$uuid")) {
		for _, a := range x.store.To(id) {
			if s := x.store.Get(a.Source()); a.Type() == ebrim.HasMember && s != nil && s.Kind == store.SubmissionSet && x.shows(a) {
				sets, members = append(sets, s), append(members, a)
			}
		}
	}
	return append(store.InOrder(sets), store.InOrder(members)...)
}

// members are the objects that a set or folder holds, entries as filtered.
func (x *search) members(of []*store.Record) []*store.Record {
	f := filter{types: x.types(), codes: []codes{
		{ebrim.FormatCode, x.args[document+"FormatCode"].Groups}, {ebrim.ConfidentialityCd, x.args[document+"ConfidentialityCode"].Groups},
	}}.compact()
	var found []*store.Record
	for _, holder := range of {
		for _, a := range x.store.From(holder.ID()) {
			m := x.store.Get(a.Target())
			if a.Type() != ebrim.HasMember || m == nil || !x.shows(a) || !x.shows(m) {
				continue
			}
			if m.Kind == store.Folder || (m.Kind == store.Document && f.match(m.Object)) {
				found = append(found, m)
			}
		}
	}
	return store.InOrder(found)
}

func (x *search) setAndContents() []*store.Record {
	return x.andContents(x.named(set, store.SubmissionSet))
}

func (x *search) folderAndContents() []*store.Record { return x.andContents(x.namedFolders()) }

func (x *search) andContents(holders []*store.Record) []*store.Record {
	found := append(slices.Clone(holders), x.members(holders)...)
	return append(found, x.between(found)...)
}

// foldersOf answers GetFoldersForDocument.
func (x *search) foldersOf() []*store.Record {
	var found []*store.Record
	for _, d := range x.namedDocuments() {
		for _, a := range x.store.To(d.ID()) {
			f := x.store.Get(a.Source())
			if a.Type() == ebrim.HasMember && f != nil && f.Kind == store.Folder && x.shows(a) && x.shows(f) {
				found = append(found, f)
			}
		}
	}
	return store.InOrder(found)
}

// related answers GetRelatedDocuments: the associations of the types asked for
// between the entry and others, and the entries at both ends. Without such an
// association the answer is empty.
func (x *search) related() []*store.Record {
	types, f := x.args.values("$AssociationTypes"), filter{types: x.types()}
	var documents, associations []*store.Record
	for _, d := range x.namedDocuments() {
		for _, a := range x.touching([]string{d.ID()}) {
			source, target := x.store.Get(a.Source()), x.store.Get(a.Target())
			if !slices.Contains(types, a.Type()) || source == nil || target == nil || source.Kind != store.Document || target.Kind != store.Document {
				continue
			}
			if x.shows(source) && x.shows(target) && (f.match(source.Object) || source == d) && (f.match(target.Object) || target == d) {
				associations = append(associations, a)
				documents = append(documents, source, target)
			}
		}
	}
	return append(store.InOrder(documents), store.InOrder(associations)...)
}
