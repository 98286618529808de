package schemas

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Library is a set of packs in which each finds what it extends. Its order is
// the general packs first, then those that extend them, by name.
type Library struct{ packs []*Pack }

// Names lists the packs.
func (l *Library) Names() []string {
	out := make([]string, len(l.packs))
	for i, p := range l.packs {
		out[i] = p.Name
	}
	return out
}

// Packs lists the packs, general ones first.
func (l *Library) Packs() []*Pack { return slices.Clone(l.packs) }

// Pack looks a pack up.
func (l *Library) Pack(name string) (*Pack, bool) {
	i := slices.IndexFunc(l.packs, func(p *Pack) bool { return p.Name == name })
	if i < 0 {
		return nil, false
	}
	return l.packs[i], true
}

// Of gives the packs of these names with all that they extend, general ones
// first. A name that is not in the library is an error.
func (l *Library) Of(names ...string) ([]*Pack, error) {
	wanted := map[string]bool{}
	var visit func(name, by string) error
	visit = func(name, by string) error {
		p, ok := l.Pack(name)
		switch {
		case !ok && by != "":
			return fmt.Errorf("pack %s extends %s, which is not there: %s", by, name, l.known())
		case !ok:
			return fmt.Errorf("unknown pack %s: %s", name, l.known())
		case wanted[name]:
			return nil
		}
		wanted[name] = true
		for _, base := range p.Extends {
			if err := visit(base, name); err != nil {
				return err
			}
		}
		return nil
	}
	for _, name := range names {
		if err := visit(name, ""); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(l.Packs(), func(p *Pack) bool { return !wanted[p.Name] }), nil
}

func (l *Library) known() string { return "the packs are " + strings.Join(l.Names(), ", ") }

// For gives the packs that judge what is outside any scenario in an environment,
// with what they extend.
func (l *Library) For(env etalon.Environment) ([]*Pack, error) {
	var names []string
	for _, p := range l.packs {
		if p.Environment == env {
			names = append(names, p.Name)
		}
	}
	return l.Of(names...)
}

// Requirements lists those of all packs, in the packs' order.
func (l *Library) Requirements() []etalon.Requirement {
	var out []etalon.Requirement
	for _, p := range l.packs {
		out = append(out, p.Requirements...)
	}
	return out
}

// With adds the pack in a sub-folder of parent, in the place of that of the same
// name if there is one. What it extends is taken from the folders beside it where
// they are packs, else from the library. It gives a new library and the pack.
func (l *Library) With(parent fs.FS, name string) (*Library, *Pack, error) {
	out := &Library{}
	for _, p := range l.packs {
		own := *p
		out.packs = append(out.packs, &own)
	}
	added, err := openIn(parent, name)
	if err != nil {
		return nil, nil, err
	}
	taken := map[string]bool{}
	for todo := []*Pack{added}; len(todo) > 0; todo = todo[1:] {
		p := todo[0]
		if taken[p.Name] {
			continue
		}
		taken[p.Name] = true
		out.packs = slices.DeleteFunc(out.packs, func(o *Pack) bool { return o.Name == p.Name })
		out.packs = append(out.packs, p)
		for _, base := range p.Extends {
			if !fs.ValidPath(base) {
				continue // no folder has that name
			}
			if _, err := fs.Stat(parent, base+"/"+PackFile); err != nil {
				continue
			}
			beside, err := openIn(parent, base)
			if err != nil {
				return nil, nil, err
			}
			todo = append(todo, beside)
		}
	}
	return out, added, out.link()
}

func (l *Library) put(p *Pack) error {
	if _, twice := l.Pack(p.Name); twice {
		return fmt.Errorf("two packs are called %s", p.Name)
	}
	l.packs = append(l.packs, p)
	return nil
}

// link orders the packs, finds what each extends, and refuses what cannot be one
// library: a circle, a pack that is not there, a requirement that two define.
func (l *Library) link() error {
	depth := map[string]int{}
	var faults []error
	var measure func(p *Pack, path []string) int
	measure = func(p *Pack, path []string) int {
		if slices.Contains(path, p.Name) {
			faults = append(faults, fmt.Errorf("packs extend each other in a circle: %s", strings.Join(append(path, p.Name), " → ")))
			return 0
		}
		most := 0
		for _, name := range p.Extends {
			base, ok := l.Pack(name)
			if !ok {
				faults = append(faults, fmt.Errorf("pack %s extends %s, which is not there: %s", p.Name, name, l.known()))
				continue
			}
			most = max(most, 1+measure(base, append(slices.Clone(path), p.Name)))
		}
		depth[p.Name] = most
		return most
	}
	for _, p := range l.packs {
		measure(p, nil)
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	slices.SortFunc(l.packs, func(a, b *Pack) int {
		if d := depth[a.Name] - depth[b.Name]; d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	for _, p := range l.packs {
		l.mount(p)
	}
	return l.oneOwner()
}

// mount lets a pack find the value sets of what it extends, which come before it.
func (l *Library) mount(p *Pack) {
	own := p.FS
	if again, ok := own.(layered); ok {
		own = again.own
	}
	var base []fs.FS
	for _, name := range p.Extends {
		if b, ok := l.Pack(name); ok {
			base = append(base, b.FS)
		}
	}
	if p.FS = own; len(base) > 0 {
		p.FS = layered{own, base}
	}
}

func (l *Library) oneOwner() error {
	owner := map[etalon.RequirementID]string{}
	var faults []error
	for _, p := range l.packs {
		for _, r := range p.Requirements {
			if first, taken := owner[r.ID]; taken {
				faults = append(faults, fmt.Errorf("requirement %s is of pack %s and of pack %s", r.ID, first, p.Name))
			}
			owner[r.ID] = p.Name
		}
	}
	return errors.Join(faults...)
}
