package validate_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/internal/validate"
)

// Files come from wherever whoever calls has them.
func TestFilesOfAFolderInMemory(t *testing.T) {
	var p validate.Files
	err := p.Folder("lot", fstest.MapFS{"a.xml": {Data: []byte("<a/>")}, "b/a.xml": {Data: []byte("<b/>")}, "notes.txt": {}, ".hidden.xml": {}})
	if err != nil {
		t.Fatal(err)
	}
	p.Add("elsewhere/a.xml", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("<c/>")), nil })
	p.List = append(p.List, validate.Stdin(bytes.NewReader([]byte("<d/>"))))
	p.Distinct()
	var got []string
	for _, one := range p.List {
		b, err := one.Read()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, one.Name+" "+one.Out+" "+string(b))
	}
	want := "lot/a.xml a <a/>|lot/b/a.xml b/a <b/>|elsewhere/a.xml a-2 <c/>|- stdin <d/>"
	if strings.Join(got, "|") != want || p.Skipped != 2 {
		t.Errorf("%s, %d skipped", strings.Join(got, "|"), p.Skipped)
	}
}

func TestWorkersAreBounded(t *testing.T) {
	for _, c := range []struct{ asked, processors, documents, want int }{{0, 4, 10, 4}, {0, 4, 2, 2}, {7, 4, 10, 7}, {3, 4, 0, 1}} {
		if got := validate.Workers(c.asked, c.processors, c.documents); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// A file that is gone is named as the user knows it.
func TestAFileThatIsGone(t *testing.T) {
	var p validate.Files
	lot := fstest.MapFS{"b/a.xml": {Data: []byte("<b/>")}}
	if err := p.Folder("lot", lot); err != nil {
		t.Fatal(err)
	}
	delete(lot, "b/a.xml")
	if _, err := p.List[0].Read(); err == nil || !strings.Contains(err.Error(), "lot/b/a.xml") {
		t.Errorf("%v", err)
	}
}
