package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

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

// rework makes a dossier anew with another plan, its chain whole and its seal
// unsigned, as whoever made it can: rework DOSSIER drop-scenario ID,
// rework DOSSIER drop-requirement, rework DOSSIER other-catalogue,
// rework DOSSIER drop-records ID
func rework(ts *testscript.TestScript, _ bool, args []string) {
	scenario := ""
	if len(args) > 2 {
		scenario = args[2]
	}
	var out [][]byte
	previous, gone := strings.Repeat("0", 64), map[any]bool{}
	for _, raw := range journal(ts, args[0]) {
		var e struct {
			Seq      int             `json:"seq"`
			Time     json.RawMessage `json:"time"`
			Previous string          `json:"previous"`
			Kind     dossier.Kind    `json:"kind"`
			Body     map[string]any  `json:"body"`
		}
		ts.Check(json.Unmarshal(raw, &e))
		of := e.Body["scenario"] == scenario || e.Kind == dossier.KindScenario && e.Body["id"] == scenario
		if of || e.Kind == dossier.KindResponse && gone[e.Body["exchange"]] {
			if gone[e.Body["id"]] = true; args[1] == "drop-records" {
				continue
			}
		}
		e.Seq, e.Previous = len(out)+1, previous
		switch e.Kind {
		case dossier.KindSession:
			replan(ts, e.Body["plan"].(map[string]any), args[1], scenario)
		case dossier.KindSeal:
			signature := e.Body["signature"]
			e.Body = map[string]any{"entries": len(out), "outcome": e.Body["outcome"]}
			if args[1] == "keep-signature" {
				e.Body["signature"] = signature
			}
		}
		line, err := json.Marshal(e)
		ts.Check(err)
		sum := sha256.Sum256(line[1:])
		previous = hex.EncodeToString(sum[:])
		out = append(out, slices.Concat([]byte(`{"hash":"`+previous+`",`), line[1:]))
	}
	writeJournal(ts, args[0], out)
}

func replan(ts *testscript.TestScript, p map[string]any, how, scenario string) {
	list := func(m any, name string) []any { l, _ := m.(map[string]any)[name].([]any); return l }
	switch how {
	case "drop-scenario":
		p["scenarios"] = slices.DeleteFunc(list(p, "scenarios"), func(s any) bool { return s.(map[string]any)["id"] == scenario })
	case "drop-requirement":
		for _, of := range slices.Concat(list(p, "scenarios"), list(p, "profiles")) {
			of.(map[string]any)["requirements"] = list(of, "requirements")[:1]
		}
	case "other-catalogue":
		for _, q := range list(p, "profiles") {
			q.(map[string]any)["whole"] = "of another time"
		}
	case "keep-signature":
		p["seed"] = 42
	case "drop-records":
	default:
		ts.Fatalf("rework %s", how)
	}
}
