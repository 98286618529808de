package lps

import (
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// Mutant is one seeded defect: the conforming LPS with one thing wrong.
type Mutant struct {
	Name    string              `json:"name"`
	Summary etalon.Text         `json:"summary"`
	Kills   etalon.RuleID       `json:"kills"`   // the rule that must fire
	Actions []etalon.ActionName `json:"actions"` // where it shows
	// Behaviour is what the DMP must be told to do for the defect to show, ""
	// when it shows by itself.
	Behaviour etalon.BehaviourName `json:"behaviour,omitempty"`
	Warns     bool                 `json:"warns,omitempty"`   // the rule warns: what it says is no verdict
	Plain     bool                 `json:"plain,omitempty"`   // of the plain IHE flavour
	Trust     bool                 `json:"trust,omitempty"`   // of the plain IHE flavour with identity assertions and signatures
	Node      bool                 `json:"node,omitempty"`    // of the secure node: audit records, clock
	Fed       bool                 `json:"fed,omitempty"`     // of the secure node whose records go by FHIR Feed
	Imaging   bool                 `json:"imaging,omitempty"` // of the plain IHE flavour, of manifests
	install   func(*hooks)
}

// Mutants lists the defects, by family and name: a closed list.
func Mutants() []Mutant {
	var all []Mutant
	for _, family := range [][]Mutant{
		transportMutants(),
		vihfMutants(),
		trustMutants(),
		lotMutants(),
		metadataMutants(),
		codeMutants(),
		documentMutants(),
		headerMutants(),
		bodyMutants(),
		signatureMutants(),
		queryMutants(),
		flowMutants(),
		askedMutants(),
		hl7Mutants(),
		plainMutants(),
		identityMutants(),
		dsgMutants(),
		auditMutants(),
		clockMutants(),
		registrationMutants(),
		serviceMutants(),
		peopleMutants(),
		insiMutants(),
		rightsMutants(),
		demographicsMutants(),
		optionalMutants(),
		vaccinationMutants(),
		shellMutants(),
		entryMutants(),
		scanMutants(),
		archiveMutants(),
		sectionMutants(),
		problemMutants(),
		besideMutants(),
		imagingMutants(),
		rareMutants(),
		viewMutants(),
	} {
		all = append(all, family...)
	}
	return all
}

// define makes a mutant. Actions left out: it shows in any request.
func define(name string, kills etalon.RuleID, fr, en string, install func(*hooks), actions ...etalon.ActionName) Mutant {
	if len(actions) == 0 {
		actions = []etalon.ActionName{etalon.ActExistenceTest}
	}
	return Mutant{Name: name, Summary: etalon.Text{FR: fr, EN: en}, Kills: kills, Actions: actions, install: install}
}

func mutant(name string) (Mutant, error) {
	var names []string
	for _, m := range Mutants() {
		if m.Name == name {
			return m, nil
		}
		names = append(names, m.Name)
	}
	return Mutant{}, fmt.Errorf("no mutant is called %q; there are: %s", name, strings.Join(names, ", "))
}
