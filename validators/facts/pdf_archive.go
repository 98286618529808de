package facts

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// archiveFacts is what a PDF shows of itself that PDF/A-1 speaks of: the part of
// ISO 19005-1 that can be told without rendering anything. What it does not tell
// (glyphs, colours of content streams, ICC profiles) is for a full validator.
type archiveFacts struct {
	fonts     int      // fonts that need a font program, 6.3.4
	unbound   int      // of them without one in the file
	intent    bool     // it has an output intent, 6.2.2
	device    []string // device colour spaces that its objects name, sorted, 6.2.3
	fallback  bool     // it has a default colour space in place of a device's
	trailerID bool     // the trailer has its ID, 6.1.3
	marked    bool     // the comment of four octets above 127 follows the header, 6.1.2
	table     bool     // startxref leads to a cross-reference table or stream, 6.1.4
	trailing  int      // bytes after the last %%EOF and its end of line, 6.1.3
	filtered  bool     // the metadata stream with the claim is under a filter, 6.7.2
	forbidden []string // things that the standard forbids, sorted
	differs   []string // entries of Info that the metadata do not repeat, 6.7.3
}

// structure reads what stands in the frame of the file.
func (a *archiveFacts) structure(b []byte) {
	line := bytes.IndexAny(b, "\r\n")
	if line >= 0 {
		rest := bytes.TrimLeft(b[line:min(len(b), line+64)], "\r\n")
		a.marked = len(rest) > 4 && rest[0] == '%' && !slices.ContainsFunc(rest[1:5], func(c byte) bool { return c < 128 })
	}
	if at := bytes.LastIndex(b, []byte("%%EOF")); at >= 0 {
		after := b[at+len("%%EOF"):]
		a.trailing = len(bytes.TrimPrefix(bytes.TrimPrefix(after, []byte("\r")), []byte("\n")))
	}
	at := bytes.LastIndex(b, []byte("startxref"))
	if at < 0 {
		return
	}
	digits, _ := pdfToken(b, at+len("startxref"))
	n, err := strconv.Atoi(digits)
	if err != nil || n < 0 || n >= len(b) {
		return
	}
	there := bytes.TrimLeft(b[n:], "\x00\t\n\f\r ")
	if entries, is := bytes.CutPrefix(there, []byte("xref")); is {
		a.table = leads(entries, b)
		return
	}
	a.table = streamObject(there)
}

// leads tells whether each entry in use of a cross-reference table leads to its
// object (ISO 32000-1, 7.5.4). Tables that it continues are not followed.
func leads(table, b []byte) bool {
	next := func() string {
		token, after := pdfToken(table, 0)
		table = table[after:]
		return token
	}
	for {
		first, err := strconv.Atoi(next())
		if err != nil { // trailer
			return true
		}
		count, err := strconv.Atoi(next())
		if err != nil || count < 0 || count > len(table)/20+1 {
			return false
		}
		for i := range count {
			offset, err := strconv.Atoi(next())
			generation, use := next(), next()
			if err != nil || use != "n" && use != "f" {
				return false
			}
			if use == "f" || offset == 0 { // some write an object that is not there so
				continue
			}
			if offset < 0 || offset >= len(b) {
				return false
			}
			number, after := pdfToken(b, offset)
			g, _ := pdfToken(b, after)
			if number != strconv.Itoa(first+i) || strings.TrimLeft(g, "0") != strings.TrimLeft(generation, "0") {
				return false
			}
		}
	}
}

// streamObject tells "12 0 obj", where a cross-reference stream begins.
func streamObject(b []byte) bool {
	b = b[:min(len(b), 4<<10)]
	words := bytes.Fields(b)
	if len(words) < 3 || !bytes.HasPrefix(words[2], []byte("obj")) {
		return false
	}
	_, err := strconv.Atoi(string(words[0]))
	end := bytes.Index(b, []byte("stream"))
	return err == nil && end > 0 && bytes.Contains(b[:end], []byte("/XRef"))
}

// seen takes a name of any object into account.
func (a *archiveFacts) seen(name string) {
	switch name {
	case "DeviceRGB", "DeviceCMYK", "DeviceGray":
		a.device = add(a.device, name)
	case "DefaultRGB", "DefaultCMYK", "DefaultGray":
		a.fallback = true
	case "OutputIntents":
		a.intent = true
	case "LZWDecode", "JPXDecode", "OCProperties", "XFA", "Alternates", "OPI", "FFilter", "FDecodeParms", "set-state", "no-op":
		a.forbidden = add(a.forbidden, name)
	}
}

// later are types of annotations that PDF 1.4 has not, or that PDF/A-1 forbids (ISO
// 19005-1, 6.5.2).
var later = []string{"3D", "Caret", "FileAttachment", "Movie", "Polygon", "PolyLine", "Projection", "Redact", "RichMedia", "Screen", "Sound", "Watermark"}

