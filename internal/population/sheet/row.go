package sheet

import (
	"strings"

	"github.com/etalon-dmp/etalon"
)

// column is one thing that a tester enters or expects.
type column struct {
	name etalon.Text
	of   func(p etalon.Patient, lang string) string
}

// columns are those of every form, in the order in which one enters them; the last
// ones are what the simulated DMP answers.
func columns() []column {
	say := func(fr, en string) etalon.Text { return etalon.Text{FR: fr, EN: en} }
	return []column{
		{say("nom de jeu", "fixture"), func(p etalon.Patient, _ string) string { return p.ID }},
		{say("à quoi il sert", "purpose"), func(p etalon.Patient, lang string) string { return p.Purpose.In(lang) }},
		{say("nom de naissance", "birth name"), func(p etalon.Patient, _ string) string { return p.Family }},
		{say("nom d'usage", "usual name"), func(p etalon.Patient, _ string) string { return p.Usual }},
		{say("prénom", "given name"), func(p etalon.Patient, _ string) string { return p.Given }},
		{say("sexe", "sex"), func(p etalon.Patient, _ string) string { return p.Gender }},
		{say("né(e) le", "born on"), func(p etalon.Patient, lang string) string { return day(p.Birth, lang) }},
		{say("INS", "INS"), func(p etalon.Patient, _ string) string { return number(p) }},
		{say("clé", "key"), func(p etalon.Patient, _ string) string { return p.INS[len(number(p)):] }},
		{say("OID de l'INS", "OID of the INS"), func(p etalon.Patient, _ string) string { return p.OID }},
		{say("autres identifiants", "other identifiers"), others},
		{say("code postal", "postal code"), func(p etalon.Patient, _ string) string { return p.PostalCode }},
		{say("ville", "city"), func(p etalon.Patient, _ string) string { return p.City }},
		{say("téléphone", "telephone"), func(p etalon.Patient, _ string) string { return strings.TrimPrefix(p.Telecom, "tel:") }},
		{say("représentant légal", "legal representative"), representative},
		{say("DMP", "record"), record},
		{say("autorisation", "authorisation"), func(p etalon.Patient, _ string) string { return p.Authorisation }},
		{say("particularités", "particulars"), particulars},
	}
}

// day is a date as people of a language write it; what is not eight digits stays.
func day(birth, lang string) string {
	if len(birth) != 8 {
		return birth
	}
	if lang == "en" {
		return birth[:4] + "-" + birth[4:6] + "-" + birth[6:]
	}
	return birth[6:] + "/" + birth[4:6] + "/" + birth[:4]
}

// number is the INS of a patient without its key, which is two characters.
func number(p etalon.Patient) string { return cut(p.INS, 0, max(len(p.INS)-2, min(len(p.INS), 13))) }

func cut(s string, from, to int) string { return s[min(from, len(s)):min(to, len(s))] }

func others(p etalon.Patient, _ string) string {
	var all []string
	for _, id := range p.OtherIDs {
		all = append(all, id.Extension+" ("+id.Root+")")
	}
	return strings.Join(all, ", ")
}

func representative(p etalon.Patient, _ string) string {
	if r := p.Representative; r != nil {
		return r.Family + " " + r.Given + " (" + r.Role + ")"
	}
	return ""
}

func record(p etalon.Patient, lang string) string {
	words := map[etalon.DMPState]etalon.Text{
		etalon.DMPActive: {FR: "ouvert", EN: "open"}, etalon.DMPClosed: {FR: "fermé", EN: "closed"}, etalon.DMPAbsent: {FR: "aucun", EN: "none"},
	}
	return words[p.DMP].In(lang)
}

// particulars are the further states of a record, in words.
func particulars(p etalon.Patient, lang string) string {
	var all []string
	add := func(so bool, fr, en string) {
		if so {
			all = append(all, etalon.Text{FR: fr, EN: en}.In(lang))
		}
	}
	add(p.MES, "rattaché à Mon espace santé", "attached to Mon espace santé")
	add(p.Account, "compte internet", "internet account")
	add(p.Attending, "le professionnel est médecin traitant", "the professional is the attending doctor")
	for _, m := range p.Opposed {
		add(true, "opposé à "+m, "opposed to "+m)
	}
	for _, m := range p.Allows {
		add(true, "documents masqués lisibles en "+m, "masked documents may be read in "+m)
	}
	add(p.ClosedWhy != "", "motif : "+p.ClosedWhy, "reason: "+p.ClosedWhy)
	return strings.Join(all, ", ")
}
