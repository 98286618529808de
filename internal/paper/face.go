package paper

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is one embedded font, and the glyphs of it that were used.
type face struct {
	name string
	file []byte // TrueType
	of   *sfnt.Font
	buf  sfnt.Buffer
	used map[sfnt.GlyphIndex]rune
}

// faces are those that a paper is written in.
type faces struct{ regular, bold *face }

func load() (faces, error) {
	regular, err := read("GoRegular", goregular.TTF)
	if err != nil {
		return faces{}, err
	}
	bold, err := read("GoBold", gobold.TTF)
	return faces{regular, bold}, err
}

func read(name string, file []byte) (*face, error) {
	of, err := sfnt.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("paper: font %s: %w", name, err)
	}
	return &face{name: name, file: file, of: of, used: map[sfnt.GlyphIndex]rune{}}, nil
}

// perEm is the number of units of a glyph's width in a PDF (ISO 32000-1, 9.2.4).
const perEm = 1000

// glyph gives that of a rune; of one that the font has not, that of U+FFFD.
func (f *face) glyph(r rune) sfnt.GlyphIndex {
	g, err := f.of.GlyphIndex(&f.buf, r)
	if err != nil || g == 0 {
		r = '\uFFFD'
		g, _ = f.of.GlyphIndex(&f.buf, r) // 0, the empty box, where there is none either
	}
	return g
}

// width is that of a glyph, in thousandths of an em.
func (f *face) width(g sfnt.GlyphIndex) int {
	w, err := f.of.GlyphAdvance(&f.buf, g, fixed.I(perEm), font.HintingNone)
	if err != nil {
		return 0
	}
	return w.Round()
}

// length is that of a text, in thousandths of an em.
func (f *face) length(s string) int {
	n := 0
	for _, r := range s {
		n += f.width(f.glyph(r))
	}
	return n
}

// shown is a text as a content stream shows it: the numbers of its glyphs in hex.
func (f *face) shown(s string) string {
	var b strings.Builder
	for _, r := range s {
		g := f.glyph(r)
		f.used[g] = r
		fmt.Fprintf(&b, "%04X", uint16(g))
	}
	return "<" + b.String() + ">"
}

// widths is the W array of the glyphs used, and unicode the ToUnicode CMap: which
// character each of them is.
func (f *face) widths() string {
	var b strings.Builder
	for _, g := range slices.Sorted(maps.Keys(f.used)) {
		fmt.Fprintf(&b, "%d [%d] ", g, f.width(g))
	}
	return "[" + b.String() + "]"
}

func (f *face) unicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapType 2 def /CMapName /Etalon def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for chunk := range slices.Chunk(slices.Sorted(maps.Keys(f.used)), 100) { // at most so many at a time
		fmt.Fprintf(&b, "%d beginbfchar\n", len(chunk))
		for _, g := range chunk {
			fmt.Fprintf(&b, "<%04X> <", uint16(g))
			for _, unit := range utf16.Encode([]rune{f.used[g]}) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.Bytes()
}
