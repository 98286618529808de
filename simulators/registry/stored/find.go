package stored

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// documents answers FindDocuments and its variants.
func (x *search) documents() []*store.Record {
	return x.find(document+"PatientId", store.Document, x.documentFilter())
}

// sets answers FindSubmissionSets.
func (x *search) sets() []*store.Record {
	return x.find(set+"PatientId", store.SubmissionSet, filter{
		status:  x.args.values(set + "Status"),
		codes:   []codes{{ebrim.SetContentType, x.args[set+"ContentType"].Groups}},
		ranges:  []span{x.span(set+"SubmissionTime", "submissionTime")},
		authors: x.args.values(set + "AuthorPerson"), author: ebrim.SetAuthor,
		sources: x.args.values(set + "SourceId"),
	})
}

// folders answers FindFolders and its variant.
func (x *search) folders() []*store.Record {
	return x.find(folder+"PatientId", store.Folder, filter{
		status: x.args.values(folder + "Status"),
		codes:  []codes{{ebrim.FolderCodeList, x.args[folder+"CodeList"].Groups}},
		ranges: []span{x.span(folder+"LastUpdateTime", "lastUpdateTime")},
	})
}

// documentFilter is the filter of every parameter of a document entry.
func (x *search) documentFilter() filter {
	f := filter{
		status: x.args.values(document + "Status"),
		ranges: []span{
			x.span(document+"CreationTime", "creationTime"), x.span(document+"ServiceStartTime", "serviceStartTime"),
			x.span(document+"ServiceStopTime", "serviceStopTime"),
		},
		authors: x.args.values(document + "AuthorPerson"), author: ebrim.DocumentAuthor,
		references: x.args[document+"ReferenceIdList"].Groups,
		types:      x.types(),
	}
	for _, c := range []struct{ name, scheme string }{
		{"ClassCode", ebrim.ClassCode},
		{"TypeCode", ebrim.TypeCode},
		{"FormatCode", ebrim.FormatCode},
		{"PracticeSettingCode", ebrim.PracticeSetting},
		{"HealthcareFacilityTypeCode", ebrim.FacilityTypeCode},
		{"EventCodeList", ebrim.EventCodeList},
		{"ConfidentialityCode", ebrim.ConfidentialityCd},
	} {
		if groups := x.args[document+c.name].Groups; len(groups) > 0 {
			f.codes = append(f.codes, codes{c.scheme, groups})
		}
	}
	return f
}

// types are the object types that the query lets through: Stable by default.
func (x *search) types() []string {
	if asked := x.args.values(document + "Type"); len(asked) > 0 {
		return asked
	}
	return []string{ebrim.StableDocument}
}

// find selects the objects of one kind of the patients that a parameter names.
func (x *search) find(patient string, k store.Kind, f filter) []*store.Record {
	keys, every := x.keys(patient)
	if len(x.errors) > 0 {
		return nil
	}
	f = f.compact()
	var found []*store.Record
	take := func(list []*store.Record) {
		for _, r := range list {
			if f.match(r.Object) && x.shows(r) {
				found = append(found, r)
			}
		}
	}
	if every {
		take(x.store.All(k))
		return found
	}
	for _, key := range keys {
		take(x.store.OfPatient(key, k))
	}
	if len(keys) > 1 {
		found = store.InOrder(found)
	}
	return found
}

// all answers GetAll.
func (x *search) all() []*store.Record {
	var found []*store.Record
	found = append(found, x.find("$patientId", store.Document, x.documentFilter())...)
	if len(x.errors) > 0 {
		return nil
	}
	found = append(found, x.find("$patientId", store.SubmissionSet, filter{status: x.args.values(set + "Status")})...)
	found = append(found, x.find("$patientId", store.Folder, filter{status: x.args.values(folder + "Status")})...)
	return append(found, x.between(found)...)
}

// between are the associations both ends of which are among the objects; an
// association that is found is an object too.
func (x *search) between(objects []*store.Record) []*store.Record {
	in := make(map[string]bool, len(objects))
	for _, r := range objects {
		in[r.ID()] = true
	}
	var found []*store.Record
	for range 2 { // memberships of sets in memberships of folders come second
		for _, r := range objects {
			for _, a := range x.store.From(r.ID()) {
				if in[a.Target()] && !in[a.ID()] && x.shows(a) {
					in[a.ID()] = true
					found = append(found, a)
				}
			}
		}
	}
	return store.InOrder(found)
}

// distinct drops repeated values.
func distinct(values []string) []string {
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}
