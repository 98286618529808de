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
	there := bytes.TrimLeft(b[n:min(len(b), n+64)], "\x00\t\n\f\r ")
	a.table = bytes.HasPrefix(there, []byte("xref")) || streamObject(there)
}

// streamObject tells "12 0 obj", where a cross-reference stream begins.
func streamObject(b []byte) bool {
	words := bytes.Fields(b)
	if len(words) < 3 || !bytes.HasPrefix(words[2], []byte("obj")) {
		return false
	}
	_, err := strconv.Atoi(string(words[0]))
	return err == nil
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
	case "LZWDecode", "JPXDecode", "OCProperties", "XFA", "Alternates", "OPI":
		a.forbidden = add(a.forbidden, name)
	}
}

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
	switch {
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
	}
}
