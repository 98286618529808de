package facts

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

// dicomFacts is a DICOM file taken apart.
type dicomFacts struct {
	file dicom.File
	refs references
}

// readDICOM takes bytes apart; nil for what is no DICOM file.
func readDICOM(b []byte) *dicomFacts {
	if !dicom.Is(b) {
		return nil
	}
	f := dicom.Read(b)
	return &dicomFacts{f, refer(f.Data)}
}

// Bounds of what is shown of one attribute: values, and bytes of each.
const (
	maxValues    = 100
	maxValueText = 16 << 10
)

// dicom writes ev:dicom with the attributes of the data set. at is where an offset of
// the file stands.
func (c *composer) dicom(f *dicomFacts, at func(path string, offset int64) etalon.Location) {
	c.beginDICOM(f.file.Meta)
	c.newline()
	c.begin("meta")
	c.dataset(f.file.Meta, dicom.Charset{}, "", at)
	c.end()
	if f.refs.any {
		c.references(f.refs)
	}
	c.dataset(f.file.Data, f.file.Charset(), "", at)
	c.end()
}

// dicomMeta are the attributes of ev:dicom: the file's meta information, values
// without their padding, empty where it does not say.
func dicomMeta(meta dicom.Dataset) []string {
	return []string{
		"sop-class", meta.Text(0x00020002), "sop-instance", meta.Text(0x00020003), "transfer-syntax", meta.Text(0x00020010),
		"implementation", meta.Text(0x00020012), "implementation-version", meta.Text(0x00020013), "source-ae", meta.Text(0x00020016),
	}
}

func (w *writer) beginDICOM(meta dicom.Dataset) { w.begin("dicom", dicomMeta(meta)...) }

// dataset writes an ev:attribute for each element.
func (c *composer) dataset(d dicom.Dataset, charset dicom.Charset, path string, at func(string, int64) etalon.Location) {
	for i := range d {
		if c.nodes -= 8; c.nodes < 0 {
			return // told by dicomAnomalies
		}
		e := &d[i]
		name := e.Tag.Keyword()
		here := path + "/" + name
		if name == "" {
			here = path + "/(" + e.Tag.String() + ")"
		}
		c.mark(c.in.Exchange.ID, at(here, e.Offset))
		values, whole := e.Values(charset)
		size := ""
		if e.Items == nil {
			size = strconv.Itoa(len(e.Value))
		}
		cut := len(values) > maxValues
		for _, v := range values {
			cut = cut || len(v) > maxValueText
		}
		c.begin("attribute", append([]string{
			"tag", e.Tag.String(), "name", name, "vr", e.VR, "due", e.Tag.VR(), "vm", e.Tag.VM(), "size", size, "whole", boolean(whole), "cut", boolean(cut),
		}, pixels(e)...)...)
		for _, v := range values[:min(len(values), maxValues)] {
			c.leaf("value", v[:min(len(v), maxValueText)])
		}
		for n, item := range e.Items {
			c.begin("item")
			c.dataset(item.Dataset, charset, fmt.Sprintf("%s[%d]", here, n+1), at)
			c.end()
		}
		c.end()
		c.unmark()
	}
}

// pixels are what the evidence says of pixel data beside the other attributes: the
// digest of those that are not in fragments.
func pixels(e *dicom.Element) []string {
	switch {
	case !e.Tag.Pixels():
		return nil
	case e.Encapsulated:
		return []string{"encapsulated", "true", "sha256", ""}
	}
	return []string{"encapsulated", "false", "sha256", hexSum(e.Little())}
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// partDICOM writes the facts of a part that is a DICOM file.
func (c *composer) partDICOM(s *side, p *part) {
	f := readDICOM(p.content)
	if f == nil {
		return
	}
	place := func(offset int64) int64 {
		if p.at < 0 {
			return -1
		}
		return s.offset(p.at + offset)
	}
	for _, a := range f.file.Anomalies {
		a.Offset = place(a.Offset)
		c.anomaly(s, a, p.index, 0)
	}
	c.dicom(f, func(path string, offset int64) etalon.Location {
		return etalon.Location{Direction: s.direction, Part: p.index, XPath: path, Offset: place(offset)}
	})
	if c.nodes < 0 {
		c.anomaly(s, etalon.Anomaly{
			Layer: "dicom", Code: "budget", Offset: place(0), Detail: "too many attributes in one exchange: the others are not shown to the rules",
		}, p.index, 0)
	}
}
