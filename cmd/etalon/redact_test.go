package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/cmd/internal/disk"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// A copy of a conforming session without the words that were said in it is verified by
// the same chain, holds none of them, and passes nothing any longer.
func TestWordsTakenOutOfADossier(t *testing.T) {
	out, copied := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "copy")
	command(t, etalon.ExitPass, nil, "run", "--sut", builtin, "--label-filter", "td0.2-active", "--out", out)
	whole := filepath.Join(out, dossierFolder)
	said := command(t, etalon.ExitPass, nil, "dossier", "redact", whole, "--words", "--out", copied, "--reason", "essai")
	if !strings.Contains(said, "Mots ôtés") {
		t.Error(said)
	}
	journal, err := os.ReadFile(filepath.Join(copied, dossier.JournalName))
	must(t, err)
	if !strings.Contains(string(journal), "[caviardé]") {
		t.Error("nothing was taken out")
	}
	before, after := command(t, etalon.ExitPass, nil, "dossier", "verify", whole), command(t, etalon.ExitPass, nil, "dossier", "verify", copied)
	d, err := dossier.Read(disk.Folder(copied))
	must(t, err)
	if !strings.Contains(before, d.Head) || !strings.Contains(after, d.Head) {
		t.Errorf("%s\n%s", before, after)
	}
	command(t, etalon.ExitPass, nil, "judge", whole, "--out", filepath.Join(t.TempDir(), "judged"))
	if said := command(t, etalon.ExitInconclusive, nil, "judge", copied, "--out", filepath.Join(t.TempDir(), "judged")); !strings.Contains(said, "d'origine") && !strings.Contains(said, "d’origine") {
		t.Error(said)
	}
}
