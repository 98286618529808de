package terminal

import (
	"io"
	"strings"

	"github.com/etalon-dmp/etalon/reports"
)

// Safe makes a value fit for one line of a terminal: control characters (ESC,
// C1), bidirectional controls and all else that a reader could not see are shown
// as escapes, for no file and no product may repaint the reader's screen. With
// limit > 0 the value is cut after that many characters and its whole length
// told. Whatever comes from outside goes through here before it is shown.
func Safe(s string, limit int) string { return reports.Visible(s, limit) }

// SafeLines is Safe for a text of several lines, which stay lines: what a child
// process said, for instance. A CR before a line break is left out.
func SafeLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = Safe(strings.TrimSuffix(l, "\r"), 0)
	}
	return strings.Join(lines, "\n")
}

// Plain is a writer of lines without colours, each made safe as SafeLines does: what
// is printed through it may hold bytes of whomever. Each write is whole lines, or
// parts of one between characters.
func Plain(w io.Writer) io.Writer { return plain{w} }

type plain struct{ to io.Writer }

// Write implements io.Writer.
func (p plain) Write(b []byte) (int, error) {
	if _, err := io.WriteString(p.to, SafeLines(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}
