package matrix_test

import (
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/rights/matrix"
)

// The cells were read again in the sheets, one of each kind.
func TestAsk(t *testing.T) {
	table, err := matrix.Load()
	if err != nil {
		t.Fatal(err)
	}
	who := func(mode etalon.AuthMode, access string, f func(*matrix.Who)) matrix.Who {
		w := matrix.Who{Mode: mode, Access: access}
		if f != nil {
			f(&w)
		}
		return w
	}
	doctor := func(w *matrix.Who) { w.Doctor = true }
	attending := func(w *matrix.Who) { w.Doctor, w.Attending = true, true }
	occupational := func(w *matrix.Who) { w.Doctor, w.Occupational = true, true }
	staff := func(w *matrix.Who) { w.Staff = true }
	for _, c := range []struct {
		who    matrix.Who
		right  matrix.Right
		want   matrix.Grant
		column string
	}{
		{who(etalon.ModeDirect, "normal", doctor), matrix.Declare, matrix.Yes, "md.N"},
		{who(etalon.ModeDirect, "bris_de_glace", doctor), matrix.Declare, matrix.No, "md.B"},
		{who(etalon.ModeDirect, "normal", nil), matrix.StopAttending, matrix.No, "nd.N"},
		{who(etalon.ModeDirect, "normal", attending), matrix.StopAttending, matrix.Yes, "mt.N"},
		{who(etalon.ModeDirect, "normal", doctor), matrix.Find, matrix.No, "md.N"},
		{who(etalon.ModeDirect, "centre_15", doctor), matrix.Find, matrix.Yes, "md.R"},
		{who(etalon.ModeDirect, "normal", doctor), matrix.FetchMasked, matrix.Own, "md.N"},
		{who(etalon.ModeDirect, "centre_15", doctor), matrix.FetchMasked, matrix.Allowed, "md.R"},
		{who(etalon.ModeDirect, "normal", attending), matrix.FetchMasked, matrix.Yes, "mt.N"},
		{who(etalon.ModeDirect, "normal", occupational), matrix.Fetch, matrix.No, "mdt"},
		{who(etalon.ModeDirect, "normal", occupational), matrix.Search, matrix.Yes, "mdt"},
		{who(etalon.ModeDirect, "normal", staff), matrix.Search, matrix.No, "staff.N"},
		{who(etalon.ModeDirect, "normal", staff), matrix.FeedStaff, "imputed", "staff.N"},
		{who(etalon.ModeIndirect, "normal", doctor), matrix.Fetch, matrix.No, "es.N"},
		{who(etalon.ModeIndirect, "normal", doctor), matrix.Feed, "imputed", "es.N"},
		{who(etalon.ModeIndirect, "normal", doctor), matrix.Delete, matrix.Structures, "es.N"},
		{who(etalon.ModeIndirect, "centre_15", doctor), matrix.ListRecords, matrix.No, "es.R"},
		{who(etalon.ModeAIR, "normal", doctor), matrix.Feed, matrix.No, "md.N"},
		{who(etalon.ModeAIR, "normal", doctor), matrix.Archive, matrix.Yes, "md.N"},
		{who(etalon.ModeDirect, "normal", doctor), matrix.Archive, matrix.Own, "md.N"},
		{who(etalon.ModeDirect, "bris_de_glace", doctor), matrix.Archive, matrix.Yes, "md.B"},
		// What no sheet says.
		{who(etalon.ModeIndirect, "bris_de_glace", doctor), matrix.Fetch, matrix.Open, "es.B"},
		{who(etalon.ModeDirect, "centre_15", attending), matrix.Fetch, matrix.Open, "mt.R"},
		{who(etalon.ModeAIR, "normal", attending), matrix.StopAttending, matrix.Open, "mt.N"},
		{who("", "normal", doctor), matrix.Fetch, matrix.Open, ""},
		{who(etalon.ModeDirect, "urgence", doctor), matrix.Fetch, matrix.Open, ""},
		{who(etalon.ModeDirect, "normal", doctor), "unheard-of", matrix.Open, "md.N"},
	} {
		if got := table.Ask(c.who, c.right); got.Grant != c.want || got.Column != c.column {
			t.Errorf("%+v %s: %+v, not %s in %s", c.who, c.right, got, c.want, c.column)
		}
	}
}

// The rules judge by a copy of the table: what each right refuses, and where it says
// anything. They are one.
func TestRulesHaveTheSameTable(t *testing.T) {
	text, err := os.ReadFile("../../../schemas/packs/dmp/valuesets/rights.xml")
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		Codes []struct {
			Right   string `xml:"code,attr"`
			Modes   string `xml:"modes,attr"`
			Refused string `xml:"refused,attr"`
			Told    string `xml:"told,attr"`
		} `xml:"code"`
	}
	if err := xml.Unmarshal(text, &set); err != nil {
		t.Fatal(err)
	}
	rules := map[string]string{}
	for _, c := range set.Codes {
		rules[c.Modes+" "+c.Right] = c.Refused + " | " + c.Told
	}
	table, err := os.ReadFile("rights.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var head []string
	rows := 0
	for line := range strings.Lines(string(table)) {
		row := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if head == nil {
			head = row
			continue
		}
		var refused, told []string
		for i := 5; i < len(row); i++ {
			if row[i] == "no" {
				refused = append(refused, head[i])
			}
			if row[i] != "-" {
				told = append(told, head[i])
			}
		}
		rows++
		if got, want := rules[row[1]+" "+row[3]], strings.Join(refused, " ")+" | "+strings.Join(told, " "); got != want {
			t.Errorf("%s %s: %q in the rules, %q in the table", row[1], row[3], got, want)
		}
	}
	if rows != len(set.Codes) || rows < 40 {
		t.Errorf("%d rows in the table, %d in the rules", rows, len(set.Codes))
	}
}
