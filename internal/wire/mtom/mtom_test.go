package mtom_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

const goodType = `multipart/related; boundary="B"; type="application/xop+xml"; start="<root@x>"; start-info="application/soap+xml"`

const goodBody = `--B
Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"
Content-Transfer-Encoding: binary
Content-ID: <root@x>

<envelope/>
--B
Content-Type: text/xml
Content-ID: <doc 1@x>

first
second
--B--
`

func codes(m mtom.Message) []string {
	var s []string
	for _, a := range m.Anomalies {
		s = append(s, a.Code)
	}
	return s
}

func TestReadsAConformingMessage(t *testing.T) {
	body := crlf(goodBody)
	m := mtom.Read(goodType, body, 1000, mtom.Limits{})
	if len(m.Anomalies) != 0 {
		t.Errorf("anomalies: %v", m.Anomalies)
	}
	if len(m.Parts) != 2 || !m.Multipart {
		t.Fatalf("parts: %+v", m.Parts)
	}
	root, ok := m.Root()
	if !ok || root.Index != 0 || string(root.Body) != "<envelope/>" || root.ContentID != "root@x" || root.Encoding != "binary" {
		t.Errorf("root: %+v", root)
	}
	if want := int64(1000 + bytes.Index(body, []byte("<envelope/>"))); root.Offset != want {
		t.Errorf("root offset %d, want %d", root.Offset, want)
	}
	if got := []string{root.Headers[0].Name, root.Headers[1].Name, root.Headers[2].Name}; !slices.Equal(got, []string{"Content-Type", "Content-Transfer-Encoding", "Content-ID"}) {
		t.Errorf("header order: %v", got)
	}
	if want := int64(1000 + bytes.Index(body, []byte("Content-Transfer"))); root.Headers[1].Offset != want {
		t.Errorf("header offset %d, want %d", root.Headers[1].Offset, want)
	}
	doc, ok := m.Resolve("cid:doc%201@x")
	if !ok || doc.Index != 1 || string(doc.Body) != "first\r\nsecond" {
		t.Errorf("document: %v %+v", ok, doc)
	}
	if _, ok := m.Resolve("cid:other@x"); ok {
		t.Error("an unknown cid resolved")
	}
	if _, ok := m.Resolve("http://doc"); ok {
		t.Error("an href that is not a cid: URL resolved")
	}
}

