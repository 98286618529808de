package reference

import (
	"fmt"
	"io"
	"strings"

	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/simulators/lps"
)

// Samples lists the defects that a kind of content can have, with the rule that
// finds each.
func Samples(w io.Writer, kind, lang string) error {
	width := 0
	defects, err := defectsOf(kind)
	if err != nil {
		return err
	}
	for _, m := range defects {
		width = max(width, len(m.Name))
	}
	for _, m := range defects {
		if _, err := fmt.Fprintf(w, "%-*s  %-24s %s\n", width, m.Name, m.Kills, m.Summary.In(lang)); err != nil {
			return err
		}
	}
	return nil
}

// Sample makes a sound content of a kind, or one with a defect: [lps.Sample].
func Sample(kind, like string, seed uint64) ([]byte, error) {
	var raw []byte
	var err error
	if kind == lot {
		raw, err = sampleLot(like, seed)
	} else {
		raw, err = lps.Sample(lps.SampleKind(kind), like, seed)
	}
	if err != nil && like == "" {
		return nil, err
	}
	if err != nil {
		var names []string
		known, _ := defectsOf(kind) // what was wrong with them was told already
		for _, m := range known {
			names = append(names, m.Name)
		}
		return nil, exit.Usage(fmt.Errorf("--like %s : ce n'est pas un défaut de %s (is no defect of it)", like, kind), strings.Join(names, ", "))
	}
	return raw, nil
}
