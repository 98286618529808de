//go:build cgo

package xsd

import (
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/lestrrat-go/libxml2/parser"
	libxml2xsd "github.com/lestrrat-go/libxml2/xsd"
)

// HasLibxml2 says whether this binary can be a libxml2 child.
const HasLibxml2 = true

// ServeLibxml2 is the whole life of a libxml2 child: it reads orders from r
// and writes answers to w until r ends. It is meant to be all that its process
// does: libxml2 is set up for the process and for one thread, so that nothing
// in it can open a file or a connection, and a crash takes the process along.
func ServeLibxml2(r io.Reader, w io.Writer) error {
	return serveLibxml2(r, w, true)
}

// serveLibxml2 with collect unset leaves libxml2's errors to the binding, which
// overruns a buffer of 1024 bytes on a long value: tests need a real crash.
func serveLibxml2(r io.Reader, w io.Writer, collect bool) error {
	runtime.LockOSThread() // libxml2 keeps its error handler by thread
	defer runtime.UnlockOSThread()
	seal()
	return serve(r, w, &libxml2{collect: collect, schemas: map[string]*libxml2xsd.Schema{}})
}

type libxml2 struct {
	collect bool
	schemas map[string]*libxml2xsd.Schema
}

func (l *libxml2) limit(memory uint64) error { return limitMemory(memory) }

func (l *libxml2) compile(entry string, files map[string][]byte) error {
	main := files[entry]
	if len(main) == 0 {
		return fmt.Errorf("the schema %s was not sent", entry)
	}
	shelve(files)
	defer unshelve()
	listen(true)
	defer listen(false)
	schema, err := libxml2xsd.Parse(main, libxml2xsd.WithURI(origin+entry))
	if err != nil {
		return fmt.Errorf("libxml2 does not compile %s: %w%s", entry, err, firstWords())
	}
	if old := l.schemas[entry]; old != nil {
		old.Free()
	}
	l.schemas[entry] = schema
	return nil
}

// options: no network, no DTD, no entities; no limit below our own on the size
// of a text; lines beyond 65535; quiet.
const options = parser.XMLParseNoNet | parser.XMLParseHuge | parser.XMLParseBigLines |
	parser.XMLParseNoError | parser.XMLParseNoWarning

func (l *libxml2) validate(entry string, doc []byte) (answer, error) {
	schema := l.schemas[entry]
	if schema == nil {
		return answer{}, fmt.Errorf("the schema %s was not sent", entry)
	}
	if len(doc) == 0 {
		return answer{}, errors.New("an empty document")
	}
	tree, err := parser.New(options).Parse(doc)
	if err != nil {
		return answer{}, fmt.Errorf("libxml2 does not read what xmldoc reads: %w", err)
	}
	defer tree.Free()
	listen(l.collect)
	defer listen(false)
	err = schema.Validate(tree)
	if err == nil {
		return answer{Valid: true}, nil
	}
	if l.collect {
		a := heard()
		if a.Total == 0 {
			return answer{}, errors.New("libxml2 failed without an error in the document")
		}
		return a, nil
	}
	var said libxml2xsd.SchemaValidationError
	if !errors.As(err, &said) || len(said.Errors()) == 0 {
		return answer{}, errors.New("libxml2 failed without an error in the document")
	}
	a := answer{Total: len(said.Errors())}
	for _, e := range said.Errors() {
		a.Errors = append(a.Errors, remark{Text: e.Error()})
	}
	return a, nil
}