func TestReportsOddities(t *testing.T) {
	swap := func(old, new string) func(string, string) (string, string) {
		return func(ct, b string) (string, string) {
			return strings.Replace(ct, old, new, 1), strings.Replace(b, old, new, 1)
		}
	}
	for _, c := range []struct {
		name, code, place string // place: text that the offset must point at, "" for any
		change            func(contentType, body string) (string, string)
		parts             int
	}{
		{"lf", mtom.CodeLineEnd, "\nContent-Type: app", func(ct, b string) (string, string) { return ct, strings.ReplaceAll(b, "\r\n", "\n") }, 2},
		{"no start", mtom.CodeStartMissing, "", swap(` start="<root@x>";`, ""), 2},
		{"no type", mtom.CodeTypeMissing, "", swap(` type="application/xop+xml";`, ""), 2},
		{"other type", mtom.CodeTypeUnexpected, "", swap(`type="application/xop+xml"`, `type="text/xml"`), 2},
		{"no start-info", mtom.CodeStartInfoMissing, "", swap(`; start-info="application/soap+xml"`, ""), 2},
		{"no boundary", mtom.CodeBoundaryMissing, "", swap(` boundary="B";`, ""), 1},
		{"other boundary", mtom.CodeBoundaryNotFound, "--B", swap(`boundary="B"`, `boundary="C"`), 1},
		{"bad boundary", mtom.CodeBoundaryInvalid, "", func(ct, b string) (string, string) {
			return strings.Replace(ct, `"B"`, `"B!"`, 1), strings.ReplaceAll(b, "--B", "--B!")
		}, 2},
		{"no close", mtom.CodeClosingMissing, "", swap("--B--\r\n", ""), 2},
		{"preamble", mtom.CodePreamble, "hello", func(ct, b string) (string, string) { return ct, "hello\r\n" + b }, 2},
		{"epilogue", mtom.CodeEpilogue, "bye", func(ct, b string) (string, string) { return ct, b + "bye" }, 2},
		{"duplicate id", mtom.CodeContentIDDuplicate, "first", swap("<doc 1@x>", "<root@x>"), 2},
		{"id without brackets", mtom.CodeContentIDBrackets, "Content-ID: doc", swap("<doc 1@x>", "doc"), 2},
		{"no id", mtom.CodeContentIDMissing, "Content-Type: text/xml", swap("Content-ID: <doc 1@x>\r\n", ""), 2},
		{"doubled parameter", mtom.CodeParameterDuplicate, "", swap(`; type=`, `; boundary="X"; type=`), 2},
		{"unquoted start", mtom.CodeParameterUnquoted, "", swap(`"<root@x>"`, `<root@x>`), 2},
		{"trailing semicolon", mtom.CodeTrailingSemicolon, "", func(ct, b string) (string, string) { return ct + ";", b }, 2},
		{"quoted-printable root", mtom.CodeRootEncoding, "<envelope/>", swap("binary", "quoted-printable"), 2},
		{"base64 part", mtom.CodePartEncoding, "first", swap("Content-ID: <doc", "Content-Transfer-Encoding: base64\r\nContent-ID: <doc"), 2},
		{"part in an encoding of nobody", mtom.CodeEncodingUnknown, "first", swap("Content-ID: <doc", "Content-Transfer-Encoding: x-uue\r\nContent-ID: <doc"), 2},
		{"unresolvable start", mtom.CodeStartUnresolved, "", swap(`"<root@x>"`, `"<none@x>"`), 2},
		{"start without brackets", mtom.CodeStartBrackets, "", swap(`"<root@x>"`, `"root@x"`), 2},
		{"root type", mtom.CodeRootType, "<envelope/>", swap("application/xop+xml; charset", "text/xml; charset"), 2},
		{"bad header", mtom.CodeHeaderMalformed, "rubbish", swap("Content-ID: <doc", "rubbish\r\nContent-ID: <doc"), 2},
		{"header twice", mtom.CodeHeaderDuplicate, "Content-ID: <doc 2", swap("Content-ID: <doc 1@x>", "Content-ID: <doc 1@x>\r\nContent-ID: <doc 2>"), 2},
		{"no empty line", mtom.CodeHeaderUnterminated, "", swap("\r\n\r\nfirst\r\nsecond", ""), 2},
		{"boundary prefix", mtom.CodeBoundaryPrefix, "--Bx", swap("first", "--Bx"), 2},
		{"no content type", mtom.CodeContentTypeMissing, "", func(_, b string) (string, string) { return "", b }, 1},
		{"bad content type", mtom.CodeContentTypeMalformed, "", swap("multipart/related", "multipart/rel ated"), 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			ct, body := c.change(goodType, string(crlf(goodBody)))
			m := mtom.Read(ct, []byte(body), 7, mtom.Limits{})
			i := slices.Index(codes(m), c.code)
			if i < 0 {
				t.Fatalf("want %s, got %v", c.code, m.Anomalies)
			}
			if len(m.Parts) != c.parts {
				t.Errorf("%d parts, want %d", len(m.Parts), c.parts)
			}
			if _, ok := m.Root(); !ok {
				t.Error("no root part")
			}
			if at := m.Anomalies[i].Offset; c.place != "" && !strings.HasPrefix(body[max(0, at-7):], c.place) {
				t.Errorf("offset %d points at %.20q, want %q", at, body[max(0, at-7):], c.place)
			}
		})
	}
}

func TestAnEmptyLineBeforeTheFirstDelimiterIsNoPreamble(t *testing.T) {
	if m := mtom.Read(goodType, append([]byte("\r\n"), crlf(goodBody)...), 0, mtom.Limits{}); len(m.Anomalies) > 0 || len(m.Parts) != 2 {
		t.Errorf("%d parts, %v", len(m.Parts), m.Anomalies)
	}
	if m := mtom.Read(goodType, append([]byte("\r\n\r\n"), crlf(goodBody)...), 0, mtom.Limits{}); !slices.Contains(codes(m), mtom.CodePreamble) {
		t.Errorf("%v", m.Anomalies)
	}
}

func TestKeepsTheLimits(t *testing.T) {
	body := "--B\r\n\r\na\r\n--B\r\n\r\nb\r\n--B\r\n\r\nc\r\n--B--\r\n"
	m := mtom.Read(goodType, []byte(body), 0, mtom.Limits{Parts: 2})
	if len(m.Parts) != 2 || !slices.Contains(codes(m), mtom.CodeLimitParts) {
		t.Errorf("%d parts, %v", len(m.Parts), codes(m))
	}
	long := "--B\r\nX: " + strings.Repeat("x", 500) + "\r\n\r\na\r\n--B--\r\n"
	if m = mtom.Read(goodType, []byte(long), 0, mtom.Limits{Headers: 100}); !slices.Contains(codes(m), mtom.CodeLimitHeaders) {
		t.Errorf("%v", codes(m))
	}
	if m = mtom.Read(goodType, []byte(long), 0, mtom.Limits{Bytes: 50}); !slices.Contains(codes(m), mtom.CodeLimitBytes) {
		t.Errorf("%v", codes(m))
	}
	many := mtom.Read(goodType, []byte(strings.Repeat("--B\r\nrubbish\r\n\r\n", 900)), 0, mtom.Limits{})
	if len(many.Anomalies) > 200 {
		t.Errorf("%d anomalies", len(many.Anomalies))
	}
}

