package reference_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
)

// A lot is one HTTP request, in MTOM: the envelope, two documents, their signature.
func TestLotIsAWholeRequest(t *testing.T) {
	raw, err := reference.Sample("lot", "", 7)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(raw)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := mtom.Read(r.Header.Get("Content-Type"), body, 0, mtom.Limits{})
	if r.Method != http.MethodPost || len(m.Parts) != 4 || len(m.Anomalies) > 0 || !bytes.Contains(m.Parts[3].Body, []byte("SignatureValue")) {
		t.Errorf("%s, %d parts, %v", r.Method, len(m.Parts), m.Anomalies)
	}
}

func TestLotHasTheDefectThatIsNamed(t *testing.T) {
	raw, err := reference.Sample("lot", "signature-missing", 7)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(raw, []byte("SignatureValue>")); n != 2 { // of the VIHF, its beginning and end
		t.Errorf("%d ends of signature values: the lot is signed all the same", n)
	}
	if _, err := reference.Sample("lot", "kos-title", 7); err == nil || !strings.Contains(err.Error(), "kos-title") {
		t.Errorf("a defect of something else: %v", err)
	}
}
