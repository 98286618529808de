package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A file that somebody names may come from somebody else, and be a hole of twenty
// gigabytes: it is refused, at every door, before it is in memory.
func TestAFileThatIsNamedIsBounded(t *testing.T) {
	dir := t.TempDir()
	hole := filepath.Join(dir, "hole.yaml")
	must(t, os.WriteFile(hole, nil, 0o600))
	must(t, os.Truncate(hole, 20<<30))
	dossier := filepath.Join(dir, "dossier")
	must(t, os.Mkdir(dossier, 0o700))
	for name, args := range map[string][]string{
		"waivers":     {"judge", dossier, "--waivers", hole, "--out", dir},
		"declaration": {"doctor", "--sut", hole},
		"scenario":    {"scenario", "lint", hole},
		"patients":    {"run", "--sut", "builtin:lps", "--population", hole, "--out", filepath.Join(dir, "out")},
		"key":         {"dossier", "verify", dossier, "--key", hole},
		"workbook":    {"workbook", "read", hole},
	} {
		var out, err bytes.Buffer
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		code := execute(context.Background(), &app{out: &out, err: &err, clock: time.Now}, args)
		runtime.ReadMemStats(&after)
		// What is read is 64 MiB at most, in a buffer that grows by doubling; the hole has 20 GiB.
		if code != 2 || after.TotalAlloc-before.TotalAlloc > 2<<30 {
			t.Errorf("%s: exit %d, %d bytes allocated: %s", name, code, after.TotalAlloc-before.TotalAlloc, err.String())
		}
	}
}

// Every file that a command reads whole goes through the one function that bounds it.
func TestNoCommandReadsAFileOfAnySize(t *testing.T) {
	all, err := filepath.Glob("*.go")
	must(t, err)
	whole := regexp.MustCompile(`\bos\.ReadFile\b|\bioutil\.`)
	for _, name := range all {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		must(t, err)
		if at := whole.FindIndex(text); at != nil {
			t.Errorf("%s:%d: %s", name, 1+bytes.Count(text[:at[0]], []byte("\n")), text[at[0]:at[1]])
		}
	}
}