func TestDecodesTransferEncodings(t *testing.T) {
	for encoding, text := range map[string]string{"base64": "w6l0\r\nYWxvbg==", "quoted-printable": "=C3=A9ta=\r\nlon", "binary": "étalon"} {
		got, err := mtom.Part{Encoding: encoding, Body: []byte(text)}.Content()
		if err != nil || string(got) != "étalon" {
			t.Errorf("%s: %q, %v", encoding, got, err)
		}
	}
	if _, err := (mtom.Part{Encoding: "base64", Body: []byte("*")}).Content(); err == nil {
		t.Error("bad base64 gave no error")
	}
}

func TestWriterIsReadBackWithoutAnomaly(t *testing.T) {
	parts := []mtom.OutPart{
		mtom.RootPart("r@x", []byte("<e/>")),
		mtom.BinaryPart("d@x", "application/pdf", []byte("%PDF\r\n--B no delimiter\n\x00\xff")),
	}
	out := mtom.Outgoing{Boundary: "uuid:1-2", Parts: parts}.Bytes()
	m := mtom.Read(mtom.ContentType("uuid:1-2", "r@x", "urn:a"), out, 0, mtom.Limits{})
	if len(m.Anomalies) != 0 || len(m.Parts) != 2 {
		t.Fatalf("%d parts, %v", len(m.Parts), m.Anomalies)
	}
	if a, _ := m.Media.Param("action"); a != "urn:a" {
		t.Errorf("action %q", a)
	}
	if !bytes.Equal(m.Parts[1].Body, parts[1].Body) || m.Parts[1].Type != "application/pdf" {
		t.Errorf("%+v", m.Parts[1])
	}
}

// stdParts is the second opinion: what mime/multipart reads.
func stdParts(boundary string, body []byte) ([][]byte, error) {
	r := multipart.NewReader(bytes.NewReader(body), boundary)
	var parts [][]byte
	for {
		p, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts, nil
		}
		if err != nil {
			return parts, err
		}
		b, err := io.ReadAll(p)
		if err != nil {
			return parts, err
		}
		parts = append(parts, b)
	}
}

func differ(t *testing.T, body []byte) {
	t.Helper()
	m := mtom.Read(goodType, body, 0, mtom.Limits{})
	for _, p := range m.Parts {
		if p.Offset < 0 || p.Offset+int64(len(p.Body)) > int64(len(body)) || !bytes.Equal(body[p.Offset:p.Offset+int64(len(p.Body))], p.Body) {
			t.Fatalf("part %d: body is not the bytes at offset %d", p.Index, p.Offset)
		}
	}
	if len(m.Anomalies) > 0 || !m.Multipart {
		return // the readers may differ on odd messages
	}
	std, err := stdParts("B", body)
	if err != nil {
		t.Fatalf("no anomaly, but mime/multipart says %v: %q", err, body)
	}
	if len(std) != len(m.Parts) {
		t.Fatalf("%d parts, mime/multipart reads %d: %q", len(m.Parts), len(std), body)
	}
	for i := range std {
		if !bytes.Equal(std[i], m.Parts[i].Body) {
			t.Fatalf("part %d: %q, mime/multipart reads %q", i, m.Parts[i].Body, std[i])
		}
	}
}

func TestAgreesWithMimeMultipart(t *testing.T) {
	good := crlf(goodBody)
	differ(t, good)
	for _, extra := range []string{"", "\r\n", "x\r\n", "\r\n--", "--B", "\r\n--C\r\n", "a\rb"} {
		differ(t, bytes.Replace(good, []byte("first"), []byte(extra), 1))
	}
	for i := range good { // every single-byte deletion
		differ(t, slices.Delete(slices.Clone(good), i, i+1))
	}
}

func FuzzRead(f *testing.F) {
	f.Add(goodType, crlf(goodBody))
	f.Add(`multipart/related; boundary=B`, []byte("--B\n\n--B\n--B--"))
	f.Add(`text/plain; a="b\`, []byte("x"))
	f.Fuzz(func(t *testing.T, ct string, body []byte) {
		m := mtom.Read(ct, body, 0, mtom.Limits{})
		if len(m.Anomalies) > 200 {
			t.Fatalf("%d anomalies", len(m.Anomalies))
		}
		differ(t, body)
	})
}

// The first part is the root where nothing says otherwise, and needs no name; where
// start names a part, a root without one is told.
func TestARootWithoutStartNeedsNoName(t *testing.T) {
	body := strings.Replace(string(crlf(goodBody)), "Content-ID: <root@x>\r\n", "", 1)
	unnamed := mtom.Read(strings.Replace(goodType, ` start="<root@x>";`, "", 1), []byte(body), 7, mtom.Limits{})
	if got := codes(unnamed); slices.Contains(got, mtom.CodeContentIDMissing) || !slices.Contains(got, mtom.CodeStartMissing) {
		t.Errorf("without start: %v", got)
	}
	if got := codes(mtom.Read(goodType, []byte(body), 7, mtom.Limits{})); !slices.Contains(got, mtom.CodeContentIDMissing) {
		t.Errorf("with start: %v", got)
	}
}
