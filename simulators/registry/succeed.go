package registry

import (
	"strconv"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// succeed makes an object the successor of the latest version: it gets the next
// number, what only the repository knows, and the associations that pass on.
func (r *Registry) succeed(set string, s succession) {
	passing := r.passing(s.old)
	for _, name := range []string{"hash", "size", "repositoryUniqueId"} {
		old := s.old.Object.Slot(name)
		if inherits := !r.policy.Strict || !s.object.HasSlot(name); inherits && len(old) > 0 {
			s.object.SetSlot(name, old...)
		}
	}
	r.store.SetStatus(s.old, ebrim.Deprecated)
	latest := r.keep(s.object, s.old.LID(), strconv.Itoa(s.old.Version+1))
	if latest.Kind == store.Folder {
		r.touch(latest)
	}
	if !s.propagate {
		return
	}
	for _, a := range passing {
		c := a.Object.Clone()
		c.SetAttr("id", r.cfg.NewID())
		for _, end := range []string{"sourceObject", "targetObject"} {
			if c.Attr(end) == s.old.ID() {
				c.SetAttr(end, latest.ID())
			}
		}
		made := r.first(c)
		if a.Type() == ebrim.HasMember {
			r.member(set, made.ID())
			r.touchHolder(made)
		}
	}
}
