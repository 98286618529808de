package dicom_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	peer "github.com/suyashkumar/dicom"
	"github.com/suyashkumar/dicom/pkg/tag"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
)

func manifest() dicom.Dataset {
	return dicom.Dataset{
		dicom.Texts("SpecificCharacterSet", "ISO_IR 192"),
		dicom.Texts("SOPClassUID", "1.2.840.10008.5.1.4.1.1.88.59"),
		dicom.Texts("SOPInstanceUID", "2.25.7"),
		dicom.Texts("Modality", "KO"),
		dicom.Sequence("ReferencedPerformedProcedureStepSequence"),
		dicom.Texts("PatientName", "ÉTALON^Camille"),
		dicom.Sequence("CurrentRequestedProcedureEvidenceSequence",
			dicom.Dataset{
				dicom.Sequence("ReferencedSeriesSequence",
					dicom.Dataset{dicom.Texts("RetrieveURL", "https://a.example/x"), dicom.Texts("SeriesInstanceUID", "2.25.81")},
					dicom.Dataset{dicom.Texts("SeriesInstanceUID", "2.25.82")}),
				dicom.Texts("StudyInstanceUID", "2.25.80"),
			}),
	}
}

// What is written, a library that others wrote reads, and reads the same.
func TestWrittenFilesAreReadByOthers(t *testing.T) {
	for _, syntax := range []string{dicom.ExplicitLittle, dicom.ImplicitLittle} {
		raw := dicom.Write(manifest(), syntax)
		ds, err := peer.Parse(bytes.NewReader(raw), int64(len(raw)), nil)
		if err != nil {
			t.Fatalf("%s: %v", syntax, err)
		}
		e, err := ds.FindElementByTag(tag.PatientName)
		if err != nil || peer.MustGetStrings(e.Value)[0] != "ÉTALON^Camille" {
			t.Errorf("%s: %v, %v", syntax, e, err)
		}
		found, err := ds.FindElementByTagNested(tag.SeriesInstanceUID)
		if err != nil || peer.MustGetStrings(found.Value)[0] != "2.25.81" {
			t.Errorf("%s: %v, %v", syntax, found, err)
		}
	}
}

