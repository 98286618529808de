package sheet

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
)

// YAML writes the patients as a population file, which `etalon run --population` reads
// and a person can edit. What teleservices alone hold (civil:) is left out.
func YAML(w io.Writer, patients iter.Seq[etalon.Patient]) error {
	if _, err := io.WriteString(w, "# Personnes fictives que le DMP simulé connaît : etalon run --population CE-FICHIER\n"+
		"# Fictitious people whom the simulated DMP knows: etalon run --population THIS-FILE\n"+
		"# (des milliers / thousands:  invent: {count: 10000, seed: 7})\npatients:\n"); err != nil {
		return err
	}
	for p := range patients {
		if _, err := io.WriteString(w, fields(p)); err != nil {
			return err
		}
	}
	return nil
}

// fields is one patient as fixtures write it.
func fields(p etalon.Patient) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - id: %s\n", p.ID)
	text := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "    %s: %s\n", name, strconv.Quote(value))
		}
	}
	word := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "    %s: %s\n", name, value)
		}
	}
	text("ins", p.INS)
	word("oid", p.OID)
	text("family", p.Family)
	text("usual", p.Usual)
	text("given", p.Given)
	text("birth", p.Birth)
	word("gender", p.Gender)
	text("city", p.City)
	text("postalCode", p.PostalCode)
	text("place", p.Place)
	text("telecom", p.Telecom)
	text("maidenName", p.MaidenName)
	word("provider", p.Provider)
	word("dmp", string(p.DMP))
	word("authorisation", p.Authorisation)
	text("closedWhy", p.ClosedWhy)
	flag := func(name string, so bool) {
		if so {
			word(name, "true")
		}
	}
	flag("mes", p.MES)
	flag("account", p.Account)
	flag("attending", p.Attending)
	list := func(name string, values []string) {
		if len(values) > 0 {
			word(name, "["+strings.Join(values, ", ")+"]")
		}
	}
	list("opposed", p.Opposed)
	list("allows", p.Allows)
	var ids []string
	for _, id := range p.OtherIDs {
		ids = append(ids, fmt.Sprintf("{root: %s, extension: %q}", id.Root, id.Extension))
	}
	list("otherIds", ids)
	if r := p.Representative; r != nil {
		fmt.Fprintf(&b, "    representative: {family: %q, given: %q, role: %s}\n", r.Family, r.Given, r.Role)
	}
	return b.String()
}
