package registry

import (
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// Remove carries out an ITI-62 request: all of it, or nothing and the errors.
// What stays must refer to nothing that goes, and no object may lose its last
// association (Remove Metadata and Documents, as the NIST toolkit tests it:
// 30000 to 30008).
func (r *Registry) Remove(q ebrim.Removal) []ebrim.Error {
	switch {
	case q.Foreign != "":
		return []ebrim.Error{{Code: "XDSRegistryError", Context: "the request may hold ObjectRef elements only: " + q.Foreign}}
	case len(q.IDs) == 0:
		return []ebrim.Error{{Code: "XDSRegistryError", Context: "the request names no object"}}
	case len(q.IDs) > mostObjects:
		return tooLarge()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var errors []ebrim.Error
	gone := make(map[string]bool, len(q.IDs))
	for _, id := range q.IDs {
		if r.store.Get(id) == nil && len(errors) < mostErrors {
			errors = append(errors, ebrim.Error{Code: unresolved, Context: id})
		}
		gone[id] = true
	}
	if len(errors) > 0 {
		return errors
	}
	for _, id := range q.IDs {
		for _, e := range r.checkGone(id, gone) {
			if !slices.Contains(errors, e) { // an object can lose several associations at once
				errors = append(errors, e)
			}
		}
		if len(errors) >= mostErrors {
			break
		}
	}
	if len(errors) > 0 {
		return errors
	}
	for _, id := range q.IDs {
		r.store.Remove(id)
	}
	return nil
}

// checkGone checks the removal of one object beside those of the others.
func (r *Registry) checkGone(id string, gone map[string]bool) []ebrim.Error {
	var errors []ebrim.Error
	stays := func(a *store.Record) bool { return !gone[a.ID()] }
	if slices.ContainsFunc(r.store.From(id), stays) || slices.ContainsFunc(r.store.To(id), stays) {
		errors = append(errors, ebrim.Error{Code: "ReferencesExistException", Context: id})
	}
	a := r.store.Get(id)
	if a.Kind != store.Association {
		return errors
	}
	for _, end := range []string{a.Source(), a.Target()} {
		if gone[end] || slices.ContainsFunc(r.store.From(end), stays) || slices.ContainsFunc(r.store.To(end), stays) {
			continue
		}
		errors = append(errors, ebrim.Error{Code: "XDSUnreferencedObjectException", Context: end})
	}
	return errors
}
