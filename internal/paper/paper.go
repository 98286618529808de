package paper

import "time"

// Tag is what a block is to a reader: a structure type of ISO 32000-1, 14.8.4.
type Tag string

// The tags used.
const (
	Title     Tag = "H1"
	Heading   Tag = "H2"
	Paragraph Tag = "P"
)

// Block is a heading or a paragraph.
type Block struct {
	Tag   Tag
	Label string // in bold before the text; "" for none
	Text  string
}

// File is attached, whole.
type File struct {
	Name  string
	Media string // its media type
	About string
	Bytes []byte
}

// Paper is a text to be written.
type Paper struct {
	Lang   string // "fr", "en"
	Title  string
	Author string
	At     time.Time // when it was made, as the file says it
	Blocks []Block
	Files  []File
	Foot   string // at the foot of each page, before its number
}

// PDF writes it.
func (p Paper) PDF() ([]byte, error) {
	faces, err := load()
	if err != nil {
		return nil, err
	}
	w := &writer{}
	w.document(p, faces, lay(p, faces))
	return w.end(), nil
}
