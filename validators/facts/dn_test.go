package facts

import "testing"

func TestSameDN(t *testing.T) {
	const name = "CN=00B1,GN=MAX,SN=LIBRE,ST=Paris\\, (75),O=A+OU=B,C=FR"
	want, err := parseDN(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, same := range []string{
		"C=FR, O=A + OU=B, ST=\"Paris, (75)\", SN=LIBRE, GN=MAX, CN=00B1", // the other order
		"cn=00b1,givenName=Max,surname=libre,S=Paris\\2C  (75),ou=B+o=A,c=fr",
		"CN=00B1;OID.2.5.4.42=MAX;2.5.4.4=#0c054c49425245;ST=Paris\\, (75);O=A+OU=B;C=#13024652",
	} {
		got, err := parseDN(same)
		if err != nil || !sameDN(got, want) {
			t.Errorf("%s is not the same (%v): %q", same, err, got)
		}
	}
	for _, other := range []string{
		"CN=00B1,GN=MAX,SN=LIBRE,ST=Paris\\, (75),O=A,OU=B,C=FR", // two RDNs in place of one
		"CN=00B1,GN=LIBRE,SN=MAX,ST=Paris\\, (75),O=A+OU=B,C=FR",
		"CN=00B1,GN=MAX,SN=LIBRE,ST=Paris\\, (75),O=A+OU=B",
		"CN=00B1,GN=MAX,SN=#0c054c49425246,ST=Paris\\, (75),O=A+OU=B,C=FR",
	} {
		got, err := parseDN(other)
		if err != nil || sameDN(got, want) {
			t.Errorf("%s is the same (%v)", other, err)
		}
	}
	for _, bad := range []string{"", "  ", "no name", "CN=a,", "XYZ=1", `CN="open`, `CN="a"b`} {
		if got, err := parseDN(bad); err == nil {
			t.Errorf("%q is a name: %q", bad, got)
		}
	}
	if sameDN(nil, nil) {
		t.Error("two names that could not be read are the same")
	}
}
