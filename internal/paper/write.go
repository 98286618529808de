package paper

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf16"
)

// writer writes the objects of a file, and where each began.
type writer struct {
	b     bytes.Buffer
	at    map[int]int
	count int
	root  int
	info  int
}

// room keeps a number for an object that is written later.
func (w *writer) room() int {
	w.count++
	return w.count
}

// put writes an object under a number that was kept.
func (w *writer) put(n int, format string, args ...any) {
	if w.at == nil {
		w.at = map[int]int{}
		w.b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	}
	w.at[n] = w.b.Len()
	fmt.Fprintf(&w.b, "%d 0 obj\n", n)
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteString("\nendobj\n")
}

// add writes an object and gives its number.
func (w *writer) add(format string, args ...any) int {
	n := w.room()
	w.put(n, format, args...)
	return n
}

// stream writes bytes, made smaller; dict is what else its dictionary says.
func (w *writer) stream(dict string, of []byte) int {
	var z bytes.Buffer
	c := zlib.NewWriter(&z)
	_, _ = c.Write(of) // to memory: neither can fail
	_ = c.Close()
	return w.add("<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", dict, z.Len(), z.Bytes())
}

// end gives the file: its table of objects, and what stands at its root.
func (w *writer) end() []byte {
	sum := sha256.Sum256(w.b.Bytes())
	start := w.b.Len()
	fmt.Fprintf(&w.b, "xref\n0 %d\n0000000000 65535 f \n", w.count+1)
	for n := 1; n <= w.count; n++ {
		fmt.Fprintf(&w.b, "%010d 00000 n \n", w.at[n])
	}
	fmt.Fprintf(&w.b, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n", w.count+1, w.root, w.info, sum[:16], sum[:16], start)
	return w.b.Bytes()
}

// text is a text string: UTF-16 with its mark, in hex (ISO 32000-1, 7.9.2.2).
func text(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String() + ">"
}

// refs is an array of objects.
func refs(of []int) string {
	var b strings.Builder
	for i, n := range of {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d 0 R", n)
	}
	return "[" + b.String() + "]"
}
