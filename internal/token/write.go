package token

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"regexp"

	"github.com/etalon-dmp/etalon/internal/exit"
)

// Help gives examples of the command.
const Help = `Exemples :
  etalon vihf --pki banc/igc > vihf.xml
  etalon vihf --like direct
  etalon vihf --like vihf-method --envelope > requete.xml ; etalon validate requete.xml
  etalon vihf --like xua-no-name --envelope > xua.xml ; etalon validate xua.xml --pack ihe-xua`

// List tells all kinds, each with the rule that sees its fault.
func List(out io.Writer) error {
	for _, k := range Kinds() {
		if _, err := fmt.Fprintf(out, "%-24s %-6s %s (%s)\n", k.Name, cmp.Or(string(k.Rule), "–"), k.Text.FR, k.Text.EN); err != nil {
			return err
		}
	}
	return nil
}

var insForm = regexp.MustCompile(`^[0-9]{15}$`)

// Write makes an assertion with the keys of a folder, nil for keys of its own, and
// writes its header, or the whole request that carries it.
func Write(out io.Writer, folder fs.FS, whole bool, o Order) error {
	if o.INS != "" && !insForm.MatchString(o.INS) {
		return exit.Usage(fmt.Errorf("--ins %q n'a pas 15 chiffres (is not of 15 digits)", o.INS), "13 chiffres et la clé de 2, par exemple --ins 280029999900134. (13 digits and the key of 2.)")
	}
	var err error
	if o.Keys, err = Keys(folder, o.Clock); err != nil {
		return exit.Usage(err, "etalon init fait un dossier igc. (etalon init makes such a folder.)")
	}
	text, _, err := Make(o)
	if err != nil {
		return err
	}
	if !whole {
		text = Header(text)
	}
	_, err = fmt.Fprintln(out, text)
	return err
}
