package html_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports/html"
	"github.com/etalon-dmp/etalon/reports/internal/sample"
)

func at(offset int64, direction string) []etalon.Finding {
	return []etalon.Finding{{Exchange: "x1", Location: etalon.Location{Direction: direction, Offset: offset}}}
}

func marked(m html.Message) []html.Line {
	var out []html.Line
	for _, l := range m.Lines {
		if len(l.Marks) > 0 {
			out = append(out, l)
		}
	}
	return out
}

func TestViewMarksTheLineOfTheOffset(t *testing.T) {
	raw := sample.Request()
	off := sample.OffsetOf(raw, "<rim:LocalizedString")
	v := html.View("x1", "t", raw, sample.Response(), at(off+3, "request"))
	got := marked(v.Request)
	if len(got) != 1 || strings.TrimSpace(got[0].Text) != `<rim:LocalizedString value="CR"/>` {
		t.Fatalf("marked %+v", got)
	}
	if len(marked(v.Response)) != 0 {
		t.Error("the other message is marked too")
	}
	if !v.Request.Lines[0].Head || v.Request.Lines[6].Head {
		t.Error("the head is start line and headers, and no more")
	}
}

func TestViewFoldsOneLineOfXML(t *testing.T) {
	raw := sample.Response()
	off := sample.OffsetOf(raw, "<rs:RegistryResponse")
	v := html.View("x1", "t", nil, raw, at(off, "response"))
	if !v.Response.Folded {
		t.Error("folding is not told")
	}
	got := marked(v.Response)
	if len(got) != 1 || !strings.HasPrefix(strings.TrimSpace(got[0].Text), "<rs:RegistryResponse") || int64(got[0].Offset) != off {
		t.Fatalf("marked %+v, want the line at %d", got, off)
	}
	if !strings.HasPrefix(got[0].Text, "    <rs:") {
		t.Errorf("indentation: %q", got[0].Text)
	}
	// Folding adds spaces and breaks, nothing else, and loses nothing.
	var joined strings.Builder
	for _, l := range v.Response.Lines {
		joined.WriteString(strings.TrimLeft(l.Text, " "))
	}
	if want := strings.NewReplacer("\r", "", "\n", "").Replace(string(raw)); joined.String() != want {
		t.Errorf("got %q\nwant %q", joined.String(), want)
	}
}

func TestViewLeavesOutAndSaysSo(t *testing.T) {
	var raw bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&raw, "line %d\n", i)
	}
	off := sample.OffsetOf(raw.Bytes(), "line 4000")
	v := html.View("x1", "t", raw.Bytes(), nil, at(off, "request"))
	shown, told := len(v.Request.Lines), v.Request.Left
	for _, l := range v.Request.Lines {
		told += l.Gap
	}
	if shown > 400 || shown+told != 5000 {
		t.Errorf("%d shown, %d told as left out, of 5000", shown, told)
	}
	if got := marked(v.Request); len(got) != 1 || got[0].Text != "line 4000" {
		t.Errorf("marked %+v", got)
	}
}

func TestViewTakesAnyBytes(t *testing.T) {
	for name, raw := range map[string][]byte{
		"empty":           nil,
		"no end of head":  []byte("POST / HTTP/1.1"),
		"binary":          {0, 1, 2, 0xff, 0xfe, '\n', 0x1b, '[', '2', 'J'},
		"angle brackets":  bytes.Repeat([]byte("><"), 5000),
		"closings":        []byte("\n" + strings.Repeat("</a>", 2000)),
		"openings":        []byte("\n" + strings.Repeat("<a>", 2000)),
		"one long line":   bytes.Repeat([]byte("é"), 100_000),
		"only line feeds": bytes.Repeat([]byte("\n"), 10_000),
	} {
		for _, off := range []int64{0, 1, int64(len(raw)) - 1, int64(len(raw)), 1 << 40} {
			v := html.View("x1", "t", raw, raw, at(off, "request"))
			if v.Request.Size != len(raw) {
				t.Errorf("%s: size %d", name, v.Request.Size)
			}
			want := 0
			if off >= 0 && off < int64(len(raw)) {
				want = 1
			}
			if got := len(marked(v.Request)); got != want {
				t.Errorf("%s, offset %d: %d lines marked, want %d", name, off, got, want)
			}
			total := 0
			for _, l := range v.Request.Lines {
				total += len(l.Text)
				if strings.ContainsAny(l.Text, "\x00\x1b\n") {
					t.Fatalf("%s: a control character is shown", name)
				}
			}
			if total > 400_000 {
				t.Errorf("%s: %d bytes shown", name, total)
			}
		}
	}
}

// TestViewOfHugeMessagesIsSmall: what is kept follows what is shown, not what came.
func TestViewOfHugeMessagesIsSmall(t *testing.T) {
	raw := append([]byte("\r\n"), bytes.Repeat([]byte("><"), 2<<20)...)
	var findings []etalon.Finding
	for i := range 5000 {
		findings = append(findings, at(int64(i*700), "request")...)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v := html.View("x1", "t", raw, nil, findings)
	runtime.ReadMemStats(&after)
	if len(v.Request.Lines) > 2000 {
		t.Errorf("%d lines", len(v.Request.Lines))
	}
	allocated := after.TotalAlloc - before.TotalAlloc
	if allocated > 8<<20 {
		t.Errorf("%d bytes allocated for a message of %d", allocated, len(raw))
	}
}
