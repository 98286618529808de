package cdt_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/cdt"
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

func TestCodesAreKnownByTheirForm(t *testing.T) {
	for cell, want := range map[string]string{
		"2.1-160": "2.1-160", " 1.5a-115\n": "1.5a-115", "PRE_ERR": "PRE_ERR", "EX_2.1-1190": "EX_2.1-1190", "REC_GEN-1030": "REC_GEN-1030",
		"": "", "2.1": "", "2026-11": "", "voir 2.1-160": "", "DMP-V06": "", "ETALON-SES02": "",
	} {
		if got := cdt.Code(cell); got != want {
			t.Errorf("%q: %q", cell, got)
		}
	}
	if got := cdt.Of([]string{"transport", "EX_GEN-1180", "2.1-160", "2.1-160"}); !slices.Equal(got, []string{"2.1-160", "EX_GEN-1180"}) {
		t.Error(got)
	}
	s := etalon.ScenarioResult{ID: "td2.1-pdf é", Checks: []etalon.RequirementResult{{ID: "EX_GEN-1180"}, {ID: "2.1-160"}}}
	if got := cdt.FolderName(s); got != "2.1-160_td2.1-pdf__" {
		t.Error(got)
	}
}

// book is a workbook as somebody fills it: codes in one column or another, a formula, a
// note without a code.
func book(t *testing.T) *bytes.Buffer {
	t.Helper()
	f := excelize.NewFile()
	_, err := f.NewSheet("PRE")
	must(t, err)
	for at, v := range map[string]string{"A1": "Code", "B1": "Test", "B3": "2.1-160", "C3": "Document de base, PDF dans un CDA", "A4": "0.2-100", "B4": "Test d'existence", "A5": "une note"} {
		must(t, f.SetCellStr("Sheet1", at, v))
	}
	must(t, f.SetCellFormula("Sheet1", "D4", `HYPERLINK("http://192.0.2.1/","x")`))
	must(t, f.SetCellStr("PRE", "A1", "PRE_ERR"), f.SetCellStr("PRE", "A2", "2.1-160"))
	var b bytes.Buffer
	must(t, f.Write(&b), f.Close())
	return &b
}

// Codes are found wherever they stand; what there is of each in a folder is told, and
// what is not.
func TestAWorkbookIsReadBesideItsFolder(t *testing.T) {
	b, err := cdt.ReadBook(book(t))
	must(t, err)
	if len(b.Rows) != 4 || b.Other != 2 || b.Macros || b.Rows[0] != (cdt.Row{Code: "2.1-160", Sheet: "Sheet1", Line: 3, Text: "Document de base, PDF dans un CDA"}) || !b.Rows[1].Computed {
		t.Errorf("%+v", b)
	}
	tree := fstest.MapFS{
		"P/2.1-160/requete.xml": {}, "P/2.1-160/captures/1.PNG": {}, "P/0.2-100_existence/r.http": {}, "P/0.2-1000/other.xml": {}, "lisezmoi.txt": {},
	}
	found, err := cdt.Look(b, tree, func(code string) []etalon.ScenarioID {
		if code == "2.1-160" {
			return []etalon.ScenarioID{"td2.1-pdf"}
		}
		return nil
	})
	must(t, err)
	if len(found) != 3 {
		t.Fatalf("%+v", found)
	}
	for i, want := range []string{"", "captures (screenshots)", "dossier (folder)"} {
		if got := strings.Join(found[i].Missing, ","); got != want {
			t.Errorf("%s: missing %q, not %q", found[i].Code, got, want)
		}
	}
	if f := found[0]; !slices.Equal(f.Frames, []string{"P/2.1-160/requete.xml"}) || !slices.Equal(f.Screenshots, []string{"P/2.1-160/captures/1.PNG"}) {
		t.Errorf("%+v", f)
	}
	var said strings.Builder
	must(t, cdt.Tell(&said, b, found, true))
	for _, want := range []string{"3 codes, 1 joués ici", "1 dossiers entiers", "aucun ne porte ce code", "une cellule est une formule"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("no %q in\n%s", want, said.String())
		}
	}
}

// What is written stays a text: nothing of it is a formula when it is opened.
func TestWhatIsWrittenIsText(t *testing.T) {
	var b bytes.Buffer
	must(t, cdt.WriteSheet(&b, "Plan", [][]string{{"=1+1", "2.1-160", "\xff", strings.Repeat("x", 5000)}}))
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	must(t, err)
	defer f.Close()
	formula, err := f.GetCellFormula("Plan", "A1")
	must(t, err)
	if text, _ := f.GetCellValue("Plan", "A1"); formula != "" || text != "=1+1" {
		t.Errorf("%q, formula %q", text, formula)
	}
	again, err := cdt.ReadBook(&b)
	must(t, err)
	if len(again.Rows) != 1 || again.Rows[0].Code != "2.1-160" || len(again.Rows[0].Text) > 2010 {
		t.Errorf("%+v", again)
	}
}

// What is no workbook, or unpacks to more than is read, is refused in words.
func TestABombIsRefused(t *testing.T) {
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	for name, text := range map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   strings.Repeat(" ", 30<<20),
		"xl/worksheets/sheet2.xml":   strings.Repeat(" ", 30<<20),
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`,
	} {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	for name, file := range map[string][]byte{"a bomb": bomb.Bytes(), "no workbook": []byte("hello"), "an old one": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "nothing": nil} {
		if _, err := cdt.ReadBook(bytes.NewReader(file)); !errors.Is(err, cdt.ErrBook) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
