package xsd

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFrames(t *testing.T) {
	var pipe bytes.Buffer
	for _, s := range []string{"", "un", strings.Repeat("x", 100_000)} {
		if err := writeFrame(&pipe, []byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	whole := bytes.Clone(pipe.Bytes())
	for _, want := range []string{"", "un", strings.Repeat("x", 100_000)} {
		if b, err := readFrame(&pipe); err != nil || string(b) != want {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
	}
	if _, err := readFrame(&pipe); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
	for _, broken := range [][]byte{whole[:2], whole[4:9], []byte("\xff\xff\xff\xffx"), []byte("\x07\x00\x00\x00x")} {
		if b, err := readFrame(bytes.NewReader(broken)); err == nil || errors.Is(err, io.EOF) {
			t.Errorf("%q: %d bytes, %v", broken, len(b), err)
		}
	}
}

// clerk is a processor that notes what it is given.
type clerk struct {
	limits []uint64
	files  map[string][]byte
	docs   []string
}

func (c *clerk) limit(m uint64) error { c.limits = append(c.limits, m); return nil }
func (c *clerk) compile(_ string, files map[string][]byte) error {
	c.files = files
	return nil
}

func (c *clerk) validate(entry string, doc []byte) (answer, error) {
	if c.files[entry] == nil {
		return answer{}, errors.New("no schema")
	}
	c.docs = append(c.docs, string(doc))
	return answer{Valid: true}, nil
}

func orders(t *testing.T) []byte {
	t.Helper()
	var in bytes.Buffer
	for _, err := range []error{
		writeJSON(&in, order{Op: opValidate, Schema: "a.xsd"}), writeFrame(&in, []byte("<trop-tôt/>")),
		writeJSON(&in, order{Op: opSchema, Schema: "a.xsd", Files: []string{"a.xsd", "b.xsd"}, Memory: 7}), writeFrame(&in, []byte("A")), writeFrame(&in, []byte("B")),
		writeJSON(&in, order{Op: opValidate, Schema: "a.xsd"}), writeFrame(&in, []byte("<a/>")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return in.Bytes()
}

func TestServe(t *testing.T) {
	var out bytes.Buffer
	c := &clerk{}
	if err := serve(bytes.NewReader(orders(t)), &out, c); err != nil {
		t.Fatal(err)
	}
	var answers []answer
	for out.Len() > 0 {
		var a answer
		if err := readJSON(&out, &a); err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
	}
	if len(answers) != 3 || answers[0].Failed != "no schema" || answers[1].Failed != "" || !answers[2].Valid {
		t.Errorf("%+v", answers)
	}
	if string(c.files["b.xsd"]) != "B" || len(c.docs) != 1 || c.docs[0] != "<a/>" || len(c.limits) != 1 || c.limits[0] != 7 {
		t.Errorf("%+v", c)
	}
}

// Whatever comes through the pipe, the child's loop ends without a panic, and
// an end inside an order is an error.
func FuzzServe(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x02{}"))
	f.Add([]byte("\x00\x00\x00\x0f{\"op\":\"schema\"}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = serve(bytes.NewReader(b), io.Discard, &clerk{})
		whole := orders(t)
		cut := len(b) % len(whole)
		if err := serve(bytes.NewReader(whole[:cut]), io.Discard, &clerk{}); err != nil && cut == 0 {
			t.Errorf("no order at all: %v", err)
		}
	})
}

// A path from libxml2 leads to the node it was made from, or nowhere.
func TestFollow(t *testing.T) {
	d, refused := read([]byte(`<a xmlns="urn:a" xmlns:p="urn:p"><b/><p:b i="1"/><b/><p:b/></a>`))
	if refused != nil {
		t.Fatal(refused)
	}
	for path, want := range map[string]string{
		"/*": "/a", "/*/*[3]": "/a/b[2]", "/*/p:b[2]": "/a/p:b[2]", "/*/p:b[1]/@i": "/a/p:b[1]",
		"/*/*[9]": "", "/x": "", "/*/*[x]": "", "": "", "/*/*[99999999999999999999]": "",
	} {
		n := d.follow(path)
		if got := n.XPath(); n.OK() && got != want || !n.OK() && want != "" {
			t.Errorf("%s leads to %q, want %q", path, got, want)
		}
	}
}
