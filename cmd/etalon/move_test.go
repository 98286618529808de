package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// A console moves from its own database to one that several machines share, and back.
func TestAConsoleMovesToASharedDatabase(t *testing.T) {
	where, dir := databases.Database(t), t.TempDir()
	place := func(name string) string { return filepath.Join(dir, name) }
	word := []byte(longWord + "\n")
	command(t, etalon.ExitPass, word, "people", "--data", place("own"), "--login", "admin", "--name", "A")
	command(t, etalon.ExitPass, nil, "backup", place("copy"), "--data", place("own"))
	if said := command(t, etalon.ExitPass, nil, "restore", place("copy"), "--data", place("shared"), "--database", where); !strings.Contains(said, "1 actes, 0 sessions") {
		t.Errorf("%s", said)
	}
	if _, err := os.Stat(filepath.Join(place("shared"), "etalon.db")); !os.IsNotExist(err) {
		t.Errorf("a second database stays: %v", err)
	}
	command(t, etalon.ExitUsage, nil, "restore", place("copy"), "--data", place("again"), "--database", where)                                  // there is something in it
	command(t, etalon.ExitUsage, word, "people", "--data", place("shared"), "--database", where, "--login", "b", "--name", "B")                 // there is one
	command(t, etalon.ExitUsage, nil, "worker", "--data", place("shared"), "--database", filepath.Join(place("own"), "etalon.db"))              // of one process alone
	command(t, etalon.ExitNotReady, nil, "worker", "--data", place("shared"), "--database", "postgres:///etalon?host="+place("nobody is here")) // says so
	command(t, etalon.ExitPass, nil, "backup", place("back"), "--data", place("shared"), "--database", where)
	if said := command(t, etalon.ExitPass, nil, "restore", place("back"), "--data", place("own again")); !strings.Contains(said, "1 actes, 0 sessions") {
		t.Errorf("%s", said)
	}
	command(t, etalon.ExitUsage, word, "people", "--data", place("own again"), "--login", "b", "--name", "B")
}
