package sheet

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/population"
)

// Order is which patients are wanted, and how.
type Order struct {
	Names  []string // of known ones; empty: all of them
	Format string   // text, csv, html or yaml
	Count  int      // invent that many instead; 0: none
	Seed   uint64   // of the invented ones
}

// mostShown is how many patients a table or a page of labels holds; more are for CSV,
// which holds none.
const mostShown = 2000

// Patients are those of the order, among the known ones or invented. An error is one
// of usage.
func (o Order) Patients(known []etalon.Patient) (iter.Seq[etalon.Patient], error) {
	if o.Count != 0 {
		return o.invented()
	}
	if len(o.Names) == 0 {
		return slices.Values(known), nil
	}
	var chosen []etalon.Patient
	for _, name := range o.Names {
		i := slices.IndexFunc(known, func(p etalon.Patient) bool { return p.ID == strings.ToUpper(name) })
		if i < 0 {
			return nil, exit.Usage(fmt.Errorf("patient inconnu : %s (unknown patient)", name), "etalon patients les liste tous. (etalon patients lists all.)")
		}
		chosen = append(chosen, known[i])
	}
	return slices.Values(chosen), nil
}

func (o Order) invented() (iter.Seq[etalon.Patient], error) {
	if len(o.Names) > 0 {
		return nil, exit.Usage(fmt.Errorf("--count invente des patients, %s est celui d'un scénario : l'un ou l'autre (--count invents patients, a name is a scenario's: one or the other)", o.Names[0]), "")
	}
	if o.Format != "csv" && o.Format != "yaml" && o.Count > mostShown {
		return nil, exit.Usage(fmt.Errorf("%d patients ne tiennent ni à l'écran ni sur des étiquettes : %d au plus (do not fit a screen or labels)", o.Count, mostShown), "--format csv")
	}
	patients, err := population.Spec{Seed: o.Seed, Count: o.Count}.All()
	if err != nil {
		return nil, exit.Usage(err, "--count 1000")
	}
	return patients, nil
}

// Write shows patients in the format of the order.
func (o Order) Write(w io.Writer, patients iter.Seq[etalon.Patient], lang string) error {
	switch o.Format {
	case "csv":
		return CSV(w, patients, lang)
	case "html":
		return Labels(w, patients, lang)
	case "yaml":
		return YAML(w, patients)
	}
	return Table(w, patients, lang)
}
