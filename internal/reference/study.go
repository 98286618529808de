package reference

import (
	"fmt"
	"io"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// Study writes the images of the study that a scenario asks to publish, DICOM files in
// a zip archive; without a scenario those of a study that seed makes.
func Study(w io.Writer, all []*scenario.Scenario, id string, seed uint64) error {
	if id == "" {
		modalities := []string{"CT", "MR", "CR", "CT MR"}
		return lps.StudyArchive(w, etalon.Action{
			Patient: etalon.Patient{ID: "ACTIF", Family: "ETALON-ACTIF", Given: "Camille", Birth: "19800214", Gender: "F"},
			Params: map[string]string{
				"study": fmt.Sprintf("2.25.%d.1", seed), "accession": fmt.Sprintf("ETALON-%d", seed%1_000_000), "modalities": modalities[seed%4],
				"instances": fmt.Sprint(1 + seed%7),
			},
		})
	}
	var known []string
	for _, s := range all {
		for _, st := range s.Steps {
			if st.Ask == nil || !slices.ContainsFunc(st.Ask.Documents, func(d etalon.Document) bool { return d.Body == "kos" }) {
				continue
			}
			if string(s.ID) == id {
				return lps.StudyArchive(w, *st.Ask)
			}
			known = append(known, string(s.ID))
		}
	}
	return exit.Usage(fmt.Errorf("--scenario %s : aucun examen d'imagerie n'y est demandé (it asks for no imaging study)", id), fmt.Sprint(slices.Compact(known)))
}
