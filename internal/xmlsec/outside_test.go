package xmlsec_test

import (
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// A reference to somewhere else is fetched from nowhere, and does not hold.
func TestNothingIsFetched(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var came atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			came.Add(1)
			_ = c.Close()
		}
	}()
	good := signed(t, xmlsec.Algorithms{})
	for _, uri := range []string{
		"http://" + l.Addr().String() + "/doc.xml", "https://" + l.Addr().String() + "/", "file:///etc/hostname", "file:///dev/zero", "//" + l.Addr().String() + "/x",
		"ftp://" + l.Addr().String() + "/x", "jar:file:/tmp/x!/y", "../verify_test.go", "cid:x", "#xpointer(document('http://" + l.Addr().String() + "/'))",
	} {
		doc := envelope(strings.Replace(good, `URI="#_a1"`, `URI="`+uri+`"`, 1))
		if !strings.Contains(string(doc), uri) {
			t.Fatal("the reference is not the one meant")
		}
		r := xmlsec.Verify(doc, xmlsec.Options{})
		if len(r.Signatures) != 1 || r.Signatures[0].Valid() {
			t.Errorf("%s: %+v", uri, r)
		}
		dtd := xmlsec.Verify([]byte(`<!DOCTYPE e SYSTEM "`+uri+`">`+string(envelope(good))), xmlsec.Options{})
		for _, s := range dtd.Signatures {
			if s.Valid() {
				t.Errorf("a DTD at %s: valid", uri)
			}
		}
	}
	_ = l.Close()
	<-done
	if n := came.Load(); n > 0 {
		t.Errorf("%d connections were made", n)
	}
}
