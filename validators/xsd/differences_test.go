package xsd

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// samplesOfTypes is a schema with what the engines are known to see otherwise.
func samplesOfTypes() fs.FS {
	return fstest.MapFS{
		"x.xsd": {Data: []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:x" targetNamespace="urn:x" elementFormDefault="qualified">
	<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>
	<xs:element name="x"><xs:complexType><xs:choice minOccurs="0" maxOccurs="unbounded">
		<xs:element name="uri" type="xs:anyURI"/><xs:element name="real" type="xs:double"/><xs:element name="date" type="xs:date"/>
		<xs:element name="b64" type="xs:base64Binary"/><xs:element name="any" type="xs:anyType"/>
		<xs:element name="ref"><xs:complexType><xs:attribute name="to" type="xs:IDREF"/><xs:attribute name="id" type="xs:ID"/></xs:complexType></xs:element>
		<xs:element name="when"><xs:complexType><xs:attribute name="at" type="xs:dateTime"/></xs:complexType></xs:element>
		<xs:any namespace="##other" processContents="lax"/>
	</xs:choice></xs:complexType></xs:element>
	<xs:complexType name="t"/>
	<xs:complexType name="open"><xs:anyAttribute namespace="##other" processContents="lax"/></xs:complexType>
</xs:schema>`)},
		"xml.xsd": {Data: []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:language"/></xs:schema>`)},
	}
}

// Each known difference is one: libxml2 and helium do not agree on its example,
// and the pair gives the right verdict with the words of both, in either order.
// An engine that mends its ways fails this test, and its entry goes.
func TestEachKnownDifferenceIsOne(t *testing.T) {
	if !HasLibxml2 {
		t.Skip(ErrNoCgo)
	}
	libxml2, _ := childOf(t, "serve", samplesOfTypes())
	helium := Helium(samplesOfTypes())
	shown := map[string]bool{}
	for _, c := range []struct {
		name, inside string
		valid        bool // what the norm says
	}{
		{"xsi-type", `<e:e xmlns:e="urn:e" xsi:type="e:nothing"/>`, false},
		{"xsi-attribute", `<real xsi:inconnu="x">1</real>`, false},
		{"any-uri", `<uri>http://[</uri>`, false},
		{"plus-inf", `<real>+INF</real>`, false},
		{"year-zero", `<date>0000-01-01</date>`, false},
		{"lax-attribute", `<any><e xml:lang="f r"/></any>`, false},
		{"base64", `<b64>é*</b64>`, false},
		{"idref", `<ref to="nothing"/>`, false},
		{"blanks-date", `<when at=" 2026-11-27T10:00:00Z "/>`, true},
		{"any-uri base64", `<uri>http://[</uri><b64>é*</b64>`, false},
	} {
		doc := []byte(`<x xmlns="urn:x" xmlns:xsi="` + instanceNS + `">` + c.inside + `</x>`)
		for _, d := range []*Differential{Both(libxml2, helium), Both(helium, libxml2)} {
			v, err := d.Validate(t.Context(), "x.xsd", doc)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(c.name, " ") {
				if v.Valid || v.Known+v.Disagreement != "" {
					t.Errorf("%s: both object, each to its own: %+v", c.name, v)
				}
				continue
			}
			shown[c.name] = true
			if v.Valid != c.valid || v.Disagreement != "" || !strings.HasSuffix(v.Known, "["+c.name+"]") ||
				!strings.Contains(v.Known, "helium: ") || !strings.Contains(v.Known, "libxml2: ") || v.Valid != (v.Total == 0) {
				t.Errorf("%s (%s): %+v", c.name, d.Name(), v)
			}
		}
	}
	for _, d := range known {
		if !shown[d.name] {
			t.Errorf("%s has no example", d.name)
		}
		if d.why == "" {
			t.Errorf("%s has no reason", d.name)
		}
	}
}

// What nobody has explained stays a disagreement, also beside what is known.
func TestAnUnknownDifferenceIsADisagreement(t *testing.T) {
	objection := func(messages ...string) Verdict {
		v := Verdict{Total: len(messages)}
		for _, m := range messages {
			v.Violations = append(v.Violations, Violation{Line: 1, Message: m})
		}
		return v
	}
	const known, unknown = "Element 'e': There is no ID/IDREF binding for the IDREF 'a'", "Element 'e': the sky is green."
	for _, messages := range [][]string{{unknown}, {known, unknown}} {
		first, second := &stub{name: "libxml2", verdict: Verdict{Valid: true}}, &stub{name: "helium", verdict: objection(messages...)}
		v, err := Both(first, second).Validate(t.Context(), "x.xsd", nil)
		if err != nil || !v.Valid || v.Disagreement == "" || v.Known != "" {
			t.Errorf("%q: %+v, %v", messages, v, err)
		}
	}
	first, second := &stub{name: "helium", verdict: Verdict{Valid: true}}, &stub{name: "libxml2", verdict: objection(known)}
	if v, err := Both(first, second).Validate(t.Context(), "x.xsd", nil); err != nil || v.Disagreement == "" {
		t.Errorf("known of the other engine: %+v, %v", v, err)
	}
}

