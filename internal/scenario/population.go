package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/population"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// Population is people whom the simulated DMP knows beside those of each scenario:
// the crowd among which a product finds the right one. Scenarios name them too.
type Population struct {
	Invent   *population.Spec `json:"invent,omitempty"`   // invented from a seed: P0000001 and so on
	Patients []etalon.Patient `json:"patients,omitempty"` // listed one by one
	SHA256   string           `json:"sha256"`             // of the file that says so
}

// What a population of a session holds at most: a plan carries those listed, and the
// simulated DMP takes the crowd in anew at the beginning of each scenario.
const (
	mostListed   = 5_000
	mostInvented = 20_000
	mostBytes    = 8 << 20
)

// nationalIDs begins the authorities of health identifiers (spec: VIHF, §4.2).
const nationalIDs = "1.2.250.1.213.1.4."

// inventedForm is how invented people are named.
var inventedForm = regexp.MustCompile(`^P[0-9]{7}$`)

// ReadPopulation reads a population file. Nobody in it is anybody: it takes test
// numbers only, and names that say so; and nobody whom the scenarios of the catalogue
// tell apart by number or name, for they say how many answer to it.
func ReadPopulation(file string, src []byte, cat *Catalogue) (*Population, []Problem) {
	if len(src) > mostBytes {
		_, rep := strict.Parse(file, nil)
		rep.Add(strict.Pos{Line: 1, Column: 1}, strict.Text("%d octets : une population en a %d au plus", "%d bytes: a population has %d at most", len(src), mostBytes),
			strict.Text("invent: {count: 10000, seed: 7} tient en une ligne", "invent: {count: 10000, seed: 7} takes one line"))
		return nil, rep.Problems()
	}
	doc, rep := strict.Parse(file, src)
	o := doc.Object()
	if o == nil {
		return nil, rep.Problems()
	}
	sum := sha256.Sum256(src)
	p := &Population{SHA256: hex.EncodeToString(sum[:])}
	inventAt, listAt := o.Get("invent"), o.Get("patients")
	if inventAt.OK() {
		p.Invent = readInvention(inventAt)
	}
	list := listAt.List()
	if len(list) > mostListed {
		listAt.Problem(strict.Text("%d patients : une population en nomme %d au plus", "%d patients: a population names %d at most", len(list), mostListed),
			strict.Text("invent: en invente jusqu'à %d", "invent: invents up to %d", mostInvented))
		list = nil
	}
	for _, v := range list {
		p.readListed(v, cat)
	}
	if !inventAt.OK() && !listAt.OK() {
		o.Problem(strict.Text("personne n'est donné", "nobody is given"), strict.Text("invent: {count: 10000, seed: 7}, ou patients: [...]", "invent: {count: 10000, seed: 7}, or patients: [...]"))
	}
	o.Close()
	return p, rep.Problems()
}

func readInvention(v strict.Value) *population.Spec {
	o := v.Object()
	if o == nil {
		return nil
	}
	s := &population.Spec{Count: int(o.Need("count").Int(1, mostInvented)), Seed: 1}
	if seed := o.Get("seed"); seed.OK() {
		s.Seed = uint64(seed.Int(0, math.MaxInt64)) //nolint:gosec // not below zero
	}
	o.Close()
	return s
}

// readListed reads one person, who must be plainly nobody and like nobody of the
// catalogue.
func (p *Population) readListed(v strict.Value, cat *Catalogue) {
	o := v.Object()
	if o == nil {
		return
	}
	idAt, insAt, familyAt, othersAt := o.Get("id"), o.Get("ins"), o.Get("family"), o.Get("otherIds")
	one := readPatient(o)
	if one.Family != "" && !strings.HasPrefix(one.Family, population.Prefix) {
		familyAt.Problem(strict.Text("« %s » pourrait être quelqu'un", "%q could be somebody", one.Family),
			strict.Text("que des personnes fictives : un nom de famille commence par %s", "fictitious people only: a family name begins with %s", population.Prefix))
	}
	for _, id := range one.OtherIDs {
		if strings.HasPrefix(id.Root, nationalIDs) && id.Root != TestINSOID {
			othersAt.Problem(strict.Text("%s est une autorité nationale d'identifiants de personnes", "%s is a national authority of identifiers of persons", id.Root),
				strict.Text("que l'OID de test, %s", "the test OID only, %s", TestINSOID))
		}
	}
	known := slices.Concat(cat.Patients, p.Patients)
	_, taken := cat.Patient(one.ID)
	switch {
	case one.ID == "":
		return
	case taken || slices.ContainsFunc(p.Patients, func(q etalon.Patient) bool { return q.ID == one.ID }):
		duplicate(idAt, one.ID)
		return
	case p.Invent != nil && inventedForm.MatchString(one.ID):
		idAt.Problem(strict.Text("P et sept chiffres nomment ceux que invent: invente", "P and seven digits name those whom invent: invents"), strict.Text("prenez un autre nom", "take another name"))
	}
	for _, q := range known {
		if one.INS != "" && q.INS == one.INS && q.OID == one.OID {
			insAt.Problem(strict.Text("c'est le matricule de %s", "it is the number of %s", q.ID), etalon.Text{})
		}
	}
	if i := slices.IndexFunc(cat.Patients, func(q etalon.Patient) bool { return strings.EqualFold(q.Family, one.Family) }); i >= 0 && one.Family != "" {
		familyAt.Problem(strict.Text("c'est le nom de %s : les scénarios disent combien le portent", "it is the name of %s: scenarios say how many have it", cat.Patients[i].ID),
			strict.Text("prenez-en un autre", "take another"))
	}
	p.Patients = append(p.Patients, one)
}

// Named is the person of a name.
func (p *Population) Named(id string) (etalon.Patient, bool) {
	if p == nil {
		return etalon.Patient{}, false
	}
	if one, ok := find(p.Patients, func(q etalon.Patient) bool { return q.ID == id }); ok {
		return one, true
	}
	if p.Invent == nil {
		return etalon.Patient{}, false
	}
	return p.Invent.Named(id)
}

// Everybody is all the people of a population; nil for none.
func (p *Population) Everybody() []etalon.Patient {
	if p == nil {
		return nil
	}
	all := slices.Clone(p.Patients)
	if p.Invent != nil {
		listed := map[string]bool{}
		for _, q := range p.Patients {
			listed[q.INS] = true
		}
		if invented, err := p.Invent.All(); err == nil { // a count that is read is in range
			for q := range invented {
				if !listed[q.INS] { // who is written down is meant
					all = append(all, q)
				}
			}
		}
	}
	return all
}
