package xsd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/lestrrat-go/helium"
	heliumxsd "github.com/lestrrat-go/helium/xsd"
)

// Helium is the engine in Go. Schemas are read from fsys and compiled once
// each, when first asked for.
//
// It runs in XSD 1.1 mode: helium's 1.0 mode does not inherit attribute uses
// through a restriction and rejects CDA's own schema. The differences of 1.1
// that documents can see (year 0000, "+INF") are no matter for ours.
func Helium(fsys fs.FS) Engine {
	return &heliumEngine{fsys: fsys, compiled: map[SchemaRef]*heliumSchema{}}
}

type heliumEngine struct {
	fsys     fs.FS
	mu       sync.Mutex
	compiled map[SchemaRef]*heliumSchema
	closed   bool
}

type heliumSchema struct {
	once     sync.Once
	schema   *heliumxsd.Schema
	declared declared
	err      error
}

func (e *heliumEngine) Name() string { return "helium" }

// Close forgets the compiled schemas.
func (e *heliumEngine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed, e.compiled = true, nil
	return nil
}

func (e *heliumEngine) schema(ctx context.Context, ref SchemaRef) (*heliumSchema, error) {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil, ErrClosed
	}
	s := e.compiled[ref]
	if s == nil {
		s = &heliumSchema{}
		e.compiled[ref] = s
	}
	e.mu.Unlock()
	s.once.Do(func() {
		s.schema, s.declared, s.err = compileHelium(context.WithoutCancel(ctx), e.fsys, string(ref))
	})
	return s, s.err
}

func compileHelium(ctx context.Context, fsys fs.FS, entry string) (schema *heliumxsd.Schema, types declared, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("xsd: helium panicked on schema %s: %v", entry, p)
		}
	}()
	list, err := gather(fsys, entry)
	if err != nil {
		return nil, declared{}, err
	}
	files := memory{}
	for _, s := range once(list) {
		files[origin+s.name] = explicit(s.bytes)
	}
	root := origin + entry
	doc, err := helium.NewParser().BaseURI(root).Parse(ctx, files[root])
	if err != nil {
		return nil, declared{}, fmt.Errorf("xsd: schema %s: %w", entry, err)
	}
	var said complaints
	schema, err = heliumxsd.NewCompiler().
		Version(heliumxsd.Version11).
		Label(root).BaseDir(root).FS(files).
		ErrorHandler(&said).
		Compile(ctx, doc)
	if err != nil {
		return nil, declared{}, fmt.Errorf("xsd: helium does not compile %s: %w: %s", entry, err, strings.Join(said.errors, "; "))
	}
	return schema, declarations(list, entry), nil
}

// Validate gives helium's verdict. A panic in helium is an error, not ours.
func (e *heliumEngine) Validate(ctx context.Context, ref SchemaRef, b []byte) (v Verdict, err error) {
	if err := ctx.Err(); err != nil {
		return Verdict{}, err
	}
	schema, err := e.schema(ctx, ref)
	if err != nil {
		return Verdict{}, err
	}
	d, refused := read(b)
	if refused != nil {
		return Verdict{Violations: []Violation{*refused}, Total: 1, Engine: e.Name()}, nil
	}
	defer func() {
		if p := recover(); p != nil {
			v, err = Verdict{}, fmt.Errorf("xsd: helium panicked on a document: %v", p)
		}
	}()
	tree, err := d.heliumTree(ctx)
	if err != nil {
		return Verdict{}, fmt.Errorf("xsd: helium does not read what xmldoc reads: %w", err)
	}
	number(tree)
	found := &findings{elements: d.elements()}
	err = heliumxsd.NewValidator(schema.schema).ErrorHandler(found).Validate(ctx, tree)
	found.add(schema.declared.instances(found.elements))
	switch {
	case err == nil && found.total == 0:
		return Verdict{Valid: true, Engine: e.Name()}, nil
	case err == nil || errors.Is(err, heliumxsd.ErrValidationFailed):
		return found.verdict(e.Name()), nil
	default:
		return Verdict{}, fmt.Errorf("xsd: helium: %w", err)
	}
}

// heliumTree is the document as helium reads it.
func (d *document) heliumTree(ctx context.Context) (*helium.Document, error) {
	p := helium.NewParser().MaxDepth(maxDepth).MaxNodeContentSize(-1).MaxNameLength(-1)
	if r := d.inPieces(); r != nil {
		return p.ParseReader(ctx, r)
	}
	return p.Parse(ctx, d.text)
}
