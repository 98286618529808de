package schemas_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/schemas"
)

func TestEmbeddedPacks(t *testing.T) {
	packs := own(t)
	for i, file := range []string{"mtom/T06.sch", "vihf/V06.sch"} {
		p := packs[i]
		if p.Name != etalon.PackNames()[i] || !regexp.MustCompile(`^\d{4}\.\d{2}\.\d+$`).MatchString(p.Version) {
			t.Errorf("name %q, version %q", p.Name, p.Version)
		}
		if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(p.Digest) || p.Info().Digest != p.Digest {
			t.Errorf("digest %q, of the verdict %q", p.Digest, p.Info().Digest)
		}
		var over []string
		for _, e := range p.Entries {
			over = append(over, e.Over)
		}
		if strings.Join(over, " ") != "exchange session" {
			t.Errorf("entries over %v", over)
		}
		for _, name := range []string{"valuesets/J57.xml", file, "exchange.sch"} {
			if _, err := fs.ReadFile(p.FS, name); err != nil {
				t.Errorf("not in the pack: %v", err)
			}
		}
		if _, err := fs.ReadFile(p.FS, "schematron/dmp/exchange.sch"); err == nil {
			t.Error("the pack shows its place in the binary")
		}
	}
	if packs[0].Digest == packs[1].Digest {
		t.Error("two packs have one digest")
	}
}

// TestOwnRefusesAnUnknownName: there is no pack of that name in the binary.
func TestOwnRefusesAnUnknownName(t *testing.T) {
	if _, err := schemas.Own("xds"); err == nil || !strings.Contains(err.Error(), "xds") {
		t.Errorf("an unknown pack: %v", err)
	}
}

func pack(extra string) fstest.MapFS {
	return fstest.MapFS{
		"pack.yaml":    {Data: []byte("name: mine\nversion: \"1\"\nentries:\n  - {name: a, file: a.sch, over: document}\n" + extra)},
		"a.sch":        {Data: []byte("<a/>")},
		"sub/list.xml": {Data: []byte("<l/>")},
	}
}

func TestOpenFolder(t *testing.T) {
	p, err := schemas.Open(pack(""))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "mine" || p.Version != "1" || len(p.Entries) != 1 || p.Entries[0] != (schemas.Entry{Name: "a", File: "a.sch", Over: "document"}) {
		t.Errorf("%+v", p)
	}
}

// TestDigestCoversEveryFile: a change, a new file, a new name each give another
// digest; the same files give the same one.
func TestDigestCoversEveryFile(t *testing.T) {
	open := func(change func(fstest.MapFS)) string {
		f := pack("")
		change(f)
		p, err := schemas.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		return p.Digest
	}
	same := func(fstest.MapFS) {}
	first := open(same)
	if open(same) != first {
		t.Error("the digest is not stable")
	}
	for name, change := range map[string]func(fstest.MapFS){
		"content": func(f fstest.MapFS) { f["sub/list.xml"] = &fstest.MapFile{Data: []byte("<m/>")} },
		"name":    func(f fstest.MapFS) { f["sub/lost.xml"] = f["sub/list.xml"]; delete(f, "sub/list.xml") },
		"added":   func(f fstest.MapFS) { f["b.sch"] = &fstest.MapFile{} },
		"moved":   func(f fstest.MapFS) { f["a.sch"].Data, f["sub/list.xml"].Data = []byte("<a/><l/>"), nil },
	} {
		if open(change) == first {
			t.Errorf("%s: the digest does not change", name)
		}
	}
}

// TestOpenTellsEveryFault: all faults of a pack.yaml at once, in words.
func TestOpenTellsEveryFault(t *testing.T) {
	f := fstest.MapFS{
		"pack.yaml": {Data: []byte("name: \"\"\nversion: \"\"\nentries:\n  - {name: a, file: none.sch, over: exchange}\n  - {name: a, file: sub, over: everything}\n")},
		"sub/x":     {},
	}
	_, err := schemas.Open(f)
	if err == nil {
		t.Fatal("it opens")
	}
	for _, want := range []string{"name is missing", "version is missing", "none.sch", `the name "a" is taken`, `over is "everything"`, "sub is a folder"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said in: %v", want, err)
		}
	}
	if _, err := schemas.Open(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "pack.yaml") {
		t.Errorf("an empty folder: %v", err)
	}
	if _, err := schemas.Open(fstest.MapFS{"pack.yaml": {Data: []byte("name: x\nverzion: 1\n")}}); err == nil || !strings.Contains(err.Error(), "verzion") {
		t.Errorf("an unknown key: %v", err)
	}
}
