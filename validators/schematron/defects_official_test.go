package schematron

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// publishedDefect is one defect of the published tree, as whoever looks into
// the file sees it: the line says what is not there.
type publishedDefect struct {
	entry string // of schematrons/, without .sch
	code  string
	file  string // of schematrons/, when it is not the entry
	line  int
	says  string // on that line
	not   string // what is there instead, below schematrons/; "": nothing
	names string // what must be told and is a parameter on that line
}

const volets = "include/specificationsVolets/"

// publishedDefects were found by hand in TestContenuCDA 3.0: names that differ
// from a file's in letter case only, files that are not there (those of
// BIO-CR-BIO 2023.01 were published as empty files in place of folders),
// patterns that are active and lost with them, names with white space.
func publishedDefects() []publishedDefect {
	list := []publishedDefect{
		{"profils/IHE", CaseMismatch, "", 241, "E_directiveAnticipee_int.sch", "include/entrees/E_directiveanticipee_int.sch", ""},
		{"CI-SIS_CARD-F-PRC-TAP_2022.01", CaseMismatch, "", 41, "entrees/E_AllergiesAndHypersensibilites_CARD-F-PRC-TAP.sch", volets + "CARD-F-PRC-TAP_2022.01/Entrees/E_AllergiesAndHypersensibilites_CARD-F-PRC-TAP.sch", ""},
		{"CI-SIS_CARD-F-PRC-TAP_2022.01", CaseMismatch, "", 42, "entrees/E_DM_CARD-F-PRC-TAP.sch", volets + "CARD-F-PRC-TAP_2022.01/Entrees/E_DM_CARD-F-PRC-TAP.sch", ""},
		{"CI-SIS_OBP-SAP_2024.01", CaseMismatch, "", 38, "S_birthOrganizer_OBP-SAP.sch", volets + "OBP-SAP_2024.01/Sections/S_BirthOrganizer_OBP-SAP.sch", ""},
		{"CI-SIS_CSE-CS8_2022.01", CaseMismatch, "", 83, "JDV_RechAgHbS-CISIS.sch", "include/jeuxDeValeurs/CSE-CS8_2022.01/JDV_rechAgHbS-CISIS.sch", ""},
		{"CI-SIS_CSE-CS8_2024.01", CaseMismatch, "", 72, "JDV_RechAgHbS-CISIS.sch", "include/jeuxDeValeurs/CSE-CS8_2024.01/JDV_rechAgHbS-CISIS.sch", ""},
		{"CI-SIS_CSE-CS8_2025.01", CaseMismatch, "", 74, "JDV_RechAgHbS-CISIS.sch", "include/jeuxDeValeurs/CSE-CS8_2025.01/JDV_rechAgHbS-CISIS.sch", ""},
		{"CI-SIS_CSE-CS8_2022.01", CaseMismatch, "abstract/dansJeuDeValeurs.sch", 51, "<assert", "../jeuxDeValeurs/JDV_HL7_condition_ver_status_CISIS.xml", ""},
		{"profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin", MissingDocument, "profils/structurationMinimale/include/1.2.250.1.213.1.1.1.1-2017-12-13T103531.sch", 146, "voc-1.2.250.1.213.1.1.5.471-DYNAMIC.xml", "", ""},
		{"CI-SIS_BIO-TROD_2024.01", MissingDocument, "abstract/dansJeuDeValeurs.sch", 51, "<assert", "", "JDV_ResultatDepistageHematurie_CISIS "},
		{"CI-SIS_CANCER-D2LM-FIN_2022.01", MissingDocument, "abstract/dansJeuDeValeurs.sch", 51, "<assert", "", "JDV_BilanDiagnostic_CISIS.xml"},
		{"CI-SIS_OPH-BRE_2022.01", UntrimmedName, "", 109, `"jdv_MesureLentillePrescrite-CISIS "`, "", ""},
		{"CI-SIS_OPH-BRE_2022.02", UntrimmedName, "", 108, `"jdv_MesureLentillePrescrite-CISIS "`, "", ""},
	}
	for i, name := range []string{"CommentaireNonCodee-CISIS", "DispositifsMedicaux-CISIS", "HistoriquePriseEnChargeMedicale", "Traitements-CISIS", "Vaccinations-CISIS"} {
		list = append(list, publishedDefect{"CI-SIS_CNAM-HR_2021.01", CaseMismatch, "", 45 + i, "Sections/S_" + name + ".sch", volets + "CNAM-HR_2021.01/sections/S_" + name + ".sch", ""})
	}
	for _, lost := range []struct {
		include, active int
		name            string
	}{
		{26, 46, "Entete_CR-BIO"},
		{29, 49, "S_FR-Resultats-de-laboratoire-de-biologie-de-seconde-intention"},
		{32, 52, "E_FR-Resultats-examens-de-biologie-medicale"},
		{33, 53, "E_FR-Batterie-examens-de-biologie-medicale"},
		{34, 54, "E_FR-Isolat-microbiologique"},
		{35, 55, "E_FR-Laboratoire-executant"},
		{36, 56, "E_FR-Prelevement"},
		{37, 57, "E_FR-Resultat-examens-de-biologie-element-clinique-pertinent"},
		{40, 60, "JDV_HL7_ObservationInterpretation-CISIS"},
	} {
		list = append(list,
			publishedDefect{"CI-SIS_BIO-CR-BIO_2023.01", MissingInclude, "", lost.include, lost.name + ".sch", "", ""},
			publishedDefect{"CI-SIS_BIO-CR-BIO_2023.01", UndeclaredPattern, "", lost.active, lost.name, "", ""})
	}
	return list
}

// TestEveryDefectOfThePublishedTree has one test for each, by entry, kind, file
// and line: it is told, and the line of the file says so.
func TestEveryDefectOfThePublishedTree(t *testing.T) {
	dir := packDir(t)
	loaded := map[string][]Defect{}
	told := 0
	for _, want := range publishedDefects() {
		entry := "schematrons/" + want.entry + ".sch"
		if _, ok := loaded[entry]; !ok {
			_, defects, err := Load(os.DirFS(dir), entry, Options{})
			if err != nil {
				t.Fatalf("%s: %v", entry, err)
			}
			loaded[entry] = defects
			told += len(defects)
		}
		file := entry
		if want.file != "" {
			file = "schematrons/" + want.file
		}
		t.Run(fmt.Sprintf("%s/%s/%s:%d", want.entry, want.code, filepath.Base(file), want.line), func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if lines := strings.Split(string(b), "\n"); len(lines) < want.line || !strings.Contains(lines[want.line-1], want.says) {
				t.Errorf("%s:%d does not say %s", file, want.line, want.says)
			}
			if want.not != "" {
				if _, err := os.Stat(filepath.Join(dir, "schematrons", want.not)); err != nil {
					t.Errorf("what is there instead is not there: %v", err)
				}
			}
			n := 0
			for _, d := range loaded[entry] {
				if d.Code == want.code && d.File == file && d.Line == want.line && (want.not == "" || strings.HasSuffix(d.Text, "/"+filepath.Base(want.not))) && strings.Contains(d.Text, want.names) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("told %d times: %v", n, loaded[entry])
			}
		})
	}
	if want := len(publishedDefects()); told != want {
		t.Errorf("these entries tell %d defects, %d are known", told, want)
	}
}
