package xmlsec_test

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"

	"github.com/etalon-dmp/etalon/internal/xmlsec"
)

func rawName(t *testing.T) []byte {
	t.Helper()
	oid := func(a ...int) asn1.ObjectIdentifier { return a }
	seq := pkix.RDNSequence{
		{{Type: oid(2, 5, 4, 6), Value: "FR"}},
		{{Type: oid(2, 5, 4, 8), Value: "Paris (75)"}},
		{{Type: oid(2, 5, 4, 10), Value: "CABINET, TEST"}},
		{{Type: oid(2, 5, 4, 11), Value: "1750000001"}},
		{{Type: oid(2, 5, 4, 3), Value: "899"}, {Type: oid(2, 5, 4, 4), Value: "DUPRÉ"}, {Type: oid(2, 5, 4, 42), Value: "ANNE"}},
	}
	b, err := asn1.Marshal(seq)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDN(t *testing.T) {
	got := xmlsec.DN(rawName(t))
	want := `CN=899+GN=ANNE+SN=DUPRÉ,OU=1750000001,O=CABINET\, TEST,ST=Paris (75),C=FR`
	alt := `CN=899+SN=DUPRÉ+GN=ANNE,OU=1750000001,O=CABINET\, TEST,ST=Paris (75),C=FR`
	if got != want && got != alt { // a SET is sorted by its encoding
		t.Errorf("got %s", got)
	}
	if xmlsec.DN([]byte("junk")) != "" {
		t.Error("junk has a name")
	}
}

func TestSameDN(t *testing.T) {
	for name, want := range map[string]bool{
		`CN=899+GN=ANNE+SN=DUPRÉ,OU=1750000001,O=CABINET\, TEST,ST=Paris (75),C=FR`:                                 true,
		`CN=899 + SN=DUPRÉ + GN=ANNE, OU=1750000001, O="CABINET, TEST", ST=Paris (75), C=FR`:                        true,
		`CN=899+2.5.4.4=#0c06445550524389+GN=ANNE,OU=1750000001,O=CABINET\2C TEST,ST=Paris (75),C=FR`:               false, // other octets
		`CN=899+2.5.4.4=#0c064455505ac389+GN=ANNE,OU=1750000001,O=CABINET\2C TEST,ST=Paris (75),C=FR`:               false, // DUPZÉ
		`CN=899+2.5.4.4=#0c0644555052c389+2.5.4.42=#1304414e4e45,OU=1750000001,O=CABINET\2C TEST,S=Paris (75),C=FR`: true,
		`C=FR,ST=Paris (75),O=CABINET\, TEST,OU=1750000001,CN=899+GN=ANNE+SN=DUPRÉ`:                                 false, // certificate order
		`CN=899+GN=ANNE+SN=DUPRÉ,OU=1750000002,O=CABINET\, TEST,ST=Paris (75),C=FR`:                                 false,
		`CN=899+GN=ANNE+SN=DUPRÉ,OU=1750000001,O=CABINET\, TEST,C=FR`:                                               false,
	} {
		got, err := xmlsec.SameDN(name, rawName(t))
		if err != nil || got != want {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
	for _, bad := range []string{"", "CN", "XX=1", `CN="a`, "CN=a,", "CN=#zz"} {
		if _, err := xmlsec.SameDN(bad, rawName(t)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}
