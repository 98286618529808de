package facts

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// pdfFacts is what a PDF shows of itself without being rendered: the names in
// its objects, those inside object streams too. Nothing here says that the file
// is the PDF/A that it claims to be: only a full validator can.
type pdfFacts struct {
	version  string // of the header, "1.4"
	complete bool   // startxref and %%EOF stand at its end
	catalog  bool   // it has a document catalog
	pages    int    // page objects
	// encrypted, javascript, embedded: names that stand for an encryption
	// dictionary, a script, embedded files.
	encrypted, javascript, embedded bool
	external                        bool     // a stream whose data are in another file
	objectStreams                   bool     // objects or cross references in streams, which came with PDF 1.5
	actions                         []string // types of actions, sorted: Launch, URI…
	claim                           string   // PDF/A level of the XMP metadata, "1b"
	problem                         string   // what stopped the reading
	archive                         archiveFacts
}

// Bounds of reading: bytes unfolded from object streams, in all, and depth of
// dictionaries.
const (
	maxUnfolded = 16 << 20
	maxPDFDepth = 256
)

// actionTypes are the values of an action's S. Source: ISO 32000-1, table 198.
var actionTypes = []string{
	"GoTo", "GoTo3DView", "GoToE", "GoToR", "Hide", "ImportData", "JavaScript", "Launch", "Movie", "Named", "Rendition",
	"ResetForm", "SetOCGState", "Sound", "SubmitForm", "Thread", "Trans", "URI",
}

