package soap

import (
	"io"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// spoilers are the behaviours that change what a truthful answer says.
var spoilers = map[etalon.BehaviourName]func(*draft){
	etalon.BehaveSOAP11:         func(d *draft) { d.soap11 = true },
	etalon.BehaveWrongAction:    func(d *draft) { d.message.Action = d.asked },
	etalon.BehaveWrongRelatesTo: func(d *draft) { d.message.RelatesTo = nobody },
	etalon.BehaveNoRelatesTo:    func(d *draft) { d.message.RelatesTo = "" },
	etalon.BehaveTruncatedMultipart: func(d *draft) {
		d.multipart, d.cut = true, true
	},
	etalon.BehaveMissingPart: func(d *draft) {
		if n := len(d.parts); n > 0 {
			d.parts = d.parts[:n-1]
		}
	},
	etalon.BehaveDuplicatePart: func(d *draft) {
		if n := len(d.parts); n > 0 {
			d.parts = append(d.parts, d.parts[n-1])
		}
	},
	etalon.BehaveWrongDocument: func(d *draft) {
		for i, p := range d.parts {
			d.parts[i].Stored = io.NewSectionReader(flipped{p.Stored, p.Size() / 2}, 0, p.Size())
		}
	},
	etalon.BehaveWrongCount: func(*draft) {}, // done where the documents are found
}

// nobody is a message id that no client chose: version and variant of a UUID of
// version 4, and zeros.
const nobody = "urn:uuid:00000000-0000-4000-8000-000000000000"

// flipped is content with one byte other than it was.
type flipped struct {
	from io.ReaderAt
	at   int64
}

func (f flipped) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.from.ReadAt(p, off)
	if i := f.at - off; i >= 0 && i < int64(n) {
		p[i] ^= 1
	}
	return n, err
}

// upTo is the beginning of a body.
type upTo struct {
	mtom.Outgoing
	size int64
}

// Size implements the stream of a reply.
func (u upTo) Size() int64 { return u.size }

// WriteTo implements io.WriterTo.
func (u upTo) WriteTo(w io.Writer) (int64, error) {
	l := &limited{to: w, left: u.size}
	_, err := u.Outgoing.WriteTo(l)
	return u.size - l.left, err
}

// limited passes so many bytes on and swallows the rest.
type limited struct {
	to   io.Writer
	left int64
}

func (l *limited) Write(p []byte) (int, error) {
	n := min(int64(len(p)), l.left)
	l.left -= n
	if n > 0 {
		if _, err := l.to.Write(p[:n]); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}
