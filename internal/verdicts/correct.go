package verdicts

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/plan"
	"github.com/etalon-dmp/etalon/internal/seal"
)

// Correct takes back the answer of a person, by an entry of its own, in the storage
// of the dossier that src reads. key is the text of the bench's key that signs the
// new seal; nil: it is not signed.
func Correct(s dossier.Storage, src dossier.Source, clock func() time.Time, c dossier.Correction, key []byte) error {
	if strings.TrimSpace(c.By) == "" || strings.TrimSpace(c.Reason) == "" {
		return exit.Usage(errors.New("qui et pourquoi ne peuvent être vides (who and why cannot be empty)"), "--by, --reason")
	}
	var sign dossier.Signer
	if key != nil {
		k, err := seal.Parse(key)
		if err != nil {
			return exit.Usage(fmt.Errorf("%s: %w", seal.KeyFile, err), "Donnez le fichier qu'etalon init a fait. (Give the file that etalon init made.)")
		}
		sign = k.Sign
	}
	d, err := Read(src)
	if err != nil {
		return err
	}
	err = dossier.Correct(s, clock, d, c, sign)
	if errors.Is(err, dossier.ErrNoAnswer) {
		return exit.Usage(err, "Ont une réponse (answered): "+answered(d))
	}
	return err
}

// answered lists the questions of a dossier that a person answered.
func answered(d *dossier.Dossier) string {
	var out []string
	for _, r := range d.Scenarios {
		for _, st := range r.Steps {
			if st.Kind == string(plan.Attest) && st.Answer != "" {
				out = append(out, fmt.Sprintf("%s %s = %s", r.ID, st.Step, st.Answer))
			}
		}
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, " ; ")
}
