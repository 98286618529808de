package dicom

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/etalon-dmp/etalon"
)

// Limits of what is read of one file. Beyond them there is an anomaly, and what
// follows is not read.
const (
	maxDepth    = 32
	maxElements = 500_000
	maxOddities = 100
	maxUnpacked = 16 << 20 // bytes of a deflated data set, unpacked
)

// The codes of anomalies: a closed list.
const (
	CodeMeta      = "meta"       // the meta information is not whole, or its length is not what it says
	CodeSyntax    = "syntax"     // the transfer syntax is none that this package knows
	CodeDeflated  = "deflated"   // a deflated data set that does not unpack, or to more than is read
	CodeLength    = "length"     // a value is longer than what holds it
	CodeOddLength = "odd-length" // a value has an odd number of bytes
	CodeUndefined = "undefined"  // an undefined length where none may be
	CodeVR        = "vr"         // a value representation that does not exist
	CodeOrder     = "order"      // a tag after a greater one
	CodeRepeated  = "repeated"   // the same tag twice in a row
	CodeItem      = "item"       // what is not an item where one has to be, or the other way round
	CodeDepth     = "depth"      // sequences too deep
	CodeBudget    = "budget"     // too many elements
	CodeCharset   = "charset"    // text that its character set does not have
	CodeTruncated = "truncated"  // the file ends inside an element
)

// File is a DICOM file as it was read.
type File struct {
	Meta, Data Dataset
	Syntax     string // UID of the transfer syntax, as it stands
	Anomalies  []etalon.Anomaly
}

// Dataset is elements in the order of the bytes.
type Dataset []Element

// Element is one attribute. Value is a slice of the bytes that were read; a sequence
// has Items instead.
type Element struct {
	Tag    Tag
	VR     string // as it stands, or of the dictionary under implicit VR
	Offset int64  // of its tag, from the first byte of the file
	Value  []byte
	Items  []Item
	// Encapsulated tells pixel data in fragments, which are left where they are.
	Encapsulated bool
	big          bool
}

// Item is one item of a sequence.
type Item struct {
	Offset  int64
	Dataset Dataset
}

// Is tells whether bytes begin as a DICOM file does: preamble and prefix.
func Is(b []byte) bool { return len(b) >= 132 && string(b[128:132]) == "DICM" }

// Read reads a file as far as it can be read; one that is none is empty.
func Read(b []byte) File {
	var f File
	if !Is(b) {
		return f
	}
	r := reader{b: b, at: 132, order: binary.LittleEndian, file: &f, left: maxElements}
	f.Meta = r.elements(len(b), 0, func(t Tag) bool { return t>>16 == 2 })
	f.Syntax = f.Meta.Text(0x00020010)
	if f.Meta.Text(0x00020002) == "" || f.Meta.Text(0x00020003) == "" || f.Syntax == "" {
		r.note(132, CodeMeta, "the meta information does not name class, instance and transfer syntax")
	}
	if e := f.Meta.Get(tagMetaLength); e != nil && len(e.Value) == 4 {
		if end := e.Offset + 12 + int64(binary.LittleEndian.Uint32(e.Value)); end != int64(r.at) {
			r.note(int(e.Offset), CodeMeta, "the meta information says that it ends at %d, it ends at %d", end, r.at)
		}
	} else {
		r.note(132, CodeMeta, "the meta information does not say how long it is")
	}
	if r.stopped {
		return f
	}
	switch f.Syntax {
	case "1.2.840.10008.1.2":
		r.implicit = true
	case "1.2.840.10008.1.2.2":
		r.order, r.big = binary.BigEndian, true
	case DeflatedLittle:
		r.unpack()
	default:
		if len(f.Syntax) < 19 || f.Syntax[:18] != "1.2.840.10008.1.2." {
			r.note(132, CodeSyntax, "the transfer syntax %q is none of DICOM: read as explicit VR, little endian", f.Syntax)
		}
	}
	f.Data = r.elements(len(r.b), 0, func(Tag) bool { return true })
	return f
}

// reader walks the bytes once.
type reader struct {
	b             []byte
	at            int
	order         binary.ByteOrder
	big, implicit bool
	file          *File
	left          int
	stopped       bool
	// packed is where in the file the bytes begin that r.b was unpacked from: all that is
	// in them stands there. 0: r.b is the file.
	packed int
}

// place is where in the file something at a place in r.b is.
func (r *reader) place(at int) int64 {
	if r.packed > 0 {
		return int64(r.packed)
	}
	return int64(at)
}

// unpack reads on in what the rest of the file unpacks to (PS3.5, A.5). A data set
// that does not end is read as far as it goes.
func (r *reader) unpack() {
	all, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(r.b[r.at:])), maxUnpacked+1))
	switch {
	case len(all) > maxUnpacked:
		r.note(r.at, CodeDeflated, "the data set unpacks to more than %d bytes: what follows is not read", maxUnpacked)
		all = all[:maxUnpacked]
	case err != nil:
		r.note(r.at, CodeDeflated, "the data set does not unpack: %v", err)
	}
	r.packed, r.b, r.at = r.at, all, 0
}

