package scenario

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// readGroups reads groups.yaml: named sets of the packs' requirements.
func (c *Catalogue) readGroups(o *strict.Object) {
	o.Need("groups").Object().Each(func(name string, k, v strict.Value) { c.readGroup(name, k, v) })
}

func (c *Catalogue) readGroup(name string, k, v strict.Value) {
	_, twice := c.group(name)
	_, shadows := c.Requirement(etalon.RequirementID(name))
	if shadows || twice {
		duplicate(k, name)
		return
	}
	o := v.Object()
	g := Group{Name: name, Title: o.Need("title").Text()}
	for _, item := range o.Need("requirements").List() {
		id := etalon.RequirementID(item.String())
		if _, known := c.Requirement(id); !known {
			item.Problem(strict.Text("exigence inconnue « %s »", "unknown requirement %q", id),
				strict.Choices(string(id), keysOf(c.Requirements, func(r etalon.Requirement) string { return string(r.ID) })))
			continue
		}
		g.Requirements = append(g.Requirements, id)
	}
	o.Close()
	c.Groups = append(c.Groups, g)
}

// readProfiles reads profiles.yaml.
func (c *Catalogue) readProfiles(o *strict.Object) {
	for _, v := range o.Need("profiles").List() {
		p := v.Object()
		idAt := p.Need("id")
		profile := Profile{
			ID:    etalon.ProfileID(idAt.Match(idForm, formHint)),
			Title: p.Need("title").Text(),
		}
		for _, name := range p.Need("packs").List() {
			profile.Packs = append(profile.Packs, name.OneOf(strict.Text("un paquet de règles", "a rule pack"), c.packs))
		}
		profile.Environment = etalon.Environment(p.Need("environment").OneOf(strict.Text("un environnement", "an environment"), environments()))
		for _, v := range p.Get("modes").List() {
			profile.Modes = append(profile.Modes, etalon.AuthMode(v.OneOf(strict.Text("un mode d'authentification", "an authentication mode"), modes)))
		}
		if at := p.Get("generation"); at.OK() {
			_, ages, _ := GenerationOf("")
			profile.Generation = at.OneOf(strict.Text("une génération du DMP", "a generation of the DMP"), ages)
		}
		p.Close()
		if _, twice := c.Profile(profile.ID); twice {
			duplicate(idAt, string(profile.ID))
			continue
		}
		if profile.ID != "" {
			c.Profiles = append(c.Profiles, profile)
		}
	}
}

// formHint says the form of the identifiers authors invent.
var formHint = strict.Text("minuscules, chiffres, points et tirets", "lower-case letters, digits, dots and hyphens")

func duplicate(at strict.Value, name string) {
	at.Problem(strict.Text("« %s » est déjà défini", "%q is already defined", name),
		strict.Text("choisissez un autre nom", "choose another name"))
}

func environments() []string {
	return keysOf(etalon.Environments(), func(e etalon.Environment) string { return string(e) })
}
