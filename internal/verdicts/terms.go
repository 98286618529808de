package verdicts

import (
	"fmt"
	"io/fs"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/schemas/terminology"
)

// Terms reads the value sets and terminologies of a folder; "" is none.
func Terms(name string, folder func(name string) (fs.FS, error)) (*terminology.Index, error) {
	if name == "" {
		return nil, nil //nolint:nilnil // nobody asked
	}
	fsys, err := folder(name)
	if err != nil {
		return nil, exit.Usage(err, termsHint)
	}
	x, err := terminology.Open(fsys)
	if err != nil {
		return nil, exit.Usage(fmt.Errorf("--terminology %s: %w", name, err), termsHint)
	}
	return x, nil
}

// Looked is what codes are looked up in as a verdict names it; none for nil.
func Looked(x *terminology.Index) []etalon.PackInfo {
	if x == nil {
		return nil
	}
	return []etalon.PackInfo{{Name: "terminology", Version: x.Updated, Digest: x.Digest}}
}

const termsHint = "Donnez un dossier de JDV_*.xml et de OID.rdf, tels que l'ANS les publie. (Give a folder of JDV_*.xml and OID.rdf, as ANS publishes them.)"