// pages are the named actions that PDF/A-1 leaves (ISO 19005-1, 6.6.1).
var pages = []string{"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}

// value takes a name, a number or anything else that stands as the value of a key
// into account.
func (a *archiveFacts) value(d *pdfDict, key, token string) {
	switch key {
	case "SMask":
		d.mask = token != "/None"
	case "S":
		if token == "/Transparency" { //nolint:gosec // a word of PDF
			a.forbidden = add(a.forbidden, "Transparency")
		}
	case "Filter":
		if token == "/LZW" {
			a.forbidden = add(a.forbidden, "LZWDecode")
		}
	case "BM": // 6.4
		d.blend = token
	case "TR": // 6.2.8
		a.forbidden = add(a.forbidden, "TR")
	case "TR2":
		if token != "/Default" {
			a.forbidden = add(a.forbidden, "TR2")
		}
	case "Interpolate": // 6.2.4
		if token == "true" {
			a.forbidden = add(a.forbidden, "Interpolate")
		}
	case "NeedAppearances": // 6.9
		if token == "true" {
			a.forbidden = add(a.forbidden, "NeedAppearances")
		}
	case "N":
		d.named = token
	case "F":
		if v, err := strconv.Atoi(token); err == nil {
			d.flags = v
		}
	case "CA", "ca":
		if v, err := strconv.ParseFloat(token, 64); err == nil && v != 1 {
			a.forbidden = add(a.forbidden, key)
		}
	}
}

// key takes the keys of a dictionary into account.
func (d *pdfDict) key(name string) {
	switch name {
	case "SMask":
		d.mask = true
	case "Ref":
		d.reference = true
	case "PS":
		d.script = true
	case "FontFile", "FontFile2", "FontFile3":
		d.program = true
	case "FontDescriptor":
		d.descriptor = true
	case "AA":
		d.additional = true
	case "Root":
		d.root = true
	case "ID":
		d.id = true
	}
}

// closed takes a whole dictionary into account.
func (a *archiveFacts) closed(d pdfDict) {
	if d.mask {
		a.forbidden = add(a.forbidden, "SMask")
	}
	if d.additional && (d.kind == "Catalog" || d.subtype == "Widget") {
		a.forbidden = add(a.forbidden, "AA")
	}
	a.trailerID = a.trailerID || d.root && d.id
	a.annotation(d)
	if d.blend != "" && d.blend != "/Normal" && d.blend != "/Compatible" && d.blend != "[" {
		a.forbidden = add(a.forbidden, "BM")
	}
	if d.action == "Named" && !slices.Contains(pages, d.named) {
		a.forbidden = add(a.forbidden, "Named")
	}
	switch {
	case d.subtype == "Form" && d.reference: // 6.2.6
		a.forbidden = add(a.forbidden, "Ref")
	case d.subtype == "Form" && d.script: // 6.2.5
		a.forbidden = add(a.forbidden, "PS")
	case d.kind == "FontDescriptor":
		a.fonts++
		if !d.program {
			a.unbound++
		}
	case d.kind == "Font" && !d.descriptor && (d.subtype == "Type1" || d.subtype == "TrueType" || d.subtype == "MMType1"):
		a.fonts++ // one of the fourteen standard fonts: it needs a program here too
		a.unbound++
	case d.kind == "XObject" && d.subtype == "PS":
		a.forbidden = add(a.forbidden, "PS")
	}
}

// annotation takes a whole annotation into account: its type, and that it is printed
// and seen (ISO 19005-1, 6.5.2 and 6.5.3).
func (a *archiveFacts) annotation(d pdfDict) {
	const hidden, printed = 1<<0 | 1<<1 | 1<<5, 1 << 2 // Invisible, Hidden, NoView; Print
	if d.kind != "Annot" {
		return
	}
	if slices.Contains(later, d.subtype) {
		a.forbidden = add(a.forbidden, d.subtype)
	}
	if d.subtype != "Popup" && (d.flags < 0 || d.flags&hidden != 0 || d.flags&printed == 0) {
		a.forbidden = add(a.forbidden, "Annot/F")
	}
}

// add puts a word into a short sorted list, once.
func add(list []string, word string) []string {
	at, found := slices.BinarySearch(list, word)
	if found {
		return list
	}
	return slices.Insert(list, at, word)
}

func (a *archiveFacts) attributes() []string {
	return []string{
		"fonts", integer(a.fonts), "fonts-missing", integer(a.unbound), "output-intent", boolean(a.intent),
		"device-colours", strings.Join(a.device, " "), "default-colours", boolean(a.fallback), "trailer-id", boolean(a.trailerID),
		"binary-mark", boolean(a.marked), "xref", boolean(a.table), "trailing", integer(a.trailing),
		"filtered-metadata", boolean(a.filtered), "forbidden", strings.Join(a.forbidden, " "),
		"info-differs", strings.Join(a.differs, " "),
	}
}
