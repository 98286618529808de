package schemas_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/etalon-dmp/etalon/schemas"
	"github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/schematron"
)

func library(t *testing.T) *schemas.Library {
	t.Helper()
	l, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestEmbeddedPacks(t *testing.T) {
	l := library(t)
	for i, p := range l.Packs() {
		for _, base := range p.Extends {
			if at := slices.Index(l.Names(), base); at < 0 || at > i {
				t.Errorf("the packs are %q: %s does not come after %s, which it extends", l.Names(), p.Name, base)
			}
		}
	}
	for name, has := range map[string][]string{"ihe-xds": {"mtom/T06.sch", "valuesets/queries.xml"}, "dmp": {"vihf/V06.sch", "valuesets/J57.xml", "valuesets/queries.xml"}} {
		p, ok := l.Pack(name)
		if !ok {
			t.Fatalf("no pack %s among %q", name, l.Names())
		}
		if !regexp.MustCompile(`^\d{4}\.\d{2}\.\d+$`).MatchString(p.Version) {
			t.Errorf("name %q, version %q", p.Name, p.Version)
		}
		if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(p.Digest) || p.Info().Digest != p.Digest {
			t.Errorf("digest %q, of the verdict %q", p.Digest, p.Info().Digest)
		}
		var over []string
		for _, e := range p.Entries {
			over = append(over, string(e.Over))
		}
		if strings.Join(over, " ") != "soap session" {
			t.Errorf("entries over %v", over)
		}
		for _, name := range append(has, "exchange.sch") {
			if _, err := fs.ReadFile(p.FS, name); err != nil {
				t.Errorf("not in the pack: %v", err)
			}
		}
		if len(p.Requirements) < 40 {
			t.Errorf("%s has %d requirements", p.Name, len(p.Requirements))
		}
		for _, b := range p.Schemas {
			if _, err := fs.Stat(xsd.FS(), b.Schema); err != nil {
				t.Errorf("%s: %v", b.ID, err)
			}
		}
	}
	digests := map[string]string{}
	for _, p := range l.Packs() {
		if other, taken := digests[p.Digest]; taken {
			t.Errorf("%s and %s have one digest", p.Name, other)
		}
		digests[p.Digest] = p.Name
	}
}

// TestPackAsItLies: a pack of the source tree, opened from its folder, is the one
// in the binary.
func TestPackAsItLies(t *testing.T) {
	for _, embedded := range library(t).Packs() {
		l, p, err := (&schemas.Library{}).With(os.DirFS("packs"), embedded.Name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Digest != embedded.Digest {
			t.Errorf("%s: the folder has digest %s, the binary %s", p.Name, p.Digest, embedded.Digest)
		}
		all, err := l.Of(p.Name)
		if err != nil || len(all) < 1+len(p.Extends) || all[len(all)-1].Name != p.Name {
			t.Errorf("%s is judged with %d packs: %v", p.Name, len(all), err)
		}
		for _, e := range p.Entries {
			if _, defects, err := schematron.Load(p.FS, e.File, schematron.Options{}); err != nil || len(defects) > 0 {
				t.Errorf("%s: %v %v", e.File, defects, err)
			}
		}
	}
}

// TestLibraryRefusesAnUnknownName: there is no pack of that name.
func TestLibraryRefusesAnUnknownName(t *testing.T) {
	if _, err := library(t).Of("xds"); err == nil || !strings.Contains(err.Error(), "unknown pack xds: the packs are "+strings.Join(library(t).Names(), ", ")) {
		t.Errorf("an unknown pack: %v", err)
	}
}

// TestExtending: a folder takes the place of the embedded pack, and finds what it
// extends beside it or else in the binary.
func TestExtending(t *testing.T) {
	head := func(name, extends string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("name: " + name + "\nversion: \"1\"\nextends: [" + extends + "]\nentries:\n  - {name: a, file: a.sch, over: soap}\n")}
	}
	rule := &fstest.MapFile{Data: []byte("<a/>")}
	parent := fstest.MapFS{
		"mine/pack.yaml": head("mine", "ihe-xds"), "mine/a.sch": rule, "mine/valuesets/own.xml": rule,
		"round/pack.yaml": head("round", "about"), "round/a.sch": rule, "about/pack.yaml": head("about", "round"), "about/a.sch": rule,
		"lost/pack.yaml": head("lost", "nowhere"), "lost/a.sch": rule,
	}
	l, p, err := library(t).With(parent, "mine")
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Of("mine")
	if err != nil || len(all) != 2 || all[0].Name != "ihe-xds" || all[1].Name != "mine" {
		t.Errorf("mine is judged by %v: %v", all, err)
	}
	for _, name := range []string{"valuesets/own.xml", "valuesets/errors.xml"} {
		if _, err := fs.ReadFile(p.FS, name); err != nil {
			t.Error(err)
		}
	}
	if _, err := fs.ReadFile(p.FS, "mtom/T06.sch"); err == nil {
		t.Error("a rule file of another pack is found as its own")
	}
	entries, err := fs.ReadDir(p.FS, "valuesets")
	if err != nil || len(entries) != 6 {
		t.Errorf("%d value sets are seen: %v", len(entries), err)
	}
	parent["ihe-xds/pack.yaml"], parent["ihe-xds/a.sch"] = head("ihe-xds", ""), rule
	if l, _, err = library(t).With(parent, "mine"); err != nil {
		t.Fatal(err)
	}
	if base, _ := l.Pack("ihe-xds"); base.Version != "1" {
		t.Errorf("version %s of ihe-xds is taken, not that of the folder beside", base.Version)
	}
	for name, want := range map[string]string{"round": "circle", "lost": "extends nowhere, which is not there"} {
		if _, _, err := library(t).With(parent, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRequirementsAreRead: every fault at once, and no requirement of two packs.
func TestRequirementsAreRead(t *testing.T) {
	good := "requirements:\n  - {id: R1, level: must, source: s, clause: c, confidence: A, text: {fr: un, en: one}}\n"
	f := pack("")
	f["requirements.yaml"] = &fstest.MapFile{Data: []byte(good)}
	if p, err := schemas.Open(f); err != nil || len(p.Requirements) != 1 || p.Requirements[0].Text.EN != "one" {
		t.Errorf("%+v, %v", p, err)
	}
	f["requirements.yaml"] = &fstest.MapFile{Data: []byte(good + "  - {id: R1, level: may, source: s, clause: \"\", confidence: E, text: {fr: un, en: \"\"}}\n  - {id: a b, level: must, source: s, clause: c, confidence: A, text: {fr: un, en: one}}\n")}
	_, err := schemas.Open(f)
	for _, want := range []string{"R1: it is already defined", `level is "may"`, "source and clause", `confidence is "E"`, "text is in French", `the id "a b"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said in: %v", want, err)
		}
	}
	parent := fstest.MapFS{}
	for _, name := range []string{"one", "two"} {
		for file, text := range pack("") {
			parent[name+"/"+file] = text
		}
		parent[name+"/pack.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(string(parent[name+"/pack.yaml"].Data), "mine", name, 1))}
		parent[name+"/requirements.yaml"] = &fstest.MapFile{Data: []byte(good)}
	}
	if _, err := schemas.Shelved(parent); err == nil || !strings.Contains(err.Error(), "requirement R1 is of pack one and of pack two") {
		t.Errorf("a requirement of two packs: %v", err)
	}
}

// TestBindingsAreChecked: a schema that judges nothing, or for nothing, is refused.
func TestBindingsAreChecked(t *testing.T) {
	_, err := schemas.Open(pack("schemas:\n  - {id: XSD.a, part: leaf, schema: ../a.xsd, confidence: Z}\n  - {id: XSD.a, over: session, part: root, schema: a.xsd, requirements: [R], source: s, confidence: A}\n"))
	for _, want := range []string{`part is "leaf"`, `schema is "../a.xsd"`, "names its requirements", `confidence is "Z"`, "the rule XSD.a is taken", `over is "session"`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said in: %v", want, err)
		}
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
	if p.Name != "mine" || p.Version != "1" || len(p.Entries) != 1 || p.Entries[0] != (schemas.Entry{Name: "a", File: "a.sch", Over: schemas.OverDocument}) {
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
	if open(func(f fstest.MapFS) { f["examples/a.yaml"] = &fstest.MapFile{} }) != first {
		t.Error("no verdict stands on an example, and it changes the digest")
	}
}

// TestOpenTellsEveryFault: all faults of a pack.yaml at once, in words.
func TestOpenTellsEveryFault(t *testing.T) {
	f := fstest.MapFS{
		"pack.yaml": {Data: []byte("name: \"\"\nversion: \"\"\nentries:\n  - {name: a, file: none.sch, over: soap}\n  - {name: a, file: sub, over: everything}\n")},
		"sub/x":     {},
	}
	_, err := schemas.Open(f)
	if err == nil {
		t.Fatal("it opens")
	}
	for _, want := range []string{"name is missing", "version is missing", "none.sch", `the name "a" is taken`, `over is "everything", not one of [soap teleservice http syslog datagram handshake object session document]`, "sub is a folder"} {
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
