package dicom

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"strings"
)

// The transfer syntaxes that are written.
const (
	ImplicitLittle = "1.2.840.10008.1.2"
	ExplicitLittle = "1.2.840.10008.1.2.1"
	DeflatedLittle = "1.2.840.10008.1.2.1.99"
)

// The implementation that the files written here name (PS3.7, D.3.3.2): synthetic.
const (
	implementation = "2.25.190217163340541896428764205712450170113"
	version        = "ETALON"
)

// Texts makes an element of text, in UTF-8: values apart from each other by a
// backslash, padded as its representation asks. The tag must be of the dictionary.
func Texts(keyword string, values ...string) Element {
	t, _ := Named(keyword)
	e := Element{Tag: t, VR: known(t).vr, Value: []byte(strings.Join(values, `\`))}
	if len(e.Value)%2 == 1 {
		pad := byte(' ')
		if e.VR == "UI" {
			pad = 0
		}
		e.Value = append(e.Value, pad)
	}
	return e
}

// Short makes an element of one unsigned number of two bytes.
func Short(keyword string, n uint16) Element {
	t, _ := Named(keyword)
	return Element{Tag: t, VR: "US", Value: binary.LittleEndian.AppendUint16(nil, n)}
}

// Sequence makes a sequence; without items it is there, and empty.
func Sequence(keyword string, items ...Dataset) Element {
	t, _ := Named(keyword)
	e := Element{Tag: t, VR: "SQ", Items: []Item{}}
	for _, d := range items {
		e.Items = append(e.Items, Item{Dataset: d})
	}
	return e
}

// Bytes makes an element of bytes.
func Bytes(keyword string, value []byte) Element {
	t, _ := Named(keyword)
	return Element{Tag: t, VR: known(t).vr, Value: value}
}

// With is a data set with an element put in the place of its tag, or in order.
func (d Dataset) With(e Element) Dataset {
	all := append(Dataset{}, d...)
	for i := range all {
		if all[i].Tag == e.Tag {
			all[i] = e
			return all
		}
		if all[i].Tag > e.Tag {
			return append(all[:i:i], append(Dataset{e}, all[i:]...)...)
		}
	}
	return append(all, e)
}

// Without is a data set without an attribute.
func (d Dataset) Without(keyword string) Dataset {
	t, _ := Named(keyword)
	var all Dataset
	for _, e := range d {
		if e.Tag != t {
			all = append(all, e)
		}
	}
	return all
}

// Write writes a file of a data set: its meta information names the class and the
// instance that the data set names. The syntax is one of those above.
func Write(d Dataset, syntax string) []byte {
	meta := Dataset{
		{Tag: 0x00020001, VR: "OB", Value: []byte{0, 1}},
		Texts("MediaStorageSOPClassUID", d.Text(0x00080016)),
		Texts("MediaStorageSOPInstanceUID", d.Text(0x00080018)),
		Texts("TransferSyntaxUID", syntax),
		Texts("ImplementationClassUID", implementation),
		Texts("ImplementationVersionName", version),
	}
	return WriteMeta(meta, d, syntax)
}

// WriteMeta writes a file with meta information of one's own, to which its length is
// added.
func WriteMeta(meta, d Dataset, syntax string) []byte {
	var head []byte
	for _, e := range meta {
		head = e.encode(head, false)
	}
	out := append(make([]byte, 128), "DICM"...)
	out = Element{Tag: tagMetaLength, VR: "UL", Value: binary.LittleEndian.AppendUint32(nil, uint32(len(head)))}.encode(out, false) //nolint:gosec // what is written here is small
	out = append(out, head...)
	var data []byte
	for _, e := range d {
		data = e.encode(data, syntax == ImplicitLittle)
	}
	if syntax == DeflatedLittle {
		data = deflated(data)
	}
	return append(out, data...)
}

// deflated is a data set packed, with the byte that makes its length even (PS3.5, A.5).
func deflated(data []byte) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // the level exists
	_, _ = w.Write(data)                               // a buffer does not fail
	_ = w.Close()
	return append(b.Bytes(), make([]byte, b.Len()%2)...)
}

// encode writes an element in little endian; sequences and items have defined lengths.
func (e Element) encode(out []byte, implicit bool) []byte {
	value := e.Value
	if e.VR == "SQ" {
		value = nil
		for _, one := range e.Items {
			var content []byte
			for _, x := range one.Dataset {
				content = x.encode(content, implicit)
			}
			value = appendTag(value, tagItem)
			value = append(binary.LittleEndian.AppendUint32(value, uint32(len(content))), content...) //nolint:gosec // what is written here is small
		}
	}
	out = appendTag(out, e.Tag)
	switch long, exists := lengths[e.VR]; {
	case implicit:
		out = binary.LittleEndian.AppendUint32(out, uint32(len(value))) //nolint:gosec // what is written here is small
	case long || !exists:
		out = binary.LittleEndian.AppendUint32(append(append(out, e.VR...), 0, 0), uint32(len(value))) //nolint:gosec // what is written here is small
	default:
		out = binary.LittleEndian.AppendUint16(append(out, e.VR...), uint16(len(value))) //nolint:gosec // what is written here is small
	}
	return append(out, value...)
}

func appendTag(out []byte, t Tag) []byte {
	return binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(out, uint16(t>>16)), uint16(t)) //nolint:gosec // both halves
}
