package lps

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Defects of updates and removals.
func plainUpdateMutants() []Mutant {
	update := func(name string, fr, en string, f func(*submission.Set)) Mutant {
		return define(name, "U01", fr, en, onUpdate(f), etalon.ActUpdate)
	}
	status := func(name string, fr, en string, f func(*submission.Association)) Mutant {
		return define(name, "U02", fr, en, onUpdate(func(s *submission.Set) { f(&s.Associations[0]) }), etalon.ActDeprecate)
	}
	return []Mutant{
		update("lid-missing", "La nouvelle version ne dit pas de quelle fiche elle est.", "The new version does not say whose it is.",
			func(s *submission.Set) { s.Entries[0].LID = "" }),
		update("lid-its-own", "La nouvelle version se donne pour la première.", "The new version claims to be the first.",
			func(s *submission.Set) { s.Entries[0].LID = s.Entries[0].ID }),
		update("previous-version-missing", "PreviousVersion est absent.", "PreviousVersion is missing.",
			func(s *submission.Set) { s.Associations[0].Slots = s.Associations[0].Slots[:1] }),
		update("previous-version-decimal", "PreviousVersion n'est pas un entier.", "PreviousVersion is no integer.",
			func(s *submission.Set) { s.Associations[0].Slots[1] = slot("PreviousVersion", "1.0") }),
		define("propagation-unknown", "U03", "AssociationPropagation ne vaut ni yes ni no.", "AssociationPropagation is neither yes nor no.",
			onUpdate(func(s *submission.Set) {
				s.Associations[0].Slots = append(s.Associations[0].Slots, slot("AssociationPropagation", "true"))
			}), etalon.ActUpdate),
		define("status-on-member", "U03", "HasMember porte un changement de statut.", "HasMember carries a change of status.",
			onUpdate(func(s *submission.Set) {
				s.Associations[0].Slots = append(s.Associations[0].Slots, slot("NewStatus", submission.Deprecated))
			}), etalon.ActUpdate),
		status("new-status-missing", "NewStatus est absent.", "NewStatus is missing.",
			func(a *submission.Association) { a.Slots = a.Slots[:1] }),
		status("status-unchanged", "Le nouveau statut est l'ancien.", "The new status is the old one.",
			func(a *submission.Association) { a.Slots[1] = slot("NewStatus", a.Slots[0].Values[0]) }),
		status("status-unknown", "Le nouveau statut n'existe pas.", "The new status does not exist.",
			func(a *submission.Association) {
				a.Slots[1] = slot("NewStatus", "urn:oasis:names:tc:ebxml-regrep:StatusType:Obsolete")
			}),
		status("status-of-unique-id", "Le changement de statut vise un uniqueId.", "The change of status points at a uniqueId.",
			func(a *submission.Association) { a.Target = "2.25.17079336003457940049559080805467530160" }),
	}
}
