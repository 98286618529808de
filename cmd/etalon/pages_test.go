package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var (
	fence    = regexp.MustCompile("(?ms)^```(sh|ya?ml title=\\S+|xml title=\\S+)\n(.*?)^```$")
	exitCode = regexp.MustCompile(`\s+# code de sortie ([0-9]+)( ou ([0-9]+))?$`)
)

// TestThePagesAreRight follows the pages for people who write rules and scenarios
// to the letter: each command is run, each file is written as the page shows it.
func TestThePagesAreRight(t *testing.T) {
	var scripts []string
	for _, page := range []string{"regles", "scenarios"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "docs", page+".md"))
		if err != nil {
			t.Fatal(err)
		}
		script := script(string(text))
		if strings.Count(script, "etalon ") < 4 {
			t.Fatalf("%s.md: few commands\n%s", page, script)
		}
		file := filepath.Join(t.TempDir(), page+".txtar")
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, file)
	}
	testscript.Run(t, testscript.Params{Files: scripts, Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits}})
}

// script makes a test script of a page.
func script(page string) string {
	var steps, files strings.Builder
	for i, m := range fence.FindAllStringSubmatch(page, -1) {
		if name, titled := strings.CutPrefix(m[1][strings.Index(m[1], " ")+1:], "title="); titled {
			fmt.Fprintf(&steps, "cp block%d %s\n", i, name)
			fmt.Fprintf(&files, "-- block%d --\n%s", i, m[2])
			continue
		}
		for _, line := range strings.Split(strings.TrimSpace(m[2]), "\n") {
			code := exitCode.FindStringSubmatch(line)
			switch line = strings.TrimSuffix(line, at(code, 0)); {
			case code == nil:
				fmt.Fprintf(&steps, "exec %s\n", quoted(line))
			case code[3] != "":
				fmt.Fprintf(&steps, "exits %s,%s %s\n", code[1], code[3], quoted(line))
			default:
				fmt.Fprintf(&steps, "exits %s %s\n", code[1], quoted(line))
			}
		}
	}
	return steps.String() + files.String()
}

func at(m []string, i int) string {
	if m == nil {
		return ""
	}
	return m[i]
}

// quoted turns the double quotes of a shell into the single ones of a script.
func quoted(line string) string {
	parts := strings.Split(line, `"`)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "'" + strings.ReplaceAll(parts[i], "'", "''") + "'"
	}
	return strings.Join(parts, "")
}
