package dmp

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/manage"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// World is the DMP as its management port shows it.
func (d *DMP) World() manage.World { return world{d} }

type world struct{ *DMP }

// State implements manage.World.
func (w world) State() manage.State {
	p := w.registry.Policy()
	s := manage.State{
		Flavour: "dmp", Actors: map[etalon.Actor]any{}, Patients: []manage.Patient{}, Armed: w.orders.Waiting(),
		Registry: manage.Registry{Strict: p.Strict, Removal: p.Removal, MostResults: p.MostResults, Statuses: p.Statuses},
	}
	if w.plain.Load() {
		s.Flavour = "ihe"
	}
	for _, a := range w.actors {
		if state := a.State(); state != nil {
			s.Actors[a.Name()] = state
		}
	}
	for _, known := range w.patients.All() {
		s.Patients = append(s.Patients, shown(known))
	}
	w.registry.Look(func(r *store.Store) {
		s.Counts = manage.Counts{
			Documents: r.Count(store.Document), SubmissionSets: r.Count(store.SubmissionSet),
			Folders: r.Count(store.Folder), Associations: r.Count(store.Association),
		}
	})
	return s
}

func shown(p etalon.Patient) manage.Patient {
	return manage.Patient{ID: p.ID, CX: p.CX(), DMP: string(p.DMP), Authorisation: p.Authorisation}
}

// Patient implements manage.World.
func (w world) Patient(name string) (manage.Patient, bool) {
	all := w.patients.All()
	i := slices.IndexFunc(all, func(p etalon.Patient) bool { return p.ID == name || p.INS == name })
	if i < 0 {
		return manage.Patient{}, false
	}
	p := shown(all[i])
	key := store.PatientKey(p.CX)
	w.registry.Look(func(r *store.Store) {
		for _, d := range r.OfPatient(key, store.Document) {
			p.Documents = append(p.Documents, document(r, d))
		}
		for _, f := range r.OfPatient(key, store.Folder) {
			p.Folders = append(p.Folders, manage.Folder{
				EntryUUID: f.ID(), Version: f.Object.Version, Status: f.Status(), UniqueID: f.UniqueID, Title: title(f.Object),
				LastUpdateTime: first(f.Object.Slot("lastUpdateTime")), Documents: targets(r, f.ID()),
			})
		}
		for _, s := range r.OfPatient(key, store.SubmissionSet) {
			p.SubmissionSets = append(p.SubmissionSets, manage.Submission{
				EntryUUID: s.ID(), UniqueID: s.UniqueID, SourceID: s.Object.Identifier(ebrim.SetSourceID),
				SubmissionTime: first(s.Object.Slot("submissionTime")), Members: targets(r, s.ID()),
			})
		}
	})
	return p, true
}

// Documents implements manage.World.
func (w world) Documents(uniqueID string) []manage.Document {
	var found []manage.Document
	w.registry.Look(func(r *store.Store) {
		for _, d := range r.Unique(uniqueID) {
			if d.Kind == store.Document {
				found = append(found, document(r, d))
			}
		}
	})
	return found
}

// Object implements manage.World.
func (w world) Object(id string) (xml string) {
	w.registry.Look(func(r *store.Store) {
		if o := r.Get(id); o != nil {
			xml = o.Object.XML()
		}
	})
	return xml
}

func document(r *store.Store, d *store.Record) manage.Document {
	o := d.Object
	shown := manage.Document{
		EntryUUID: d.ID(), LogicalID: d.LID(), Version: o.Version, Latest: !r.Superseded(d), Status: d.Status(),
		UniqueID: d.UniqueID, Patient: o.Identifier(ebrim.DocumentPatientID), Title: title(o),
		MimeType: o.Attr("mimeType"), ObjectType: o.Attr("objectType"),
		CreationTime: first(o.Slot("creationTime")), Hash: first(o.Slot("hash")), Size: first(o.Slot("size")),
		RepositoryID: first(o.Slot("repositoryUniqueId")), ClassCode: first(o.Codes(ebrim.ClassCode)),
		TypeCode: first(o.Codes(ebrim.TypeCode)), FormatCode: first(o.Codes(ebrim.FormatCode)),
		Confidentiality: o.Codes(ebrim.ConfidentialityCd),
	}
	for _, c := range o.Classifications {
		if c.Attr("classificationScheme") == ebrim.DocumentAuthor {
			shown.Authors = append(shown.Authors, c.Slot("authorPerson")...)
		}
	}
	for _, list := range [][]*store.Record{r.From(d.ID()), r.To(d.ID())} {
		for _, a := range list {
			kind := a.Type()
			shown.Associations = append(shown.Associations, manage.Association{
				ID: a.ID(), Type: kind[strings.LastIndexByte(kind, ':')+1:], Source: a.Source(), Target: a.Target(), Status: a.Status(),
			})
		}
	}
	return shown
}

// targets are what an object holds.
func targets(r *store.Store, id string) []string {
	found := []string{}
	for _, a := range r.From(id) {
		if a.Type() == ebrim.HasMember && a.Status() == ebrim.Approved {
			found = append(found, a.Target())
		}
	}
	return found
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func title(o *ebrim.Object) string {
	if len(o.Name) == 0 {
		return ""
	}
	return o.Name[0].Value
}
