package paper

import "strings"

// A4, in points, and what is left free around the text.
const (
	paperWidth, paperHeight = 595, 842
	side, top, bottom       = 57, 60, 70
)

// line is one line of a block, where it stands on its page.
type line struct {
	x, y        float64
	size        int
	bold, plain string // the bold part comes first
}

// piece is what of a block is on one page: its lines are one marked content.
type piece struct {
	block int
	lines []line
}

// page is a page: the number of a piece is its marked-content identifier.
type page []piece

// sizes are those of letters, in points.
func (t Tag) size() int {
	switch t {
	case Title:
		return 18
	case Heading:
		return 13
	case Paragraph:
	}
	return 10
}

// lay lays the blocks onto pages.
func lay(p Paper, f faces) []page {
	pages, y := []page{{}}, float64(paperHeight-top)
	for i, b := range p.Blocks {
		size := b.Tag.size()
		lead := float64(size) * 1.4
		if b.Tag == Heading {
			y -= lead // room before it
		}
		for n, l := range broken(b, f) {
			if y-lead < bottom {
				pages, y = append(pages, page{}), paperHeight-top
				n = 0
			}
			y -= lead
			l.x, l.y, l.size = side, y, size
			here := &pages[len(pages)-1]
			if n == 0 || len(*here) == 0 || (*here)[len(*here)-1].block != i {
				*here = append(*here, piece{block: i})
			}
			last := &(*here)[len(*here)-1]
			last.lines = append(last.lines, l)
		}
		y -= float64(size) * 0.4
	}
	return pages
}

// broken breaks a block into lines that fit: at blanks, or within a word that is longer
// than a line.
func broken(b Block, f faces) []line {
	plain := f.regular
	if b.Tag != Paragraph {
		plain = f.bold
	}
	room := (paperWidth - 2*side) * perEm / b.Tag.size()
	left := room
	label := b.Label
	if label != "" {
		label += " "
		left -= f.bold.length(label)
	}
	lines := []line{{bold: label}}
	add := func(word string) {
		l := &lines[len(lines)-1]
		l.plain += word
		left -= plain.length(word)
	}
	for k, par := range strings.Split(b.Text, "\n") {
		if k > 0 {
			lines, left = append(lines, line{}), room
		}
		for _, word := range strings.Fields(par) {
			if l := lines[len(lines)-1]; l.plain != "" {
				word = " " + word
			}
			if plain.length(word) > left && (lines[len(lines)-1].plain != "" || left < room) {
				add(" ") // a reader puts the lines together again
				lines, left = append(lines, line{}), room
				word = strings.TrimPrefix(word, " ")
			}
			for plain.length(word) > room {
				cut := []rune(word)
				n := len(cut)
				for n > 1 && plain.length(string(cut[:n])) > room {
					n--
				}
				add(string(cut[:n]))
				lines, left = append(lines, line{}), room
				word = string(cut[n:])
			}
			add(word)
		}
	}
	if b.Tag != Paragraph { // a heading is bold throughout
		for i := range lines {
			lines[i].bold, lines[i].plain = lines[i].bold+lines[i].plain, ""
		}
	}
	return lines
}
