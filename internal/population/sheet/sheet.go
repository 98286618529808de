package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"

	"github.com/olekukonko/tablewriter"

	"github.com/etalon-dmp/etalon"
)

// CSV writes one line a patient, all columns, separated by semicolons as French
// spreadsheets read them; UTF-8. Nothing is held.
func CSV(w io.Writer, patients iter.Seq[etalon.Patient], lang string) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	all := columns()
	line := make([]string, len(all))
	for i, c := range all {
		line[i] = c.name.In(lang)
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for p := range patients {
		for i, c := range all {
			line[i] = c.of(p, lang)
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Table writes what a screen holds: who it is, the INS and what the DMP answers.
func Table(w io.Writer, patients iter.Seq[etalon.Patient], lang string) error {
	say := func(fr, en string) string { return etalon.Text{FR: fr, EN: en}.In(lang) }
	table := tablewriter.NewTable(w)
	table.Header(say("nom", "name"), say("identité", "identity"), say("INS", "INS"), "DMP", say("à quoi il sert", "purpose"))
	n := 0
	for p := range patients {
		state := record(p, lang)
		if p.Authorisation != "" {
			state += " " + p.Authorisation
		}
		who := fmt.Sprintf("%s %s, %s, %s", p.Family, p.Given, p.Gender, day(p.Birth, lang))
		if err := table.Append(p.ID, who, number(p)+" "+p.INS[len(number(p)):], state, p.Purpose.In(lang)); err != nil {
			return err
		}
		n++
	}
	if err := table.Render(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, say("%d patients, tous fictifs ; OID de l'INS : %s\n", "%d patients, all fictitious; OID of the INS: %s\n"), n, "1.2.250.1.213.1.4.10")
	return err
}
