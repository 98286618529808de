package account

import (
	"encoding/xml"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/schemas"
)

// pool holds the values that conforming messages and value sets have: what
// another valid value of a node would be.
type pool struct {
	seen map[string][]string   // by product and path, in order of appearance
	sets map[string][][]string // by code: the codes of each set that it is in, with its system
}

func newPool() *pool { return &pool{seen: map[string][]string{}, sets: map[string][][]string{}} }

func (p *pool) note(product string, n node) {
	if n.value == "" {
		return
	}
	k := product + " " + n.path
	if !slices.Contains(p.seen[k], n.value) && len(p.seen[k]) < 64 {
		p.seen[k] = append(p.seen[k], n.value)
	}
}

// other is a value that a conforming message of the product has at the same path
// and this one has not; "" when all have one value.
func (p *pool) other(product string, n node) string {
	all := p.seen[product+" "+n.path]
	i := slices.Index(all, n.value)
	for d := 1; d < len(all); d++ {
		if v := all[(i+d)%len(all)]; v != n.value {
			return v
		}
	}
	return ""
}

// inSet is another code of a value set that the value is in, of the same code
// system, and one of a set that it is not in; "" for a value of no set.
func (p *pool) inSet(v string) (same, foreign string) {
	sets := p.sets[v]
	if len(sets) == 0 {
		return "", ""
	}
	for _, c := range sets[0] {
		if c != v {
			same = c
			break
		}
	}
	for _, c := range p.codes() {
		if !slices.ContainsFunc(sets, func(s []string) bool { return slices.Contains(s, c) }) {
			return same, c
		}
	}
	return same, ""
}

// codes are all codes of all sets, in order.
func (p *pool) codes() []string {
	var out []string
	for c := range p.sets {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// learn reads the value sets of packs.
func (p *pool) learn(packs []*schemas.Pack) error {
	for _, pack := range packs {
		files, err := fs.Glob(pack.FS, "valuesets/*.xml")
		if err != nil {
			return err
		}
		for _, name := range files {
			if strings.HasPrefix(path.Base(name), "J") || strings.HasPrefix(path.Base(name), "X") {
				if err := p.set(pack.FS, name); err != nil {
					return fmt.Errorf("%s/%s: %w", pack.Name, name, err)
				}
			}
		}
	}
	return nil
}

func (p *pool) set(files fs.FS, name string) error {
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var s struct {
		Code []struct {
			Code   string `xml:"code,attr"`
			System string `xml:"system,attr"`
		} `xml:"code"`
	}
	if err := xml.Unmarshal(raw, &s); err != nil {
		return err
	}
	bySystem := map[string][]string{}
	for _, c := range s.Code {
		bySystem[c.System] = append(bySystem[c.System], c.Code)
	}
	for _, codes := range bySystem {
		for _, c := range codes {
			p.sets[c] = append(p.sets[c], codes)
		}
	}
	return nil
}
