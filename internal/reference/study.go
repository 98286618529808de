package reference

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/make/study"
)

// Study writes the images of the study that a scenario is about, DICOM files in a zip
// archive: one that it asks to publish, or one that a product is to hold; without a
// scenario those of a study that seed makes. named is the StudyInstanceUID where a
// scenario has several; "" for the first.
func Study(w io.Writer, all []*scenario.Scenario, id, named string, seed uint64) error {
	if id == "" {
		modalities := []string{"CT", "MR", "CR", "CT MR"}
		return archive(w, etalon.Study{
			UID: fmt.Sprintf("2.25.%d.1", seed), Accession: fmt.Sprintf("ETALON-%d", seed%1_000_000), Modalities: modalities[seed%4],
			Images: 2 + int(seed%6), Begun: "20261102090000",
		}, etalon.Patient{ID: "ACTIF", Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F"})
	}
	var known, uids []string
	for _, s := range all {
		for _, one := range studiesOf(s) {
			known = append(known, string(s.ID))
			if string(s.ID) != id {
				continue
			}
			if named == "" || named == one.study.UID {
				return archive(w, one.study, one.patient)
			}
			uids = append(uids, one.study.UID)
		}
	}
	if len(uids) > 0 {
		return exit.Usage(fmt.Errorf("--study %s : ce scénario n'a pas cet examen (the scenario has no such study)", named), fmt.Sprint(uids))
	}
	return exit.Usage(fmt.Errorf("--scenario %s : aucun examen d'imagerie n'y est demandé (it asks for no imaging study)", id), fmt.Sprint(slices.Compact(known)))
}

type ofPatient struct {
	study   etalon.Study
	patient etalon.Patient
}

// studiesOf are the studies of a scenario: those given, and those that it asks to
// publish.
func studiesOf(s *scenario.Scenario) (all []ofPatient) {
	for _, one := range s.Given.Studies {
		i := slices.IndexFunc(s.Given.Patients, func(p etalon.Patient) bool { return p.ID == one.Patient })
		if i >= 0 {
			all = append(all, ofPatient{one, s.Given.Patients[i]})
		}
	}
	for _, st := range s.Steps {
		if st.Ask == nil || !slices.ContainsFunc(st.Ask.Documents, func(d etalon.Document) bool { return d.Body == "kos" }) {
			continue
		}
		p := st.Ask.Params
		images, _ := strconv.Atoi(p["instances"])
		all = append(all, ofPatient{etalon.Study{
			UID: p["study"], Accession: p["accession"], Modalities: p["modalities"], Begun: p["studyDate"], Images: cmp.Or(images, 1),
		}, st.Ask.Patient})
	}
	return all
}

func archive(w io.Writer, s etalon.Study, p etalon.Patient) error {
	made, err := study.Make(s, p)
	if err != nil {
		return err
	}
	return made.Archive(w)
}
