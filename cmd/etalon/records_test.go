package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/etalon-dmp/etalon/simulators/client"
)

// records writes the audit records of a case of ITI-20, each to a file of its own:
// records CASE DIR.
func records(ts *testscript.TestScript, _ bool, args []string) {
	word := 0
	next := func() string { word++; return fmt.Sprintf("%016x", word) }
	all := client.Records(args[0], next, time.Date(2026, 11, 28, 10, 0, 0, 0, time.UTC))
	if len(all) == 0 {
		ts.Fatalf("no case of ITI-20 is called %q", args[0])
	}
	dir := ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(dir, 0o755))
	for i, frame := range all {
		ts.Check(os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.xml", i)), frame, 0o600))
	}
	ts.Logf("%d records", len(all))
}
