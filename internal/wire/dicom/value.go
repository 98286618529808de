package dicom

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Get is the first element with a tag, nil where there is none.
func (d Dataset) Get(t Tag) *Element {
	for i := range d {
		if d[i].Tag == t {
			return &d[i]
		}
	}
	return nil
}

// Text is the first value of an attribute of text, "" where it is not there.
func (d Dataset) Text(t Tag) string {
	if e := d.Get(t); e != nil {
		if v, _ := e.Values(Charset{}); len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// Within is the first item of a sequence, empty where there is none.
func (d Dataset) Within(t Tag) Dataset {
	if e := d.Get(t); e != nil && len(e.Items) > 0 {
		return e.Items[0].Dataset
	}
	return nil
}

// Charset decodes the text of a file.
type Charset struct {
	table *charmap.Charmap
	utf8  bool
	known bool
}

// UTF8 is the character set that is written here.
var UTF8 = Charset{utf8: true, known: true}

// single are the character sets of one byte (PS3.3, C.12.1.1.2).
var single = map[string]*charmap.Charmap{
	"100": charmap.ISO8859_1, "101": charmap.ISO8859_2, "109": charmap.ISO8859_3, "110": charmap.ISO8859_4, "144": charmap.ISO8859_5,
	"127": charmap.ISO8859_6, "126": charmap.ISO8859_7, "138": charmap.ISO8859_8, "148": charmap.ISO8859_9, "203": charmap.ISO8859_15,
}

// Charset is the character set of the file's texts: that of its first value.
func (f File) Charset() Charset {
	name := f.Data.Text(tagCharacterSet)
	if name == "ISO_IR 192" {
		return Charset{utf8: true, known: true}
	}
	_, number, _ := strings.Cut(name, "IR ")
	table := single[number]
	return Charset{table: table, known: table != nil || name == "" || number == "6"}
}

// decode reads text; whole is false when some of it is not of the character set.
func (c Charset) decode(b []byte) (text string, whole bool) {
	plain := true
	for _, x := range b {
		plain = plain && x < 0x80
	}
	switch {
	case plain:
		return string(b), true
	case c.utf8:
		return string(b), utf8.Valid(b)
	case c.table != nil:
		out, err := c.table.NewDecoder().Bytes(b)
		return string(out), err == nil && !strings.ContainsRune(string(out), utf8.RuneError)
	}
	var s strings.Builder
	for _, x := range b {
		if x < 0x80 {
			s.WriteByte(x)
		} else {
			s.WriteRune(utf8.RuneError)
		}
	}
	return s.String(), false
}

// Values are the values of an element, without the padding that its representation
// allows: one null after a UID, spaces after text. whole is false when some text is
// not of the character set. A sequence and bytes have none.
func (e *Element) Values(c Charset) (values []string, whole bool) {
	switch e.VR {
	case "UI":
		v := e.Value
		if n := len(v); n > 0 && v[n-1] == 0 {
			v = v[:n-1]
		}
		return strings.Split(string(v), `\`), true
	case "ST", "LT", "UT", "UR":
		text, whole := c.decode(e.Value)
		return []string{strings.TrimRight(text, " ")}, whole
	case "AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "PN", "SH", "TM", "UC":
		text, whole := c.decode(e.Value)
		values = strings.Split(text, `\`)
		for i, v := range values {
			values[i] = strings.TrimRight(v, " ")
		}
		return values, whole
	}
	if e.VR == "OB" && len(e.Value) > 0 && len(e.Value) <= maxBytesShown {
		return []string{strings.ToUpper(hex.EncodeToString(e.Value))}, true
	}
	return e.numbers(), true
}

// maxBytesShown is how many bytes may be a value by themselves, in hexadecimal.
const maxBytesShown = 16

// Little are the bytes of pixel data in little endian, whatever they were read in.
func (e *Element) Little() []byte {
	if !e.big || e.VR != "OW" {
		return e.Value
	}
	out := slices.Clone(e.Value)
	for i := 0; i+1 < len(out); i += 2 {
		out[i], out[i+1] = out[i+1], out[i]
	}
	return out
}

// numbers are the values of binary numbers, up to 64 of them.
func (e *Element) numbers() []string {
	order := binary.ByteOrder(binary.LittleEndian)
	if e.big {
		order = binary.BigEndian
	}
	var values []string
	for at := 0; len(values) < 64; {
		rest := e.Value[at:]
		switch {
		case (e.VR == "US" || e.VR == "AT") && len(rest) >= 2:
			values, at = append(values, strconv.FormatUint(uint64(order.Uint16(rest)), 10)), at+2
		case e.VR == "SS" && len(rest) >= 2:
			values, at = append(values, strconv.FormatInt(int64(int16(order.Uint16(rest))), 10)), at+2 //nolint:gosec // signed by its VR
		case e.VR == "UL" && len(rest) >= 4:
			values, at = append(values, strconv.FormatUint(uint64(order.Uint32(rest)), 10)), at+4
		case e.VR == "SL" && len(rest) >= 4:
			values, at = append(values, strconv.FormatInt(int64(int32(order.Uint32(rest))), 10)), at+4 //nolint:gosec // signed by its VR
		default:
			return values
		}
	}
	return values
}
