package account

import (
	"bytes"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/internal/wire/syslog"
	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

// A frame of syslog is itself again, its words are where they say, and its length is
// right whatever is broken but the length.
func TestRecordsAreConsistent(t *testing.T) {
	raw := syslog.Count([]byte(`<85>1 2026-11-22T10:00:03.300Z poste ETALON 4711 IHE+RFC-3881 - <AuditMessage a="1"></AuditMessage>`))
	l, err := openRecord(raw)
	if err != nil || !bytes.Equal(l.bytes(true), raw) {
		t.Fatalf("%v: %q", err, raw)
	}
	all := nodes(l, "ITI-20", false)
	broken := 0
	for _, n := range all {
		if got := string(l.source(n)[n.from:n.to]); n.kind != element && got != n.value {
			t.Errorf("%s: %q, not %q", n.path, got, n.value)
		}
		for _, e := range edits(n, l.source(n), "", newPool()) {
			c, err := made(l, n, e, xmlsec.Signer{})
			if err != nil {
				t.Errorf("%s, %s: %v", n.path, e.op, err)
				continue
			}
			broken++
			f := syslog.Parse(c.bytes(n.key != "declared-length"))
			for _, a := range f.Anomalies {
				if n.key != "declared-length" && (a.Code == "truncated" || a.Code == "extra-bytes") {
					t.Errorf("%s, %s: %s", n.path, e.op, a.Detail)
				}
			}
		}
	}
	if broken < 30 || all[0].path != "syslog/declared-length" || all[0].value != string(raw[:bytes.IndexByte(raw, ' ')]) {
		t.Errorf("%d mutants, %+v", broken, all[0])
	}
}

// A DICOM object is itself again when nothing is put in the place of an attribute but
// that attribute, however deep.
func TestAttributesAreWhereTheySay(t *testing.T) {
	d := dicom.Dataset{}.With(dicom.Texts("Modality", "KO")).With(dicom.Sequence("ReferencedRequestSequence",
		dicom.Dataset{dicom.Texts("StudyInstanceUID", "1.2.3"), dicom.Texts("AccessionNumber", "A1")}))
	want := dicom.Write(d, dicom.ExplicitLittle)
	paths := map[string]bool{}
	visit(d, nil, "", func(a spot) {
		paths[a.path] = true
		if !bytes.Equal(dicom.Write(a.with(a.e), dicom.ExplicitLittle), want) {
			t.Errorf("%s: not itself again", a.path)
		}
		if bytes.Equal(dicom.Write(a.with(), dicom.ExplicitLittle), want) {
			t.Errorf("%s: removed, and nothing changed", a.path)
		}
	})
	if !paths["/ReferencedRequestSequence/AccessionNumber"] || len(paths) != 4 {
		t.Errorf("%v", paths)
	}
}

// Alerts go out of a flight of records, and nothing else does.
func TestWithoutAlerts(t *testing.T) {
	alert, greeting := []byte{21, 3, 3, 0, 2, 2, 40}, hello(0x0303, 0xc02f)
	if got := withoutAlerts(append(bytes.Clone(greeting), alert...)); !bytes.Equal(got, greeting) {
		t.Errorf("%x", got)
	}
}
