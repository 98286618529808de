package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
)

// dossierCopy copies a dossier: dossiers FROM TO…
func dossierCopy(ts *testscript.TestScript, _ bool, args []string) {
	for _, to := range args[1:] {
		ts.Check(os.CopyFS(ts.MkAbs(to), os.DirFS(ts.MkAbs(args[0]))))
	}
}

// flipBlob changes one bit of the first request kept, and leaves the number of
// its entry in $entry: flip-blob DOSSIER
func flipBlob(ts *testscript.TestScript, _ bool, args []string) {
	name := firstRequest(ts, args[0])
	b, err := os.ReadFile(name)
	ts.Check(err)
	b[len(b)/2] ^= 1
	ts.Check(os.WriteFile(name, b, 0o644))
}

// forgetBlob removes the bytes of the first request kept: forget-blob DOSSIER
func forgetBlob(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.Remove(firstRequest(ts, args[0])))
}

func firstRequest(ts *testscript.TestScript, dir string) string {
	for i, line := range journal(ts, dir) {
		var e struct {
			Kind dossier.Kind `json:"kind"`
			Body struct {
				Raw etalon.Blob `json:"raw"`
			} `json:"body"`
		}
		ts.Check(json.Unmarshal(line, &e))
		if e.Kind == dossier.KindRequest {
			ts.Setenv("entry", strconv.Itoa(i+1))
			return filepath.Join(ts.MkAbs(dir), dossier.BlobName(e.Body.Raw.SHA256))
		}
	}
	ts.Fatalf("%s: no request", dir)
	return ""
}

// flipEntry changes one bit of a line of the journal: flip-entry DOSSIER NUMBER
func flipEntry(ts *testscript.TestScript, _ bool, args []string) {
	lines, n := journal(ts, args[0]), number(ts, args)
	lines[n-1][len(lines[n-1])/2] ^= 1
	writeJournal(ts, args[0], lines)
}

// dropEntry removes a line of the journal: drop-entry DOSSIER NUMBER
func dropEntry(ts *testscript.TestScript, _ bool, args []string) {
	lines, n := journal(ts, args[0]), number(ts, args)
	writeJournal(ts, args[0], append(lines[:n-1:n-1], lines[n:]...))
}

// swapEntry exchanges a line of the journal with the next: swap-entry DOSSIER NUMBER
func swapEntry(ts *testscript.TestScript, _ bool, args []string) {
	lines, n := journal(ts, args[0]), number(ts, args)
	lines[n-1], lines[n] = lines[n], lines[n-1]
	writeJournal(ts, args[0], lines)
}

// dropLast removes the last line of the journal, its seal: drop-last DOSSIER
func dropLast(ts *testscript.TestScript, _ bool, args []string) {
	lines := journal(ts, args[0])
	writeJournal(ts, args[0], lines[:len(lines)-1])
}

// tear cuts the journal in the middle of its last line: tear DOSSIER
func tear(ts *testscript.TestScript, _ bool, args []string) {
	lines := journal(ts, args[0])
	last := lines[len(lines)-1]
	whole := append(bytes.Join(lines[:len(lines)-1], []byte("\n")), '\n')
	ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), dossier.JournalName), append(whole, last[:len(last)/2]...), 0o644))
}

func number(ts *testscript.TestScript, args []string) int {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	return n
}

func journal(ts *testscript.TestScript, dir string) [][]byte {
	b, err := os.ReadFile(filepath.Join(ts.MkAbs(dir), dossier.JournalName))
	ts.Check(err)
	return bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n"))
}

func writeJournal(ts *testscript.TestScript, dir string, lines [][]byte) {
	b := append(bytes.Join(lines, []byte("\n")), '\n')
	ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(dir), dossier.JournalName), b, 0o644))
}