// Blanks around an xsi:type are no part of it: libxml2 takes them for one, and
// sees a document without them.
func TestBlanksAroundAType(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		good := sample(t, "cda/structured.xml")
		for _, with := range []string{`xsi:type=" CD "`, "xsi:type='\n\tCD'", `xsi:type="CD "`} {
			padded := strings.Replace(good, `xsi:type="CD"`, with, 1)
			if v := validate(t, e, "cda.xsd", padded); padded == good || !v.Valid {
				t.Errorf("%q: %+v", with, v)
			}
		}
		if v := validate(t, e, "cda.xsd", strings.Replace(good, `xsi:type="CD"`, `xsi:type=" "`, 1)); v.Valid {
			t.Error("an empty type passes")
		}
	})
}

// What helium passes over, seen here before it is asked: it needs no second engine.
func TestHeliumAloneRefusesWhatNamesNoType(t *testing.T) {
	e := Helium(schemasOfTests())
	good := sample(t, "cda/structured.xml")
	for name, bad := range map[string]string{
		"no such type":   strings.Replace(good, `xsi:type="CD"`, `xsi:type="Inconnu"`, 1),
		"no such prefix": strings.Replace(good, `xsi:type="CD"`, `xsi:type="inconnu:CD"`, 1),
		"no such attr":   strings.Replace(good, `<setId `, `<setId xsi:inconnu="x" `, 1),
		"text type":      strings.Replace(good, "</title>", "<br/></title>", 1),
		"foreign":        strings.Replace(good, "</title>", "<e xmlns='urn:e'/></title>", 1),
	} {
		if bad == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if v := validate(t, e, "cda.xsd", bad); v.Valid {
			t.Errorf("%s: passes", name)
		}
	}
}

// What libxml2 passes over is seen when the second engine is asked only where it
// is needed, too.
func TestConfirmSeesWhatLibxml2PassesOver(t *testing.T) {
	if !HasLibxml2 {
		t.Skip(ErrNoCgo)
	}
	libxml2, _ := childEngine(t, "serve")
	e := Confirm(libxml2, Helium(schemasOfTests()))
	good := sample(t, "cda/extended.xml")
	for from, to := range map[string]string{
		`headers="h1 h2"`: `headers="h1 nulle-part"`, `IDREF="n1"`: `IDREF="nulle-part"`,
		`referencedObject="m1 m2"`: `referencedObject="nulle-part"`, `integrityCheck="QUJD"`: `integrityCheck="QUéJD"`,
	} {
		name, _, _ := strings.Cut(from, "=")
		bad := []byte(strings.Replace(good, from, to, 1))
		if v := validate(t, libxml2, "cda.xsd", string(bad)); !v.Valid {
			t.Errorf("%s: libxml2 sees it now: %+v", name, v)
		}
		v, err := e.Validate(t.Context(), "cda.xsd", bad)
		if err != nil || v.Valid {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}

// A particle that may occur 0 times at most is none, in both engines.
func TestAForbiddenParticle(t *testing.T) {
	fsys := fstest.MapFS{"x.xsd": {Data: []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="x"><xs:complexType>
	<xs:sequence><xs:element name="a" minOccurs="0" maxOccurs="0"><xs:simpleType><xs:restriction base="xs:string"/></xs:simpleType></xs:element><xs:element name="b" minOccurs="0"/></xs:sequence>
</xs:complexType></xs:element></xs:schema>`)}}
	libxml2, _ := childOf(t, "serve", fsys)
	for _, e := range []Engine{Helium(fsys), libxml2} {
		if e == libxml2 && !HasLibxml2 {
			continue
		}
		for doc, valid := range map[string]bool{"<x/>": true, "<x><b/></x>": true, "<x><a/></x>": false, "<x><a/><b/></x>": false} {
			if v := validate(t, e, "x.xsd", doc); v.Valid != valid {
				t.Errorf("%s: %s: %+v", e.Name(), doc, v)
			}
		}
	}
}
