package xsd

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// What xmldoc refuses is an invalid document, whatever the engine, and the
// engine never sees it: a mute child would not answer.
func TestWhatIsNoDocument(t *testing.T) {
	mute, s := childEngine(t, "mute")
	for _, e := range []Engine{Helium(schemasOfTests()), mute} {
		for name, doc := range map[string]string{
			"empty":       "",
			"text":        "bonjour",
			"unclosed":    "<a>\n<b>\n</a>",
			"doctype":     `<!DOCTYPE a><a/>`,
			"entity":      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`,
			"laughs":      `<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>`,
			"deep":        strings.Repeat("<a>", 5000) + strings.Repeat("</a>", 5000),
			"bad UTF-8":   "<a>\xff</a>",
			"two roots":   "<a/><b/>",
			"late prolog": ` <?xml version="1.0"?><a/>`,
		} {
			v := validate(t, e, "message.xsd", doc)
			if v.Valid || len(v.Violations) != 1 || v.Violations[0].Line < 1 || v.Violations[0].Message == "" {
				t.Errorf("%s, %s: %+v", e.Name(), name, v)
			}
		}
	}
	if n := s.starts.Load(); n != 0 {
		t.Errorf("%d children were started", n)
	}
}

// A document may name schemas; no engine goes and looks. One named here would
// make the document invalid, were it read.
func TestNothingIsFetched(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	calls := make(chan struct{}, 100)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				close(calls)
				return
			}
			calls <- struct{}{}
			_ = c.Close()
		}
	}()
	dir := t.TempDir()
	trap := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:piege" elementFormDefault="qualified"><xs:element name="n" type="xs:int"/></xs:schema>`
	file := filepath.Join(dir, "trap.xsd")
	if err := os.WriteFile(file, []byte(trap), 0o600); err != nil {
		t.Fatal(err)
	}
	bothEngines(t, func(t *testing.T, e Engine) {
		for _, location := range []string{"http://" + l.Addr().String() + "/trap.xsd", "file://" + file, file, "trap.xsd", "etalon:/message.xsd", "ftp://" + l.Addr().String() + "/t"} {
			doc := fmt.Sprintf(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:piege %s" xsi:noNamespaceSchemaLocation="%s"><s:Body><n xmlns="urn:piege">douze</n></s:Body></s:Envelope>`, location, location)
			if v := validate(t, e, "message.xsd", doc); !v.Valid {
				t.Errorf("%s read %s: %+v", e.Name(), location, v.Violations)
			}
		}
	})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for range calls {
		t.Error("an engine called out")
	}
}

// Schemas are data too: they cannot reach outside their file system, loop, or
// be missing without an error that says which.
func TestSchemasThatAreWrong(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	head := `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">`
	fsys := fstest.MapFS{
		"garbage.xsd":  file("<xs:schema"),
		"unknown.xsd":  file(head + `<xs:element name="a" type="nothing"/></xs:schema>`),
		"cycle.xsd":    file(head + `<xs:include schemaLocation="cycle2.xsd"/><xs:element name="a" type="xs:int"/></xs:schema>`),
		"cycle2.xsd":   file(head + `<xs:include schemaLocation="cycle.xsd"/><xs:element name="b" type="xs:int"/></xs:schema>`),
		"types.xsd":    file(head + `<xs:complexType name="t"><xs:complexContent><xs:extension base="t"/></xs:complexContent></xs:complexType><xs:element name="a" type="t"/></xs:schema>`),
		"outside.xsd":  file(head + `<xs:include schemaLocation="../../../../etc/passwd"/><xs:element name="a" type="xs:int"/></xs:schema>`),
		"entities.xsd": file(`<!DOCTYPE x SYSTEM "file:///etc/passwd">` + head + `<xs:element name="a" type="xs:int"/></xs:schema>`),
	}
	engines := []Engine{Helium(fsys)}
	if HasLibxml2 {
		e, _ := childOf(t, "serve", fsys)
		engines = append(engines, e)
	}
	for _, e := range engines {
		for _, ref := range []SchemaRef{"absent.xsd", "garbage.xsd", "types.xsd"} {
			for range 2 { // the second time too
				if v, err := e.Validate(context.Background(), ref, []byte("<a>1</a>")); err == nil || !strings.Contains(err.Error(), string(ref)) {
					t.Errorf("%s, %s: %+v, %v: want an error that names the schema", e.Name(), ref, v, err)
				}
			}
		}
		for doc, valid := range map[string]bool{"<a>1</a>": true, "<b>x</b>": false} {
			if v, err := e.Validate(context.Background(), "cycle.xsd", []byte(doc)); err != nil || v.Valid != valid {
				t.Errorf("%s, a cycle, %s: %+v, %v", e.Name(), doc, v, err)
			}
		}
		// helium finds out only when the missing type is needed.
		if v, err := e.Validate(context.Background(), "unknown.xsd", []byte("<a>1</a>")); err == nil && v.Valid {
			t.Errorf("%s: valid against a type that is not there", e.Name())
		}
		// Either answer will do for these two, as long as there is one.
		for _, ref := range []SchemaRef{"outside.xsd", "entities.xsd"} {
			if v, err := e.Validate(context.Background(), ref, []byte("<a>1</a>")); err == nil && !v.Valid {
				t.Errorf("%s, %s: %+v", e.Name(), ref, v)
			}
		}
	}
}
