package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// The expectations are those of the official chain: the first example conforms
// to every entry that can run, the second breaks one rule, and so does the
// mutant. One value set is not where the rules look for it:
// as published, what reads it stays open.
func TestValidateByThePublishedTree(t *testing.T) {
	pack := os.Getenv("ETALON_ANS_PACK")
	if pack == "" {
		t.Skip("ETALON_ANS_PACK is not set")
	}
	example := func(name string) string { return filepath.Join(pack, "ExemplesCDA", name) }
	good := example("BIO-CR-BIO_2024.01_TSH_1.xml")
	tests := []struct {
		args    []string
		code    int
		entries int
		rule    string
	}{
		{[]string{good}, etalon.ExitPass, 7, ""},
		{[]string{good, "--as-published"}, etalon.ExitInconclusive, 7, "template-1.2.250.1.213.1.1.1.1-2017-12-13T103531/8/26"},
		{[]string{good, "--entry", "IHE", "--entry", "CI-SIS_BIO-CR-BIO_2024.01", "--entry", "xsd"}, etalon.ExitPass, 3, ""},
		{[]string{good, "--entry", "schematrons/CI-SIS_VSM_2023.01.sch"}, etalon.ExitFail, 1, "Entete_VSM_2023/1/1"},
		{[]string{example("CANCER-FRCP_2022.01_Appareil.xml")}, etalon.ExitFail, 7, "JDV_assignedAuthorCode/1/3"},
		{[]string{filepath.Join(filepath.Dir(filepath.Clean(pack)), "mutants", "b", "m0000.xml")}, etalon.ExitFail, 7, "XSD.CDA_extended"},
		{[]string{feedMessage(t, good), "--entry", "IHE"}, etalon.ExitPass, 1, ""},
	}
	for _, tt := range tests {
		r := validation(t, append([]string{"validate", "--pack", pack, "--format", "json"}, tt.args...)...)
		v := answers(t, r)
		if r.code != tt.code || len(v) != 1 || len(v[0].Entries) != tt.entries || !strings.Contains(v.String(), tt.rule) {
			t.Errorf("%s: exit %d, %d entries\n%s%s", filepath.Base(tt.args[0]), r.code, len(v[0].Entries), v, r.err)
		}
	}
}

// feedMessage is a captured multipart body that carries a document.
func feedMessage(t *testing.T, file string) string {
	t.Helper()
	cda, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString("--b\r\nContent-Type: application/xop+xml\r\nContent-ID: <root>\r\n\r\n<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Body/></s:Envelope>\r\n--b\r\nContent-Type: text/xml\r\nContent-ID: <doc>\r\n\r\n")
	b.Write(cda)
	b.WriteString("\r\n--b--\r\n")
	name := filepath.Join(t.TempDir(), "feed.mtom")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}