// readPDF reads a PDF; ok is false for bytes that do not begin as one.
func readPDF(b []byte) (f pdfFacts, ok bool) {
	after, ok := bytes.CutPrefix(b, []byte("%PDF-"))
	if !ok {
		return f, false
	}
	end := bytes.IndexFunc(after[:min(len(after), 8)], func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	f.version = string(after[:max(end, 0)])
	tail := b[max(0, len(b)-2048):]
	f.complete = bytes.Contains(tail, []byte("startxref")) && bytes.Contains(tail, []byte("%%EOF"))
	f.archive.structure(b)
	r := pdfReader{facts: &f, left: maxUnfolded}
	r.read(b, true)
	f.archive.differs = infoDiffers(b, r.xmp)
	slices.Sort(f.actions)
	f.actions = slices.Compact(f.actions)
	return f, true
}

// pdfReader walks the tokens of a PDF.
type pdfReader struct {
	facts *pdfFacts
	left  int    // bytes that may still be unfolded
	xmp   []byte // the metadata that claim PDF/A
}

// pdfDict is what is remembered of a dictionary while it is read.
type pdfDict struct {
	kind, subtype string // Type, Subtype
	filter        string // the last filter, empty without
	length        int    // Length, -1 when it is not a number here
	file          bool   // F: of a stream, the file that has its data
	// What PDF/A-1 asks about: a soft mask, a font program and descriptor,
	// additional actions, a trailer's Root and ID.
	mask, program, descriptor, additional, root, id bool
	reference, script                               bool // Ref, PS: of a form
	blend, named, action                            string
	flags                                           int // F of an annotation, -1 without a number
}

// read walks the objects of b; streams says whether there can be any, which is
// so of a file and not of what an object stream holds.
func (r *pdfReader) read(b []byte, streams bool) {
	var open []pdfDict
	last, key := pdfDict{length: -1, flags: -1}, ""
	for pos := 0; pos < len(b); {
		token, next := pdfToken(b, pos)
		pos = next
		switch {
		case token == "<<":
			if len(open) == maxPDFDepth {
				r.facts.problem = "dictionaries too deep"
				return
			}
			open, key = append(open, pdfDict{length: -1, flags: -1}), ""
		case token == ">>":
			if len(open) > 0 {
				last, open = open[len(open)-1], open[:len(open)-1]
				r.dictionary(last)
			}
			key = ""
		case token == "stream" && streams:
			end := streamEnd(b, pos, last.length)
			if end < 0 {
				r.facts.problem = "a stream has no end"
				return
			}
			r.facts.external = r.facts.external || last.file
			r.stream(b[pos:end], last)
			pos, last = end, pdfDict{length: -1, flags: -1}
		case len(open) == 0:
		case strings.HasPrefix(token, "/"):
			key = r.name(&open[len(open)-1], key, token[1:])
		default:
			if n, err := strconv.Atoi(token); err == nil && key == "Length" && n >= 0 {
				open[len(open)-1].length = n
			}
			r.facts.archive.value(&open[len(open)-1], key, token)
			if token != "[" {
				key = ""
			}
		}
	}
}

// name takes a name into account, after the name key. It gives the key of what
// comes next.
func (r *pdfReader) name(d *pdfDict, key, name string) string {
	f := r.facts
	f.archive.seen(name)
	f.archive.value(d, key, "/"+name)
	switch name {
	case "Encrypt":
		f.encrypted = true
	case "JavaScript":
		f.javascript = true
	case "EmbeddedFiles", "EmbeddedFile", "EF":
		f.embedded = true
	}
	switch key {
	case "Type":
		d.kind = name
	case "Subtype":
		d.subtype = name
	case "Filter":
		d.filter = name
	case "S":
		d.action = name
		if slices.Contains(actionTypes, name) {
			f.actions = append(f.actions, name)
		}
		if len(f.actions) > 10_000 {
			slices.Sort(f.actions)
			f.actions = slices.Compact(f.actions)
		}
	case "SMask", "BM", "TR", "TR2", "N":
	default:
		d.file = d.file || name == "F"
		d.key(name)
		return name
	}
	return ""
}

func (r *pdfReader) dictionary(d pdfDict) {
	r.facts.archive.closed(d)
	switch d.kind {
	case "Catalog":
		r.facts.catalog = true
	case "Page":
		r.facts.pages++
	case "ObjStm", "XRef":
		r.facts.objectStreams = true
	}
}

// stream reads the streams that hold objects or metadata.
func (r *pdfReader) stream(content []byte, d pdfDict) {
	switch {
	case d.kind == "ObjStm":
		r.read(r.unfold(content, d.filter), false)
	case d.kind == "Metadata":
		xmp := r.unfold(content, d.filter)
		if claim := pdfaClaim(xmp); claim != "" {
			r.facts.claim, r.facts.archive.filtered, r.xmp = claim, d.filter != "", xmp
		}
	}
}

// unfold undoes the filter of a stream. What cannot be undone is empty.
func (r *pdfReader) unfold(content []byte, filter string) []byte {
	switch filter {
	case "":
		return content
	case "FlateDecode", "Fl":
	default:
		r.facts.problem = "a stream under the filter " + filter + " is not read"
		return nil
	}
	z, err := zlib.NewReader(bytes.NewReader(bytes.TrimLeft(content, "\r\n")))
	if err != nil {
		r.facts.problem = "a stream does not unfold"
		return nil
	}
	plain, err := io.ReadAll(io.LimitReader(z, int64(r.left)))
	r.left -= len(plain)
	if err != nil || r.left == 0 {
		r.facts.problem = "a stream does not unfold"
	}
	return plain
}

// streamEnd is where the stream that begins at pos ends: where its length says,
// if that is so, else at the next endstream; -1 without any.
func streamEnd(b []byte, pos, length int) int {
	start := pos
	if start < len(b) && b[start] == '\r' {
		start++
	}
	if start < len(b) && b[start] == '\n' {
		start++
	}
	mark := []byte("endstream")
	if length >= 0 && length <= len(b)-start && bytes.HasPrefix(bytes.TrimLeft(b[start+length:min(len(b), start+length+16)], "\r\n "), mark) {
		return start + length
	}
	if n := bytes.Index(b[pos:], mark); n >= 0 {
		return pos + n
	}
	return -1
}

// The properties by which a PDF's XMP claims PDF/A conformance, as element or
// attribute. Source: ISO 19005-1, 6.7.11.
var (
	pdfaPart        = regexp.MustCompile(`pdfaid:part(?:\s*=\s*["']|\s*>)\s*([0-9]+)`)
	pdfaConformance = regexp.MustCompile(`pdfaid:conformance(?:\s*=\s*["']|\s*>)\s*([A-Za-z])`)
)

// pdfaClaim is the PDF/A level that XMP metadata claim ("1b"), empty when they
// claim none. It is the file's word; nothing here says that the claim holds.
func pdfaClaim(xmp []byte) string {
	if bytes.Contains(xmp, []byte("p\x00d\x00f\x00a\x00i\x00d")) { // UTF-16
		xmp = bytes.ReplaceAll(xmp, []byte{0}, nil)
	}
	part := pdfaPart.FindSubmatch(xmp)
	if part == nil {
		return ""
	}
	claim := string(part[1])
	if c := pdfaConformance.FindSubmatch(xmp); c != nil {
		claim += strings.ToLower(string(c[1]))
	}
	return claim
}
