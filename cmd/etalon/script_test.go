package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/etalon-dmp/etalon/internal/postgres"
)

// databases are a PostgreSQL for these tests.
var databases postgres.Tests

// all are the tests, with what is ended after them.
type all struct{ *testing.M }

func (a all) Run() int { return databases.Run(a.M) }

// TestMain makes this test binary the etalon command too: under that name it
// is the whole program, and the children it launches are itself again.
func TestMain(m *testing.M) {
	testscript.Main(all{m}, map[string]func(){"etalon": main})
}

// TestScripts runs what a user types, and looks at what the user gets.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":        exits,
			"verdict":      verdictIs,
			"same-verdict": sameVerdict,
			"selftested":   selftested,
			"dossiers":     dossierCopy,
			"flip-blob":    flipBlob,
			"flip-entry":   flipEntry,
			"drop-entry":   dropEntry,
			"drop-last":    dropLast,
			"tear":         tear,
			"rework":       rework,
			"swap-entry":   swapEntry,
			"forget-blob":  forgetBlob,
			"busy":         busy,
			"vocabulary":   vocabulary,
			"records":      records,
		},
	})
}
