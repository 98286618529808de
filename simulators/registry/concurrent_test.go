package registry_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// What a query gives is read and written to the wire while others register,
// replace and update: run with -race.
func TestConcurrentUse(t *testing.T) {
	var ids sync.Mutex
	w := begin(t, registry.IHE())
	w.Registry = registry.New(registry.Config{Patients: people{}, Clock: w.clock, Policy: registry.IHE(), NewID: func() string {
		ids.Lock()
		defer ids.Unlock()
		return w.id()
	}})
	w.must(lot(901, anna, entry(uuid(1), oid(1), anna), folder(uuid(2), oid(2), anna), link(uuid(3), ebrim.HasMember, uuid(2), uuid(1))))
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 25 {
				n := 10_000 + worker*1000 + i*10
				if errors := w.Register(lot(n, anna, entry(uuid(n+1), oid(n+1), anna), link(uuid(n+2), ebrim.HasMember, uuid(2), uuid(n+1)))); len(errors) > 0 {
					t.Errorf("%+v", errors)
				}
				if errors := w.Update(update(n+3, anna, changed("u", uuid(n+3), uuid(n+1), "Approved", "Deprecated"))); len(errors) > 0 {
					t.Errorf("%+v", errors)
				}
			}
		})
		all.Go(func() {
			q := ebrim.Query{ID: ebrim.GetFolderAndContents, ReturnType: "LeafClass", Slots: []ebrim.Slot{{Name: dFolder + "EntryUUID", Values: []string{"'" + uuid(2) + "'"}}}}
			for range 25 {
				if a := w.Query(q, registry.Reader{}); len(a.Errors) > 0 || len(a.XML()) == 0 {
					t.Errorf("%+v", a.Errors)
				}
			}
		})
	}
	all.Wait()
	if got := w.find(ebrim.FindDocuments, dEntry+"PatientId", "'"+anna+"'", dEntry+"Status", "('"+ebrim.Deprecated+"')"); len(got) != 100 {
		t.Error(fmt.Sprint(len(got), " deprecated entries, want 100"))
	}
}
