package interop

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
	schemas "github.com/etalon-dmp/etalon/schemas/xsd"
	"github.com/etalon-dmp/etalon/validators/xsd"
	"github.com/etalon-dmp/etalon/validators/xsd/mutants"
)

// TestMain lets the test binary be a libxml2 child.
func TestMain(m *testing.M) {
	if os.Getenv("ETALON_INTEROP_CHILD") == "" {
		os.Exit(m.Run())
	}
	if err := xsd.ServeLibxml2(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// differs is one way in which Xerces is known to say otherwise than Étalon.
type differs struct {
	Refused string `yaml:"refused"` // xerces or etalon
	Says    string `yaml:"says"`    // regular expression on the first words of the refusal
	Kind    string `yaml:"kind"`    // regular expression on the kind of mutant; "" is any
	Right   string `yaml:"right"`   // xerces, etalon, or both: where the norm leaves it open
	FR      string `yaml:"fr"`
	EN      string `yaml:"en"`
}

// xerces is a process of Validate.java for one schema.
type xerces struct {
	in  io.WriteCloser
	out *bufio.Reader
}

func startXerces(t *testing.T, schema string) *xerces {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, "java", "-Xmx512m", "xerces/Validate.java", schema)
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	cmd.Stderr = os.Stderr
	must(t, cmd.Start())
	t.Cleanup(func() { _ = in.Close(); end(); _ = cmd.Wait() })
	x := &xerces{in, bufio.NewReader(out)}
	if line, err := x.out.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("Xerces does not take %s: %q, %v", schema, line, err)
	}
	return x
}

// says gives "" for a valid document, or the first error.
func (x *xerces) says(t *testing.T, doc []byte) string {
	t.Helper()
	must(t, binary.Write(x.in, binary.BigEndian, int32(len(doc))))
	_, err := x.in.Write(doc)
	must(t, err)
	line, err := x.out.ReadString('\n')
	must(t, err)
	return strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(line, "valid"), "invalid"))
}

// ownEngine is the one that judges: libxml2 in a child, helium beside it.
func ownEngine(t *testing.T) xsd.Engine {
	t.Helper()
	spawn := func(context.Context) (io.ReadWriteCloser, func() error, error) {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "ETALON_INTEROP_CHILD=1")
		in, err := cmd.StdinPipe()
		if err != nil {
			return nil, nil, err
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			return nil, nil, err
		}
		return &pipes{in, out, cmd}, cmd.Wait, cmd.Start()
	}
	e := xsd.Both(xsd.Libxml2Child(spawn, schemas.FS()), xsd.Helium(schemas.FS()))
	t.Cleanup(func() { must(t, e.Close()) })
	return e
}

type pipes struct {
	io.WriteCloser
	io.Reader
	cmd *exec.Cmd
}

func (p *pipes) Close() error {
	_ = p.WriteCloser.Close()
	return p.cmd.Process.Kill()
}

// trial compares Étalon's verdicts with those of Xerces.
type trial struct {
	*testing.T
	known          []differs
	used           map[int]int
	news           map[string]string
	all, bad, told int
}

func (r *trial) compare(kind string, own xsd.Engine, ref xsd.SchemaRef, x *xerces, doc []byte) {
	v, err := own.Validate(r.Context(), ref, doc)
	if err != nil {
		r.Errorf("%s: %v", kind, err)
		return
	}
	if r.all++; v.Disagreement != "" {
		r.news["the engines differ: "+kind] = v.Disagreement
	}
	refusal := x.says(r.T, xsd.Presented(doc))
	if refusal != "" {
		r.bad++
	}
	if v.Valid == (refusal == "") {
		return
	}
	refuser := "xerces"
	if !v.Valid {
		refuser, refusal = "etalon", v.Violations[0].Message
	}
	for i, k := range r.known {
		if k.Refused == refuser && regexp.MustCompile(k.Says).MatchString(refusal) && regexp.MustCompile(k.Kind).MatchString(kind) {
			r.used[i]++
			r.told++
			return
		}
	}
	r.news[refuser+" refuses: "+kind] = refusal
}

// mutated goes over documents and their mutants, small ones first.
func (r *trial) mutated(own xsd.Engine, ref xsd.SchemaRef, x *xerces, docs map[string][]byte, share uint64, only func(xmldoc.Node) bool) {
	names := slices.SortedFunc(maps.Keys(docs), func(a, b string) int { return cmp.Or(len(docs[a])-len(docs[b]), cmp.Compare(a, b)) })
	maker := &mutants.Maker{Seed: 2, Share: share, Only: only}
	for _, n := range names {
		r.compare("as it is "+n, own, ref, x, docs[n])
		made, err := maker.Of(docs[n])
		must(r.T, err)
		for m := range made {
			r.compare(m.Kind()+" ("+n+")", own, ref, x, m.Bytes)
		}
	}
}

func read(t *testing.T, pattern string) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob(pattern)
	must(t, err)
	docs := map[string][]byte{}
	for _, f := range files {
		docs[filepath.Base(f)], err = os.ReadFile(f)
		must(t, err)
	}
	if len(docs) == 0 {
		t.Fatalf("no document: %s", pattern)
	}
	return docs
}

// Xerces, which the official chain of CDA runs, gives our schemas the meaning
// that our engines give them, over mutants of the samples; and, where the
// published schema is at hand, gives that one the meaning of ours.
func TestXercesAgrees(t *testing.T) {
	if os.Getenv("ETALON_INTEROP_XERCES") == "" {
		t.Skip("ETALON_INTEROP_XERCES is not set: run make interop")
	}
	share := uint64(60)
	if n, err := strconv.ParseUint(os.Getenv("ETALON_XSD_MUTANTS"), 10, 64); err == nil {
		share = n
	}
	src, err := os.ReadFile("xerces/explained.yaml")
	must(t, err)
	r := &trial{T: t, used: map[int]int{}, news: map[string]string{}}
	must(t, yaml.UnmarshalWithOptions(src, &r.known, yaml.Strict()))
	own, folder := ownEngine(t), t.TempDir()
	must(t, os.CopyFS(folder, schemas.FS()))
	for _, driver := range []string{"cda", "message", "xades"} {
		x := startXerces(t, filepath.Join(folder, driver+".xsd"))
		r.mutated(own, xsd.SchemaRef(driver+".xsd"), x, read(t, "../validators/xsd/testdata/"+driver+"/*.xml"), share, nil)
	}
	if pack := os.Getenv("ETALON_ANS_PACK"); pack != "" {
		x := startXerces(t, filepath.Join(pack, "infrastructure", "cda", "CDA_extended.xsd"))
		r.mutated(own, "cda.xsd", x, read(t, filepath.Join(pack, "ExemplesCDA", "*.xml")), max(share/10, 1), func(e xmldoc.Node) bool {
			return e.Space() != "http://www.w3.org/1999/XSL/Transform" && e.Space() != "http://www.w3.org/1999/XSL/Format" && e.Space() != ""
		})
	}
	fmt.Printf("\nXerces (JDK) : %d documents, %d refusés (refused), %d différences expliquées (explained)\n", r.all, r.bad, r.told)
	for _, k := range slices.Sorted(maps.Keys(r.news)) {
		t.Errorf("not explained in interop/xerces/explained.yaml: %s\n      %s", k, r.news[k])
	}
}