// What a library that others wrote writes, with undefined lengths, is read.
func TestFilesOfOthersAreRead(t *testing.T) {
	element := func(t tag.Tag, v any) *peer.Element {
		e, err := peer.NewElement(t, v)
		if err != nil {
			panic(err)
		}
		return e
	}
	var out bytes.Buffer
	err := peer.Write(&out, peer.Dataset{Elements: []*peer.Element{
		element(tag.MediaStorageSOPClassUID, []string{"1.2.840.10008.5.1.4.1.1.88.59"}),
		element(tag.MediaStorageSOPInstanceUID, []string{"2.25.7"}),
		element(tag.TransferSyntaxUID, []string{dicom.ExplicitLittle}),
		element(tag.Modality, []string{"KO"}),
		element(tag.CurrentRequestedProcedureEvidenceSequence, [][]*peer.Element{
			{element(tag.ReferencedSeriesSequence, [][]*peer.Element{{element(tag.SeriesInstanceUID, []string{"2.25.81"})}})},
		}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	f := dicom.Read(out.Bytes())
	if len(f.Anomalies) > 0 {
		t.Errorf("%+v", f.Anomalies)
	}
	if got := f.Data.Within(0x0040A375).Within(0x00081115).Text(0x0020000E); got != "2.25.81" {
		t.Errorf("series %q", got)
	}
}

func TestReadsWhatItWrites(t *testing.T) {
	for _, syntax := range []string{dicom.ExplicitLittle, dicom.ImplicitLittle} {
		f := dicom.Read(dicom.Write(manifest(), syntax))
		if len(f.Anomalies) > 0 || f.Syntax != syntax {
			t.Errorf("%s: %q %+v", syntax, f.Syntax, f.Anomalies)
		}
		if v, whole := f.Data.Get(0x00100010).Values(f.Charset()); !whole || v[0] != "ÉTALON^Camille" {
			t.Errorf("%s: %q", syntax, v)
		}
		series := f.Data.Within(0x0040A375).Get(0x00081115)
		if series == nil || len(series.Items) != 2 || series.Items[1].Dataset.Text(0x0020000E) != "2.25.82" {
			t.Errorf("%s: %+v", syntax, series)
		}
		if e := f.Data.Get(0x00081111); e == nil || len(e.Items) != 0 || e.Items == nil {
			t.Errorf("%s: an empty sequence is %+v", syntax, e)
		}
	}
}

// Whatever is wrong with the frame has its code, and reading ends.
func TestOddFiles(t *testing.T) {
	sound := dicom.Write(manifest(), dicom.ExplicitLittle)
	at := func(e string) int { return bytes.Index(sound, []byte(e)) }
	change := func(place int, with ...byte) []byte {
		b := bytes.Clone(sound)
		copy(b[place:], with)
		return b
	}
	head := append(bytes.Clone(sound[:at("\x08\x00\x05\x00CS")]), "\x40\x00\x75\xA3SQ\x00\x00\xff\xff\xff\xff"...)
	deep := bytes.Repeat([]byte("\xfe\xff\x00\xe0\xff\xff\xff\xff\x40\x00\x75\xA3SQ\x00\x00\xff\xff\xff\xff"), 5000)
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"a value longer than the file": {change(at("CS\x0a\x00ISO")+2, 0xff, 0xff), dicom.CodeLength},
		"a sequence longer":            {change(at("\x40\x00\x75\xA3SQ")+8, 0, 0, 0, 0x7f), dicom.CodeLength},
		"an item longer":               {change(at("\xfe\xff\x00\xe0")+4, 0, 0, 0, 0x7f), dicom.CodeLength},
		"a text of undefined length":   {change(at("\x08\x00\x60\x00CS")+4, 'U', 'T', 0, 0, 0xff, 0xff, 0xff, 0xff), dicom.CodeUndefined},
		"a representation unknown":     {change(at("\x08\x00\x60\x00CS")+4, 'Z', 'Z'), dicom.CodeVR},
		"no item in a sequence":        {change(at("\xfe\xff\x00\xe0"), 0x08), dicom.CodeItem},
		"an item outside a sequence":   {change(at("\x08\x00\x60\x00CS"), 0xfe, 0xff, 0, 0xe0), dicom.CodeItem},
		"a tag before":                 {change(at("\x08\x00\x60\x00CS"), 0x08, 0, 0x04, 0), dicom.CodeOrder},
		"twice":                        {change(at("\x08\x00\x18\x00UI"), 0x08, 0, 0x16, 0), dicom.CodeRepeated},
		"cut short":                    {sound[:len(sound)-3], dicom.CodeLength},
		"cut in a header":              {sound[:at("\x08\x00\x60\x00CS")+3], dicom.CodeTruncated},
		"sequences without end":        {append(head, deep...), dicom.CodeDepth},
		"no syntax":                    {dicom.Write(manifest(), ""), dicom.CodeMeta},
		"another syntax":               {dicom.Write(manifest(), "1.2.3"), dicom.CodeSyntax},
		"deflated, cut short":          {dicom.Write(manifest(), dicom.DeflatedLittle)[:400], dicom.CodeDeflated},
		"said to be deflated":          {dicom.WriteMeta(dicom.Read(sound).Meta.Without("FileMetaInformationGroupLength").With(dicom.Texts("TransferSyntaxUID", dicom.DeflatedLittle)), manifest(), dicom.ExplicitLittle), dicom.CodeDeflated},
		"an odd length":                {append(bytes.Clone(sound), "\x40\x00\x11\xDB\x55\x54\x00\x00\x03\x00\x00\x00abc"...), dicom.CodeOddLength},
		"a huge length":                {append(bytes.Clone(sound), "\x40\x00\x11\xDB\x55\x54\x00\x00\xfe\xff\xff\xff"...), dicom.CodeLength},
		"pixel data without end":       {append(bytes.Clone(sound), "\xe0\x7f\x10\x00OB\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\x00\x00\x00\x00"...), dicom.CodeTruncated},
		"a fragment longer":            {append(bytes.Clone(sound), "\xe0\x7f\x10\x00OB\x00\x00\xff\xff\xff\xff\xfe\xff\x00\xe0\xf0\xff\xff\xff"...), dicom.CodeLength},
		"meta length":                  {change(at("\x02\x00\x00\x00UL")+8, 9), dicom.CodeMeta},
	} {
		f := dicom.Read(c.raw)
		var codes []string
		for _, a := range f.Anomalies {
			codes = append(codes, a.Code)
		}
		if !strings.Contains(" "+strings.Join(codes, " ")+" ", " "+c.code+" ") {
			t.Errorf("%s: %v, want %s", name, codes, c.code)
		}
	}
}

func TestNotDICOM(t *testing.T) {
	for _, raw := range [][]byte{nil, []byte("DICM"), make([]byte, 500)} {
		if f := dicom.Read(raw); f.Data != nil || f.Meta != nil || len(f.Anomalies) > 0 {
			t.Errorf("%d bytes: %+v", len(raw), f)
		}
	}
}

func TestWithAndWithout(t *testing.T) {
	d := manifest().With(dicom.Texts("StudyDate", "20260701")).With(dicom.Texts("Modality", "CT")).Without("PatientName")
	last := uint32(0)
	for _, e := range d {
		if uint32(e.Tag) <= last {
			t.Errorf("%s is not in order", e.Tag)
		}
		last = uint32(e.Tag)
	}
	if d.Text(0x00080060) != "CT" || d.Get(0x00100010) != nil || d.Text(0x00080020) != "20260701" || len(manifest()) != len(d) {
		t.Errorf("%+v", d)
	}
}

// FuzzRead: no bytes break the reader, and what it holds lies inside them.
func FuzzRead(f *testing.F) {
	f.Add(dicom.Write(manifest(), dicom.ExplicitLittle))
	f.Add(dicom.Write(manifest(), dicom.ImplicitLittle))
	f.Add(dicom.Write(manifest(), dicom.DeflatedLittle))
	f.Add(append(make([]byte, 128), "DICM\x02\x00\x00\x00UL\x04\x00\xff\xff\xff\xff"...))
	f.Fuzz(func(t *testing.T, raw []byte) {
		file := dicom.Read(raw)
		for _, d := range []dicom.Dataset{file.Meta, file.Data} {
			for i := range d {
				if d[i].Offset < 132 || d[i].Offset >= int64(len(raw)) {
					t.Fatalf("%s at %d of %d", d[i].Tag, d[i].Offset, len(raw))
				}
				d[i].Values(file.Charset())
			}
		}
	})
}

// Numbers follow the byte order of the file.
func TestBigEndian(t *testing.T) {
	raw := dicom.Write(dicom.Dataset{dicom.Texts("SOPClassUID", "1.2"), dicom.Texts("SOPInstanceUID", "1.3")}, "1.2.840.10008.1.2.2")
	raw = raw[:bytes.Index(raw, []byte("\x08\x00\x16\x00UI"))]
	raw = binary.BigEndian.AppendUint16(append(raw, "\x00\x28\x00\x10US\x00\x02"...), 513)
	f := dicom.Read(raw)
	if e := f.Data.Get(0x00280010); e == nil || len(f.Anomalies) > 0 {
		t.Fatalf("%+v", f)
	} else if v, _ := e.Values(f.Charset()); v[0] != "513" {
		t.Errorf("%q", v)
	}
}

// A deflated data set is read as any other, and what is in it stands where it begins.
func TestDeflated(t *testing.T) {
	plain, packed := dicom.Read(dicom.Write(manifest(), dicom.ExplicitLittle)), dicom.Read(dicom.Write(manifest(), dicom.DeflatedLittle))
	if len(packed.Anomalies) > 0 || len(packed.Data) != len(plain.Data) || packed.Data.Text(0x00080018) != plain.Data.Text(0x00080018) {
		t.Fatalf("%d attributes, %+v", len(packed.Data), packed.Anomalies)
	}
	if first := packed.Data[0].Offset; first < 132 || packed.Data[3].Offset != first {
		t.Errorf("at %d, the data set begins at %d", packed.Data[3].Offset, first)
	}
}

// A small file that unpacks to very much is read up to a bound, and says so.
func TestDeflatedBomb(t *testing.T) {
	raw := dicom.Write(append(manifest(), dicom.Bytes("PixelData", make([]byte, 32<<20))), dicom.DeflatedLittle)
	f := dicom.Read(raw)
	if len(raw) > 1<<20 || len(f.Anomalies) == 0 || f.Anomalies[0].Code != dicom.CodeDeflated {
		t.Errorf("%d bytes: %+v", len(raw), f.Anomalies)
	}
	if e := f.Data.Get(0x7FE00010); e != nil || f.Data.Text(0x00080018) == "" {
		t.Errorf("%+v", e)
	}
}

// A text of a megabyte is read whole; no attribute is copied to be read.
func TestAttributeOfOneMegabyte(t *testing.T) {
	long := strings.Repeat("a", 1<<20)
	raw := dicom.Write(manifest().With(dicom.Texts("TextValue", long)), dicom.ExplicitLittle)
	e := dicom.Read(raw).Data.Get(0x0040A160)
	if e == nil || len(e.Value) != len(long) || &e.Value[0] != &raw[e.Offset+12] {
		t.Fatalf("%+v", e)
	}
}

// A sequence that stands in itself is as deep as its bytes have it: no reference is
// followed, and reading ends at the deepest level that is read.
func TestSequenceInItself(t *testing.T) {
	item := dicom.Dataset{dicom.Texts("ValueType", "CONTAINER")}
	for range 200 {
		item = dicom.Dataset{dicom.Texts("ValueType", "CONTAINER"), dicom.Sequence("ContentSequence", item)}
	}
	f := dicom.Read(dicom.Write(append(manifest(), item...), dicom.ImplicitLittle))
	depth := 0
	for d := f.Data; d.Get(0x0040A730) != nil; d = d.Within(0x0040A730) {
		depth++
	}
	if depth < 10 || depth > 40 || !slices.ContainsFunc(f.Anomalies, func(a etalon.Anomaly) bool { return a.Code == dicom.CodeDepth }) {
		t.Errorf("%d deep: %+v", depth, f.Anomalies)
	}
}
