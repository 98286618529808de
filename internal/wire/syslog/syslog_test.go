package syslog_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/syslog"
)

var sample = syslog.Message{
	Facility: 10, Severity: 5, Time: time.Date(2026, 11, 27, 22, 0, 0, 3e6, time.UTC),
	Host: "poste 1", App: "logiciel", Proc: "42", ID: "IHE+RFC-3881", Text: []byte("<AuditMessage/>"),
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	f := syslog.Parse(syslog.Count(sample.Bytes()))
	if len(f.Anomalies) > 0 || f.Framing != syslog.Counted || f.PRI != "85" || f.Facility != 10 || f.Severity != 5 || f.Version != "1" {
		t.Errorf("%+v", f)
	}
	want := [5]string{"2026-11-27T22:00:00.003Z", "poste_1", "logiciel", "42", "IHE+RFC-3881"}
	if f.Header != want || string(f.Msg) != "<AuditMessage/>" {
		t.Errorf("header %q, message %q", f.Header, f.Msg)
	}
	if f := syslog.Parse(syslog.Message{Text: []byte("x")}.Bytes()); f.Header != [5]string{"-", "-", "-", "-", "-"} || string(f.Msg) != "x" {
		t.Errorf("%q %q", f.Header, f.Msg)
	}
}

// Each stream, the frames that it holds, and the codes of what the stream shows.
func TestFramesOfAStream(t *testing.T) {
	one := string(syslog.Count(sample.Bytes()))
	for name, c := range map[string]struct {
		stream string
		frames []string
		codes  string
	}{
		"two frames":         {one + one, []string{one, one}, ""},
		"lines":              {"<85>1 a\n<85>1 b\n", []string{"<85>1 a\n", "<85>1 b\n"}, ""},
		"cut in the length":  {"12", []string{"12"}, ""},
		"cut in the message": {"12 <85>", []string{"12 <85>"}, ""},
		"no space":           {"12<85>1 - - - - - -", []string{"12<85>1 - - - - - -"}, "framing"},
		"zero":               {"0 " + one, []string{"0 " + one}, "framing"},
		"too long a length":  {"1000000000000 <85>1 -", []string{"1000000000000 <85>1 -"}, "over-limit"},
		"thirty digits":      {strings.Repeat("9", 30) + " x", []string{strings.Repeat("9", 30) + " x"}, "framing"},
		"a line without end": {strings.Repeat("x", 9000), []string{strings.Repeat("x", 8192)}, "over-limit"},
	} {
		r := syslog.NewReader(strings.NewReader(c.stream), 8192)
		var codes []string
		for i := 0; ; i++ {
			raw, anomalies, err := r.Next()
			if errors.Is(err, io.EOF) && len(raw) == 0 {
				if i != len(c.frames) {
					t.Errorf("%s: %d frames", name, i)
				}
				break
			}
			if err != nil || i >= len(c.frames) || string(raw) != c.frames[i] {
				t.Fatalf("%s: frame %d is %.80q: %v", name, i, raw, err)
			}
			for _, a := range anomalies {
				codes = append(codes, a.Code)
			}
		}
		if got := strings.Join(codes, " "); got != c.codes {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// What is announced and never comes costs no memory.
func TestALengthIsNotBelieved(t *testing.T) {
	r := syslog.NewReader(strings.NewReader("8000000 <85>1"), 0)
	allocated := testing.AllocsPerRun(1, func() { _, _, _ = r.Next() })
	if allocated > 20 {
		t.Errorf("%v allocations", allocated)
	}
}

func FuzzFrame(f *testing.F) {
	for _, s := range []string{"", "3 <8", string(syslog.Count(sample.Bytes())), `<1>1 - - - - - [a b="c\]"][d] x`, "12<", "\x00", "0 ", "<999>1 - - - - - - \xEF\xBB\xBFx\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		r := syslog.NewReader(bytes.NewReader(stream), 1<<16)
		var all []byte
		for range len(stream) + 1 {
			raw, _, err := r.Next()
			if len(raw) == 0 {
				if err == nil {
					t.Fatal("neither a frame nor an end")
				}
				break
			}
			all = append(all, raw...)
			p := syslog.Parse(raw)
			if !bytes.Contains(raw, p.Msg) || p.MsgAt+len(p.Msg) > len(raw) {
				t.Fatalf("message at %d of %d bytes", p.MsgAt, len(raw))
			}
		}
		if !bytes.HasPrefix(stream, all) {
			t.Fatal("bytes that did not come")
		}
	})
}
