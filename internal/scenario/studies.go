package scenario

import (
	"regexp"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// The forms of what a study says. Its UID leaves room for those of its series and
// images.
var (
	studyUIDForm   = regexp.MustCompile(`^2\.25\.[1-9][0-9]{0,44}$`)
	accessionForm  = regexp.MustCompile(`^[A-Z0-9-]{1,16}$`)
	modalitiesForm = regexp.MustCompile(`^(CT|MR|CR)( (CT|MR|CR))*$`)
)

// studies reads the imaging studies given beforehand.
func (r *reader) studies(o *strict.Object) {
	g := &r.s.Given
	for _, v := range o.Get("studies").List() {
		s := v.Object()
		if s == nil {
			continue
		}
		one := etalon.Study{
			ID: s.Need("id").Match(fixtureForm, fixtureHint), Patient: s.Need("patient").String(), Title: s.Need("title").Line(),
			UID:        s.Need("uid").Match(studyUIDForm, strict.Text("2.25. et un nombre de 45 chiffres au plus", "2.25. and a number of 45 digits at most")),
			Accession:  s.Need("accession").Match(accessionForm, strict.Text("16 caractères au plus", "16 characters at most")),
			Modalities: s.Need("modalities").Match(modalitiesForm, strict.Text("CT, MR ou CR, séparés par un blanc", "CT, MR or CR, apart by a blank")),
			Begun:      s.Need("begun").Match(timeForm, strict.Text("AAAAMMJJhhmmss en UTC, entre guillemets", "YYYYMMDDhhmmss in UTC, in quotes")),
			Images:     int(s.Need("images").Int(1, 1000)),
			Manifest:   s.Need("manifest").Match(oidForm, strict.Text("un OID", "an OID")),
			Earlier:    s.Get("earlier").Match(oidForm, strict.Text("un OID", "an OID")),
		}
		for _, l := range s.Get("lost").List() {
			one.Lost = append(one.Lost, int(l.Int(1, int64(max(1, one.Images)))))
		}
		if !slices.ContainsFunc(g.Patients, func(p etalon.Patient) bool { return p.ID == one.Patient }) {
			v.Problem(strict.Text("le patient « %s » de l'examen « %s » n'est pas dans given", "patient %q of study %q is not in given", one.Patient, one.ID),
				strict.Text("ajoutez-le à given.patients", "add it to given.patients"))
		}
		if one.Images < len(strings.Fields(one.Modalities)) {
			v.Problem(strict.Text("l'examen « %s » a moins d'images que de modalités", "study %q has fewer images than modalities", one.ID), etalon.Text{})
		}
		if slices.ContainsFunc(g.Studies, func(q etalon.Study) bool { return q.ID == one.ID || q.UID == one.UID }) {
			duplicate(v, one.ID)
			continue
		}
		s.Close()
		g.Studies = append(g.Studies, one)
	}
}

func studySchema() *jsonschema.Schema {
	return object("Examen d'imagerie fictif.",
		need("id", form(fixtureForm, "")), need("patient", form(fixtureForm, "Patient, parmi given.patients.")), need("title", line("Titre de la fiche du manifeste.")),
		need("uid", form(studyUIDForm, "StudyInstanceUID ; les séries sont uid.1, uid.2…, les images uid.1.1…")),
		need("accession", form(accessionForm, "Numéro de demande.")), need("modalities", form(modalitiesForm, "Une série par modalité.")),
		need("begun", form(timeForm, "AAAAMMJJhhmmss, UTC.")), need("images", whole("Nombre d'images.", 1, 1000)),
		need("manifest", form(oidForm, "SOPInstanceUID de son manifeste.")),
		may("earlier", form(oidForm, "SOPInstanceUID d'un manifeste remplacé, qui désigne une image de plus.")),
		may("lost", list(whole("", 1, 1000), "Images que le manifeste désigne et que la source n'a plus.", 1)),
	)
}

// studyValue is what a ${NAME.field} of a study stands for.
func studyValue(s etalon.Study, field string) (string, bool) {
	value, ok := map[string]string{"uid": s.UID, "manifest": s.Manifest, "title": s.Title, "accession": s.Accession}[field]
	return value, ok
}
