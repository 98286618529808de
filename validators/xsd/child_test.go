package xsd

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

const longs = SchemaRef("longs.xsd")

// numbers is a schema with an xs:int, the type on which the binding breaks.
func numbers() fs.FS {
	return fstest.MapFS{"longs.xsd": {Data: []byte(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="n" type="xs:int"/></xs:schema>`)}}
}

var monster = []byte("<n>" + strings.Repeat("9x", 31_500) + "</n>")

func childOf(t *testing.T, mode string, fsys fs.FS, o ...ChildOptions) (Engine, *spawner) {
	t.Helper()
	e, s := childEngine(t, mode, o...)
	e.(*child).fsys = fsys
	return e, s
}

func TestAHugeBadValueIsAVerdictOfTheServedChild(t *testing.T) {
	e, s := childOf(t, "serve", numbers())
	for range 3 {
		v, err := e.Validate(context.Background(), longs, monster)
		if err != nil {
			t.Fatal(err)
		}
		if v.Valid || v.Violations[0].Path != "/n" || len(v.Violations[0].Message) > maxText+3 {
			t.Errorf("%+v", v)
		}
	}
	if n := s.starts.Load(); n != 1 {
		t.Errorf("%d children for 3 documents", n)
	}
}

func TestADocumentThatKillsLibxml2(t *testing.T) {
	e, s := childOf(t, "fragile", numbers())
	both := Both(Helium(numbers()), e)

	_, err := e.Validate(context.Background(), longs, monster)
	var death *ChildDeath
	if !errors.As(err, &death) {
		t.Fatalf("got %v, want a ChildDeath", err)
	}
	if want := fmt.Sprintf("%x", sha256.Sum256(monster)); death.SHA256 != want || death.Size != len(monster) || death.Schema != longs || !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not name the document", err)
	}
	if n := s.starts.Load(); n != 2 {
		t.Errorf("%d children, want the first and one more try", n)
	}

	v, err := both.Validate(context.Background(), longs, monster)
	if err != nil || v.Valid || v.Engine != "helium" || v.Violations[0].Path != "/n" {
		t.Errorf("%+v, %v: want helium's verdict", v, err)
	}
	if !strings.Contains(v.Unchecked, "libxml2") || v.Disagreement != "" {
		t.Errorf("unchecked %q, disagreement %q", v.Unchecked, v.Disagreement)
	}

	for doc, valid := range map[string]bool{"<n>12</n>": true, "<n>douze</n>": false} {
		v, err := both.Validate(context.Background(), longs, []byte(doc))
		if err != nil || v.Valid != valid || v.Unchecked != "" || v.Disagreement != "" {
			t.Errorf("after a death, %s: %+v, %v", doc, v, err)
		}
	}
	if n := s.starts.Load(); n != 5 {
		t.Errorf("%d children, want 2 + 2 that died and 1 alive", n)
	}
}

func TestManyErrorsAreCountedAndCut(t *testing.T) {
	const many = 20_000
	doc := `<r:ObjectRefList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">` + strings.Repeat("<r:ObjectRef/>", many) + `</r:ObjectRefList>`
	bothEngines(t, func(t *testing.T, e Engine) {
		v := validate(t, e, "message.xsd", doc)
		if v.Total != many || len(v.Violations) != MaxViolations {
			t.Errorf("total %d, kept %d", v.Total, len(v.Violations))
		}
		if last := v.Violations[MaxViolations-1]; last.Path != fmt.Sprintf("/r:ObjectRefList/r:ObjectRef[%d]", MaxViolations) || last.Expected != "@id" {
			t.Errorf("%+v", last)
		}
		// More than the 32 that the binding itself keeps.
		v = validate(t, e, "message.xsd", `<r:ObjectRefList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0">`+strings.Repeat("<r:ObjectRef/>\n", 50)+`</r:ObjectRefList>`)
		if v.Total != 50 || len(v.Violations) != 50 || v.Violations[49].Line != 50 {
			t.Errorf("total %d, kept %d", v.Total, len(v.Violations))
		}
	})
}

func TestAChildThatDoesNotAnswerIsKilled(t *testing.T) {
	e, s := childOf(t, "mute", numbers(), ChildOptions{Timeout: 50 * time.Millisecond})
	if _, err := e.Validate(context.Background(), longs, []byte("<n>1</n>")); !errors.Is(err, ErrTimeout) {
		t.Fatalf("got %v, want ErrTimeout", err)
	}
	if n := s.starts.Load(); n != 1 {
		t.Errorf("%d children: a slow document is not tried again", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Validate(ctx, longs, []byte("<n>1</n>")); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
}

func TestAChildThatLies(t *testing.T) {
	e, s := childOf(t, "liar", numbers())
	var death *ChildDeath
	_, err := e.Validate(context.Background(), longs, []byte("<n>1</n>"))
	if err == nil || errors.As(err, &death) || !strings.Contains(err.Error(), string(longs)) {
		t.Fatalf("got %v, want an error that names the schema, for no document was sent", err)
	}
	if n := s.starts.Load(); n != 2 {
		t.Errorf("%d children", n)
	}
}

func TestAChildBeyondItsMemory(t *testing.T) {
	if runtime.GOOS != "linux" || raceDetector {
		t.Skip("needs Linux, and memory that the race detector does not take")
	}
	e, _ := childOf(t, "serve", schemasOfTests(), ChildOptions{Memory: 256 << 20})
	if v, err := e.Validate(context.Background(), "message.xsd", []byte(sample(t, "message/fault.xml"))); err != nil || !v.Valid {
		t.Fatalf("within the limit: %+v, %v", v, err)
	}
	big := []byte(`<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>` + strings.Repeat("<a/>", 3_000_000) + `</s:Body></s:Envelope>`)
	if v, err := e.Validate(context.Background(), "message.xsd", big); err == nil {
		t.Errorf("a tree of 3 million elements fits in 256 MiB: %+v", v)
	}
	if v, err := e.Validate(context.Background(), "message.xsd", []byte(sample(t, "message/fault.xml"))); err != nil || !v.Valid {
		t.Errorf("the next document: %+v, %v", v, err)
	}
}

func TestCloseEndsTheChild(t *testing.T) {
	e, s := childOf(t, "serve", numbers())
	if _, err := e.Validate(context.Background(), longs, []byte("<n>1</n>")); err != nil {
		t.Fatal(err)
	}
	p := e.(*child).live.conn.(*pipes).process
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := p.Signal(os.Kill); !errors.Is(err, os.ErrProcessDone) {
		t.Errorf("the process outlives Close: %v", err)
	}
	if _, err := e.Validate(context.Background(), longs, []byte("<n>1</n>")); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
	if n := s.starts.Load(); n != 1 {
		t.Errorf("%d children", n)
	}
}

func TestManyAtOnce(t *testing.T) {
	bothEngines(t, func(t *testing.T, e Engine) {
		good, bad := sample(t, "cda/structured.xml"), strings.Replace(sample(t, "cda/structured.xml"), "<custodian>", "<gardien>", 1)
		bad = strings.Replace(bad, "</custodian>", "</gardien>", 1)
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				doc := good
				if i%2 == 1 {
					doc = bad
				}
				v, err := e.Validate(context.Background(), "cda.xsd", []byte(doc))
				if err != nil || v.Valid != (i%2 == 0) {
					t.Errorf("%d: %+v, %v", i, v, err)
				}
			})
		}
		all.Wait()
	})
}

// A prepared child is started once, and a schema that is not there is told with
// the document, not before.
func TestPreparing(t *testing.T) {
	e, s := childOf(t, "serve", numbers())
	both := Confirm(e, Helium(numbers()))
	both.Prepare(context.Background(), longs)
	if n := s.starts.Load(); n != 1 {
		t.Errorf("%d children after preparing", n)
	}
	both.Prepare(context.Background(), "absent.xsd")
	if v, err := both.Validate(context.Background(), longs, []byte("<n>1</n>")); err != nil || !v.Valid || s.starts.Load() != 1 {
		t.Errorf("%+v, %v, %d children", v, err, s.starts.Load())
	}
	if _, err := both.Validate(context.Background(), "absent.xsd", []byte("<n>1</n>")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if err := both.Close(); err != nil {
		t.Fatal(err)
	}
	both.Prepare(context.Background(), longs)
	if n := s.starts.Load(); n != 1 {
		t.Errorf("%d children: one was started after the end", n)
	}
}
