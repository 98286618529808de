package pki

import (
	"crypto/x509"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"
)

// clients are the identities that a product shows or signs with. What an authority has
// for itself, and the faulty ones that are for mutants, are not among them.
func clients() []Name {
	return []Name{StructureAuth, StructureSign, CardAuth, CardSign, INSiAuto, INSiManual}
}

// Issued is what the authority gives to one product: new keys with their certificates.
type Issued struct {
	members map[Name]*Credential
	files   map[string][]byte
}

// Issue gives a product identities of its own. They are told apart by their keys alone:
// their names and what they may do are those of the whole set.
func (s *Set) Issue(random io.Reader, now time.Time) (*Issued, error) {
	specs, err := profiles()
	if err != nil {
		return nil, err
	}
	specs = slices.DeleteFunc(specs, func(p profile) bool { return !slices.Contains(clients(), p.name) })
	keys, err := makeKeys(random, specs)
	if err != nil {
		return nil, err
	}
	one := &Set{Authority: s.Authority, stranger: s.stranger, members: map[Name]*Credential{}, random: random}
	for _, p := range specs {
		if one.members[p.name], err = issue(random, now, p, keys[p.key], s.Authority, nil); err != nil {
			return nil, err
		}
	}
	if err := one.seal(); err != nil {
		return nil, fmt.Errorf("issue: %w", err)
	}
	out := &Issued{members: one.members, files: maps.Clone(one.files)}
	for _, name := range []string{AuthorityKeyFile, StrangerFile} {
		delete(out.files, name)
	}
	return out, nil
}

// Files gives the identities as files, by name, with the authority to trust: no key of
// the authority is among them.
func (i *Issued) Files() map[string][]byte { return maps.Clone(i.files) }

// Certificates are those of the identities, by name.
func (i *Issued) Certificates() map[Name]*x509.Certificate {
	out := map[Name]*x509.Certificate{}
	for n, c := range i.members {
		out[n] = c.Certificate
	}
	return out
}

// Get gives one identity.
func (i *Issued) Get(n Name) *Credential { return i.members[n] }
