package xsd

import (
	"strings"
	"testing"
)

// A part packed by XOP is base64 to the schema, wherever base64 may stand; the
// places and lines of what comes after stay those of the message.
func TestAnIncludeStandsForBase64(t *testing.T) {
	const include = `<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include"
		href="cid:x@essai"/>`
	good := sample(t, "message/iti41-request.xml")
	packed := strings.Replace(good, "<ds:X509Certificate>AAEC<", "<ds:X509Certificate>"+include+"<", 1)
	bothEngines(t, func(t *testing.T, e Engine) {
		if v := validate(t, e, "message.xsd", packed); !v.Valid {
			t.Errorf("a packed certificate: %+v", v.Violations[0])
		}
		after := strings.Replace(packed, `AuthnInstant="2026-03-02T08:00:00Z"`, `AuthnInstant="hier"`, 1)
		v := validate(t, e, "message.xsd", after)
		if v.Valid || !strings.HasSuffix(v.Violations[0].Path, "/saml:AuthnStatement") {
			t.Errorf("what is wrong after an Include: %+v", v)
		}
		for name, bad := range map[string]string{
			"no address":        strings.Replace(packed, `href="cid:x@essai"`, "", 1),
			"content":           strings.Replace(packed, `href="cid:x@essai"/>`, `href="cid:x@essai">x</xop:Include>`, 1),
			"text beside":       strings.Replace(packed, "<ds:X509Certificate>", "<ds:X509Certificate>AAEC", 1),
			"among elements":    strings.Replace(good, "<ds:Transforms>", "<ds:Transforms>"+include, 1),
			"no base64 is due":  strings.Replace(good, "<ds:X509Data>", "<ds:X509Data><ds:X509IssuerSerial>"+include+"</ds:X509IssuerSerial>", 1),
			"text is no base64": strings.Replace(good, "<ds:X509Certificate>AAEC<", "<ds:X509Certificate>A*<", 1),
		} {
			if bad == packed || bad == good {
				t.Fatalf("%s: nothing was changed", name)
			}
			if v := validate(t, e, "message.xsd", bad); v.Valid {
				t.Errorf("%s: passes", name)
			}
		}
	})
}
