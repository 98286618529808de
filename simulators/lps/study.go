package lps

import (
	"fmt"
	"time"

	"github.com/etalon-dmp/etalon/simulators/lps/kos"
)

// studied makes the study that the parameters of an action name.
func studied(params map[string]string, begun time.Time) (kos.Study, error) {
	if at, err := time.Parse("20060102150405", params["studyDate"]); err == nil {
		begun = at
	}
	images := 1
	if _, err := fmt.Sscan(params["instances"], &images); err != nil || images < 1 || images > 1000 {
		images = 1
	}
	return kos.NewStudy(params["study"], params["accession"], sourceOID+".1", params["modalities"], images, begun)
}