func (r *reader) note(at int, code, format string, args ...any) {
	if len(r.file.Anomalies) < maxOddities {
		r.file.Anomalies = append(r.file.Anomalies, etalon.Anomaly{
			Layer: "dicom", Code: code, Offset: r.place(at), Detail: fmt.Sprintf(format, args...),
		})
	}
}

// stop notes what makes further reading senseless.
func (r *reader) stop(at int, code, format string, args ...any) {
	r.note(at, code, format, args...)
	r.stopped = true
}

// tag is the tag at a place.
func (r *reader) tag(at int) Tag {
	return Tag(uint32(r.order.Uint16(r.b[at:]))<<16 | uint32(r.order.Uint16(r.b[at+2:])))
}

// elements reads elements up to end, or to the mark that ends an item, as long as
// their tags are wanted.
func (r *reader) elements(end, depth int, wanted func(Tag) bool) Dataset {
	var all Dataset
	var last Tag
	for r.at < end && !r.stopped {
		if end-r.at < 8 {
			r.stop(r.at, CodeTruncated, "%d bytes are left, an element has 8 at least", end-r.at)
			break
		}
		t := r.tag(r.at)
		if !wanted(t) {
			break
		}
		if t>>16 == 0xFFFE {
			if t == tagItemEnd && depth > 0 {
				break
			}
			r.stop(r.at, CodeItem, "(%s) stands where an attribute has to", t)
			break
		}
		switch {
		case t == last && len(all) > 0:
			r.note(r.at, CodeRepeated, "(%s) is there twice", t)
		case t < last:
			r.note(r.at, CodeOrder, "(%s) comes after (%s)", t, last)
		}
		last = t
		if r.left--; r.left < 0 {
			r.stop(r.at, CodeBudget, "more than %d attributes", maxElements)
			break
		}
		if e, ok := r.element(t, end, depth); ok {
			all = append(all, e)
		}
	}
	return all
}

// element reads the element at r.at; ok is false when it is not there.
func (r *reader) element(t Tag, end, depth int) (e Element, ok bool) {
	at := r.at
	e = Element{Tag: t, Offset: r.place(at), big: r.big}
	size, ok := r.header(&e, end)
	if !ok {
		return e, false
	}
	switch {
	case e.VR == "SQ", size == undefined && e.VR == "UN":
		e.Items = r.sequence(t, size, end, depth, e.VR == "UN")
		return e, true
	case size == undefined && t == tagPixelData:
		r.fragments(end)
		e.Encapsulated = true
		return e, true
	case size == undefined:
		r.stop(at, CodeUndefined, "(%s) of %s has an undefined length", t, e.VR)
		return e, false
	case int64(size) > int64(end-r.at):
		r.stop(at, CodeLength, "(%s) says that it has %d bytes, %d are there", t, size, end-r.at)
		return e, false
	case size%2 == 1:
		r.note(at, CodeOddLength, "(%s) has %d bytes: an odd number", t, size)
	}
	e.Value = r.b[r.at : r.at+int(size)]
	r.at += int(size)
	return e, true
}

// header reads tag, value representation and length.
func (r *reader) header(e *Element, end int) (size uint32, ok bool) {
	if r.implicit {
		e.VR = known(e.Tag).vr
		size = r.order.Uint32(r.b[r.at+4:])
		r.at += 8
		return size, true
	}
	e.VR = string(r.b[r.at+4 : r.at+6])
	long, exists := lengths[e.VR]
	if !exists {
		r.note(r.at, CodeVR, "(%s) has a value representation %q that does not exist", e.Tag, e.VR)
		long = true // what is added to DICOM has long lengths (PS3.5, 7.1.2)
	}
	if !long {
		size = uint32(r.order.Uint16(r.b[r.at+6:]))
		r.at += 8
		return size, true
	}
	if end-r.at < 12 {
		r.stop(r.at, CodeTruncated, "(%s) has no length", e.Tag)
		return 0, false
	}
	size = r.order.Uint32(r.b[r.at+8:])
	r.at += 12
	return size, true
}

// lengths are the value representations; true for those whose length has four bytes
// (PS3.5, 7.1.2).
var lengths = map[string]bool{
	"AE": false, "AS": false, "AT": false, "CS": false, "DA": false, "DS": false, "DT": false, "FL": false, "FD": false,
	"IS": false, "LO": false, "LT": false, "PN": false, "SH": false, "SL": false, "SS": false, "ST": false, "TM": false,
	"UI": false, "UL": false, "US": false,
	"OB": true, "OD": true, "OF": true, "OL": true, "OV": true, "OW": true, "SQ": true, "SV": true, "UC": true, "UN": true,
	"UR": true, "UT": true, "UV": true,
}
