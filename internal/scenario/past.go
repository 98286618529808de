package scenario

import (
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// readPast reads what happened to a document given beforehand. All is optional.
func readPast(o *strict.Object, d *etalon.Document) {
	d.Status = o.Get("status").OneOf(strict.Text("un état de document", "a state of a document"), etalon.GivenStatuses())
	if folder := o.Get("folder"); folder.OK() {
		d.Folder = folder.Match(fixtureForm, fixtureHint)
	}
	if replaces := o.Get("replaces"); replaces.OK() {
		d.Replaces = replaces.Match(fixtureForm, fixtureHint)
	}
	d.Signature = o.Get("signature").OneOf(strict.Text("un état de signature", "a state of a signature"), etalon.GivenSignatures())
	for _, v := range o.Get("masked").List() {
		who := v.OneOf(strict.Text("à qui il est masqué", "from whom it is hidden"), etalon.GivenMasks())
		if who != "" && slices.Contains(d.Masked, who) {
			duplicate(v, who)
			continue
		}
		d.Masked = append(d.Masked, who)
	}
	d.Mine, d.Entered = o.Get("mine").Bool(), o.Get("entered").Bool()
	for _, v := range o.Get("authors").List() {
		a := v.Object()
		if a == nil {
			continue
		}
		d.Authors = append(d.Authors, etalon.Author{
			ID:     a.Need("id").Match(authorForm, strict.Text("chiffres, lettres, - et /, entre guillemets", "digits, letters, - and /, in quotes")),
			Family: a.Need("family").Line(), Given: a.Need("given").Line(),
		})
		a.Close()
	}
}

// checkPast checks what a document says of those given before it: a replaced
// one is of the same patient, and nothing else replaces it.
func checkPast(at strict.Value, d etalon.Document, before []etalon.Document) {
	if d.Replaces == "" {
		return
	}
	i := slices.IndexFunc(before, func(o etalon.Document) bool { return o.ID == d.Replaces })
	switch {
	case i < 0:
		at.Problem(strict.Text("« %s » remplace « %s », qui n'est pas donné avant lui", "%q replaces %q, which is not given before it", d.ID, d.Replaces),
			strict.Text("ajoutez-le plus haut dans la liste", "add it higher in the list"))
	case before[i].Patient != d.Patient:
		at.Problem(strict.Text("« %s » remplace un document d'un autre patient", "%q replaces a document of another patient", d.ID), etalon.Text{})
	case slices.ContainsFunc(before, func(o etalon.Document) bool { return o.Replaces == d.Replaces }):
		at.Problem(strict.Text("« %s » est déjà remplacé", "%q is replaced already", d.Replaces), etalon.Text{})
	case before[i].Status != "" && before[i].Status != etalon.GivenDeprecated:
		at.Problem(strict.Text("« %s », remplacé, est obsolète : son état ne peut être %s", "%q, replaced, is deprecated: its state cannot be %s", d.Replaces, before[i].Status), etalon.Text{})
	}
}

// readMostResults reads the bound of an answer of the registry.
func readMostResults(v strict.Value) int {
	n, _ := strconv.Atoi(v.Match(countForm, strict.Text("un nombre de 1 à 9999, entre guillemets", "a number from 1 to 9999, in quotes"))) // digits, by countForm
	return n
}

// pastFields are the keys of readPast.
func pastFields() []field {
	return []field{
		may("status", among("État du document ; approved par défaut. archived et deleted sont propres au DMP.", etalon.GivenStatuses())),
		may("folder", form(fixtureForm, "Classeur du patient qui contient le document.")),
		may("replaces", form(fixtureForm, "Document donné plus haut, que celui-ci remplace.")),
		may("signature", among("Signature IHE (DSG) du document : valid, ou rompue d'une façon ; aucune par défaut.", etalon.GivenSignatures())),
		may("masked", list(among("", etalon.GivenMasks()), "À qui le document est masqué.", 0)),
		may("authors", list(object("Auteur fictif.", need("id", form(authorForm, "Identifiant national, fictif.")), need("family", line("")), need("given", line(""))),
			"Auteurs ; un autre cabinet par défaut.", 0)),
		may("entered", truth("Saisi par le patient, qui en est l'auteur ; propre au DMP.")),
		may("mine", truth("Pour les droits, écrit par qui utilise le produit, quel qu'il soit.")),
	}
}

func mostResultsField() field {
	return may("mostResults", form(countForm, "Nombre d'objets, entre guillemets, au-delà duquel le registre répond XDSTooManyResults."))
}
