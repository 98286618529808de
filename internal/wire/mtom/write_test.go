package mtom_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// The packaging, written by hand (IHE ITI TF-2 appendix V, RFC 2387, XOP 1.0).
const packaged = "--uuid:0f1e2d\r\n" +
	"Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n" +
	"Content-Transfer-Encoding: binary\r\n" +
	"Content-ID: <root.1@etalon>\r\n" +
	"\r\n" +
	"<soap:Envelope/>\r\n" +
	"--uuid:0f1e2d\r\n" +
	"Content-Type: application/pdf\r\n" +
	"Content-Transfer-Encoding: binary\r\n" +
	"Content-ID: <document1.2@etalon>\r\n" +
	"\r\n" +
	"%PDF-1.4\n\x00\xff\r\n" +
	"--uuid:0f1e2d--\r\n"

const packagedType = `multipart/related; boundary="uuid:0f1e2d"; type="application/xop+xml"; start="<root.1@etalon>"; start-info="application/soap+xml"; action="urn:ihe:iti:2007:RetrieveDocumentSetResponse"`

func TestPackagingToTheByte(t *testing.T) {
	pdf := []byte("%PDF-1.4\n\x00\xff")
	stored := io.NewSectionReader(strings.NewReader("…%PDF-1.4\n\x00\xff…"), int64(len("…")), int64(len(pdf)))
	for name, part := range map[string]mtom.OutPart{
		"in memory": mtom.BinaryPart("document1.2@etalon", "application/pdf", pdf),
		"elsewhere": mtom.StoredPart("document1.2@etalon", "application/pdf", stored),
	} {
		o := mtom.Outgoing{Boundary: "uuid:0f1e2d", Parts: []mtom.OutPart{mtom.RootPart("root.1@etalon", []byte("<soap:Envelope/>")), part}}
		for range 2 { // a stored part can be written again
			var b bytes.Buffer
			if n, err := o.WriteTo(&b); err != nil || n != int64(len(packaged)) || o.Size() != n {
				t.Errorf("%s: %d bytes, said to be %d, %v", name, n, o.Size(), err)
			}
			if b.String() != packaged || string(o.Bytes()) != packaged {
				t.Errorf("%s:\n%q\nwant\n%q", name, b.String(), packaged)
			}
		}
	}
	if got := mtom.ContentType("uuid:0f1e2d", "root.1@etalon", "urn:ihe:iti:2007:RetrieveDocumentSetResponse"); got != packagedType {
		t.Errorf("%s\nwant\n%s", got, packagedType)
	}
}

type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("full")
	}
	return len(b), nil
}

func TestWritingStopsAtTheFirstError(t *testing.T) {
	o := mtom.Outgoing{Boundary: "B", Parts: []mtom.OutPart{mtom.StoredPart("a", "x/y", io.NewSectionReader(unreadable{}, 0, 10))}}
	if _, err := o.WriteTo(io.Discard); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("%v", err)
	}
	o.Parts[0] = mtom.StoredPart("a", "x/y", io.NewSectionReader(strings.NewReader("short"), 0, 10))
	if _, err := o.WriteTo(io.Discard); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v", err)
	}
	for left := range int(o.Size()) {
		if _, err := o.WriteTo(&full{left}); err == nil {
			t.Errorf("a writer that takes %d bytes took all", left)
		}
	}
}
