package sheet_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/population/sheet"
)

func people() []etalon.Patient {
	return []etalon.Patient{
		{
			ID: "A", INS: "281052A99906097", OID: "1.2.250.1.213.1.4.10", Family: "ETALON-É", Given: "Anne; \"Lise\"", Birth: "19810505", Gender: "F",
			DMP: etalon.DMPActive, Authorisation: "VALIDE", MES: true, Opposed: []string{"centre_15"}, Purpose: etalon.Text{FR: "Essai <b>", EN: "Trial <b>"},
			Representative: &etalon.Relative{Family: "ETALON-M", Given: "Zoé", Role: "MTH"},
		},
		{ID: "B", INS: "1", OID: "1.2.250.1.213.1.4.10", Family: "ETALON-B", DMP: etalon.DMPClosed, ClosedWhy: "parti"},
	}
}

// What is entered comes back whole from the file that a spreadsheet opens.
func TestCSV(t *testing.T) {
	var b strings.Builder
	if err := sheet.CSV(&b, slices.Values(people()), "fr"); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(b.String()))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatal(err, len(rows))
	}
	at := func(row int, name string) string { return rows[row][slices.Index(rows[0], name)] }
	for name, want := range map[string]string{
		"INS": "281052A999060", "clé": "97", "prénom": `Anne; "Lise"`, "né(e) le": "05/05/1981", "DMP": "ouvert",
		"représentant légal": "ETALON-M Zoé (MTH)", "particularités": "rattaché à Mon espace santé, opposé à centre_15",
	} {
		if got := at(1, name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	if at(2, "DMP") != "fermé" || at(2, "particularités") != "motif : parti" || at(2, "INS") != "1" || at(2, "clé") != "" {
		t.Errorf("a closed record: %q", rows[2])
	}
}

// One label each, marked, with nothing of the patient left to be read as markup.
func TestLabels(t *testing.T) {
	var b strings.Builder
	if err := sheet.Labels(&b, slices.Values(people()), "fr"); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Count(page, "<article>") != 2 || strings.Count(page, "PATIENT FICTIF") != 2 {
		t.Errorf("labels: %s", page)
	}
	for _, want := range []string{"281052A999060 97", "05/05/1981", "Essai &lt;b&gt;", "représentant légal : ETALON-M Zoé (MTH)"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not there", want)
		}
	}
}

func TestTable(t *testing.T) {
	var b strings.Builder
	if err := sheet.Table(&b, slices.Values(people()), "en"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"281052A999060 97", "1981-05-05", "open VALIDE", "2 patients, all fictitious"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in %s", want, b.String())
		}
	}
}
