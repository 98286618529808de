package mtom_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// same holds the reader over a body kept elsewhere against the one over memory:
// parts, headers, places, oddities and bytes.
func same(t *testing.T, ct string, body []byte, limits mtom.Limits, page int) {
	t.Helper()
	want := mtom.Read(ct, body, 7, limits)
	got, err := mtom.OpenPaged(ct, bytes.NewReader(body), int64(len(body)), 7, limits, page)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Parts) != len(want.Parts) || got.Multipart != want.Multipart || !reflect.DeepEqual(got.Media, want.Media) {
		t.Fatalf("page %d: %d parts %v, in memory %d parts %v of %q", page, len(got.Parts), got.Media, len(want.Parts), want.Media, body)
	}
	if !reflect.DeepEqual(got.Anomalies, want.Anomalies) {
		t.Fatalf("page %d: %v, in memory %v of %q", page, got.Anomalies, want.Anomalies, body)
	}
	for i, w := range want.Parts {
		g := got.Parts[i]
		if (g.Body != nil) != g.Root && g.Size > 0 {
			t.Errorf("part %d: root %v, and in memory %v", i, g.Root, g.Body != nil)
		}
		raw, err := io.ReadAll(g.Raw())
		if err != nil || !bytes.Equal(raw, w.Body) || g.Size != int64(len(w.Body)) || w.Size != g.Size {
			t.Fatalf("page %d, part %d: %q (%v), in memory %q", page, i, raw, err, w.Body)
		}
		a, aErr := g.Content()
		b, bErr := w.Content()
		if !bytes.Equal(a, b) || fmt.Sprint(aErr) != fmt.Sprint(bErr) {
			t.Fatalf("page %d, part %d: content %q %v, in memory %q %v", page, i, a, aErr, b, bErr)
		}
		// What is not the same memory is compared by value.
		plain := func(p mtom.Part) string {
			return fmt.Sprint(p.Index, p.Headers, p.ContentID, p.Type, p.Params, p.Encoding, p.Offset, p.Root)
		}
		if plain(g) != plain(w) {
			t.Fatalf("page %d, part %d: %s, in memory %s", page, i, plain(g), plain(w))
		}
	}
}

var hostile = []string{
	"", "--B", "--B--", "--B\r\n", "\r\n--B\r\n\r\nx\r\n--B--\r\n", "--B\n\n\n--B\n--B--",
	"--B\r\nA: 1\r\n 2\r\n\t3\r\n\r\n" + strings.Repeat("\r\n--B", 50) + "x\r\n--B--",
	"--B" + strings.Repeat(" ", 300) + "\r\nContent-ID: <a>\r\n\r\nx\r\n--B--" + strings.Repeat("\t", 300),
	strings.Repeat("-", 500) + "B\r\n--B\r\n\r\n--B--\r",
	"--B\r\n" + strings.Repeat("H: v\r\n", 100), "--B\r\n" + strings.Repeat("h", 1000) + "\r\n\r\n--B--\n\n",
	strings.Repeat("--B\r\n\r\nx\r\n", 40) + "--B--", "--B--\r\nmore", "--B-\r\n", "x\n--B--", "--B\r",
}

func TestHostileBodiesAreReadTheSameFromElsewhere(t *testing.T) {
	bodies := append([]string{goodBody, string(crlf(goodBody))}, hostile...)
	good := crlf(goodBody)
	r := rand.New(rand.NewSource(1))
	for range 300 { // torn, doubled and turned messages
		a, b := r.Intn(len(good)), r.Intn(len(good))
		bodies = append(bodies, string(good[:a])+string(good[b:]))
	}
	for _, body := range bodies {
		for _, page := range []int{1, 2, 3, 7, 64, 100, 1 << 17} {
			same(t, goodType, []byte(body), mtom.Limits{}, page)
			same(t, goodType, []byte(body), mtom.Limits{Parts: 3, Headers: 40, Bytes: 300}, page)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(goodType, crlf(goodBody), 3)
	for i, body := range hostile {
		f.Add(`multipart/related; boundary=B`, []byte(body), i)
	}
	f.Fuzz(func(t *testing.T, ct string, body []byte, page int) {
		page = 1 + page&0xff
		same(t, ct, body, mtom.Limits{}, page)
		same(t, ct, body, mtom.Limits{Parts: 4, Headers: 16, Bytes: 256}, page)
	})
}

// counted is a body of any size made on the spot; it counts what is read.
type counted struct {
	head, tail string
	size, read int64
}

func (c *counted) ReadAt(p []byte, off int64) (int, error) {
	c.read += int64(len(p))
	for i := range p {
		switch at := off + int64(i); {
		case at < int64(len(c.head)):
			p[i] = c.head[at]
		case at >= c.size-int64(len(c.tail)):
			p[i] = c.tail[at-c.size+int64(len(c.tail))]
		default:
			p[i] = 'x'
		}
	}
	return len(p), nil
}

// A document of 50 MB is passed over once, in a bounded window.
func TestALargeDocumentStaysWhereItIs(t *testing.T) {
	c := &counted{
		head: "--B\r\nContent-Type: application/xop+xml\r\nContent-ID: <root@x>\r\n\r\n<e/>\r\n--B\r\nContent-ID: <d>\r\n\r\n",
		tail: "\r\n--B--\r\n", size: 50_000_000,
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m, err := mtom.Open(goodType, c, c.size, 0, mtom.Limits{})
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Parts) != 2 || m.Parts[1].Size != c.size-int64(len(c.head)+len(c.tail)) || m.Parts[1].Body != nil {
		t.Fatalf("%d parts, %v", len(m.Parts), m.Anomalies)
	}
	if c.read > c.size+c.size/100 {
		t.Errorf("%d bytes read of %d", c.read, c.size)
	}
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}

type unreadable struct{}

func (unreadable) ReadAt([]byte, int64) (int, error) { return 0, errors.New("the disk is gone") }

func TestAReadErrorIsTold(t *testing.T) {
	if _, err := mtom.Open(goodType, unreadable{}, 1000, 0, mtom.Limits{}); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("%v", err)
	}
}
