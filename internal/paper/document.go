package paper

import (
	"bytes"
	"fmt"
	"strings"
)

// instant is the form of dates in a file (ISO 32000-1, 7.9.4).
const instant = "D:20060102150405Z"

// document writes all objects of a paper.
func (w *writer) document(p Paper, f faces, pages []page) {
	tree, structure := w.room(), w.room()
	streams := make([]int, len(pages))
	for i, pg := range pages {
		streams[i] = w.stream("", content(p, f, pg, i+1, len(pages)))
	}
	fonts := fmt.Sprintf("<< /F1 %d 0 R /F2 %d 0 R >>", w.font(f.regular), w.font(f.bold))
	var kids []int
	for i, s := range streams {
		kids = append(kids, w.add("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d] /Resources << /Font %s >> /Contents %d 0 R /StructParents %d /Tabs /S >>",
			tree, paperWidth, paperHeight, fonts, s, i))
	}
	w.put(tree, "<< /Type /Pages /Count %d /Kids %s >>", len(kids), refs(kids))
	w.structure(structure, p, pages, kids)
	named, attached := w.files(p)
	meta := w.add("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(metadata(p)), metadata(p))
	w.info = w.add("<< /Title %s /Author %s /Producer (Etalon) /CreationDate (%s) >>", text(p.Title), text(p.Author), p.At.UTC().Format(instant))
	w.root = w.add("<< /Type /Catalog /Pages %d 0 R /Lang (%s) /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> /StructTreeRoot %d 0 R /Metadata %d 0 R /Names << /EmbeddedFiles << /Names [%s] >> >> /AF %s >>",
		tree, p.Lang, structure, meta, named, refs(attached))
}

// content is what a page shows. Each piece of a block is one marked content; the foot is
// no part of the text.
func content(p Paper, f faces, pg page, n, of int) []byte {
	var b bytes.Buffer
	for id, piece := range pg {
		fmt.Fprintf(&b, "/%s << /MCID %d >> BDC\n", p.Blocks[piece.block].Tag, id)
		for _, l := range piece.lines {
			fmt.Fprintf(&b, "BT 1 0 0 1 %.2f %.2f Tm ", l.x, l.y)
			if l.bold != "" {
				fmt.Fprintf(&b, "/F2 %d Tf %s Tj ", l.size, f.bold.shown(l.bold))
			}
			if l.plain != "" {
				fmt.Fprintf(&b, "/F1 %d Tf %s Tj ", l.size, f.regular.shown(l.plain))
			}
			b.WriteString("ET\n")
		}
		b.WriteString("EMC\n")
	}
	foot := strings.TrimSpace(fmt.Sprintf("%s %d / %d", p.Foot, n, of))
	fmt.Fprintf(&b, "/Artifact BMC BT 1 0 0 1 %d %d Tm /F1 8 Tf %s Tj ET EMC\n", side, bottom/2, f.regular.shown(foot))
	return b.Bytes()
}

// font embeds a face, whole.
func (w *writer) font(f *face) int {
	file := w.stream(fmt.Sprintf("/Length1 %d", len(f.file)), f.file)
	cmap := w.stream("", f.unicode())
	about := w.add("<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-440 -433 2160 1024] /ItalicAngle 0 /Ascent 935 /Descent -211 /CapHeight 723 /StemV 80 /FontFile2 %d 0 R >>", f.name, file)
	glyphs := w.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %d 0 R /W %s /CIDToGIDMap /Identity >>", f.name, about, f.widths())
	return w.add("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>", f.name, glyphs, cmap)
}

// structure writes the tree that tells a reader what each marked content is.
func (w *writer) structure(root int, p Paper, pages []page, kids []int) {
	whole := w.room()
	element := make([]int, len(p.Blocks))
	parts := make([]string, len(p.Blocks))
	for i := range element {
		element[i] = w.room()
	}
	var parents strings.Builder
	for i, pg := range pages {
		var here []int
		for id, piece := range pg {
			parts[piece.block] += fmt.Sprintf("<< /Type /MCR /Pg %d 0 R /MCID %d >> ", kids[i], id)
			here = append(here, element[piece.block])
		}
		fmt.Fprintf(&parents, "%d %s ", i, refs(here))
	}
	for i, b := range p.Blocks {
		w.put(element[i], "<< /Type /StructElem /S /%s /P %d 0 R /K [%s] >>", b.Tag, whole, parts[i])
	}
	w.put(whole, "<< /Type /StructElem /S /Document /P %d 0 R /K %s >>", root, refs(element))
	w.put(root, "<< /Type /StructTreeRoot /K %d 0 R /ParentTree << /Nums [%s] >> /ParentTreeNextKey %d >>", whole, parents.String(), len(pages))
}
