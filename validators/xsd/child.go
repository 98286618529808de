package xsd

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// Spawn starts a process that runs [ServeLibxml2] on the other end of conn.
// Closing conn must kill it; wait, called once after that, reaps it and gives
// how it ended. ctx is that of the request which needed the child: a spawner
// must not tie the life of the process to it.
type Spawn = func(ctx context.Context) (conn io.ReadWriteCloser, wait func() error, err error)

// ChildOptions bounds a libxml2 child. The zero value takes the defaults.
type ChildOptions struct {
	Timeout time.Duration // for one document, a schema or a start; 60 s
	Memory  uint64        // writable memory of the child in bytes; 2 GiB
}

// Libxml2Child is the engine in C, in a child process that is started when
// first needed, and again when it has died. Documents take turns: for more at
// once, make more engines. Schemas are sent over the pipe and compiled once
// for each child; the child opens no file and no connection.
func Libxml2Child(spawn Spawn, fsys fs.FS, options ...ChildOptions) Engine {
	c := &child{spawn: spawn, fsys: fsys, timeout: time.Minute, memory: 2 << 30, turn: make(chan struct{}, 1)}
	for _, o := range options {
		if o.Timeout > 0 {
			c.timeout = o.Timeout
		}
		if o.Memory > 0 {
			c.memory = o.Memory
		}
	}
	return c
}

// ChildDeath says that a document killed the child, and killed a second one.
type ChildDeath struct {
	Schema SchemaRef
	SHA256 string // of the document as received
	Size   int    // of the document, in bytes
	Cause  error  // how the second child ended
}

func (e *ChildDeath) Error() string {
	return fmt.Sprintf("xsd: the document of %d bytes with SHA-256 %s killed libxml2 twice (schema %s): %v", e.Size, e.SHA256, e.Schema, e.Cause)
}

func (e *ChildDeath) Unwrap() error { return e.Cause }

// ErrTimeout is given when a child took too long; it was killed.
var ErrTimeout = errors.New("xsd: libxml2 took too long")

type child struct {
	spawn   Spawn
	fsys    fs.FS
	timeout time.Duration
	memory  uint64

	turn chan struct{} // held by whoever uses what follows
	over error         // why no child will be started any more
	live *process
}

// process is a living child and the schemas it has compiled.
type process struct {
	conn    io.ReadWriteCloser
	in      *bufio.Reader
	wait    func() error
	schemas map[SchemaRef]watched
}

func (c *child) Name() string { return "libxml2" }

// Close kills the child.
func (c *child) Close() error {
	c.turn <- struct{}{}
	defer func() { <-c.turn }()
	c.over = ErrClosed
	_ = c.bury()
	return nil
}

// Validate gives libxml2's verdict. A document that kills the child is tried
// once more in a new one; then it is a *ChildDeath, and the next document finds
// a new child.
func (c *child) Validate(ctx context.Context, ref SchemaRef, b []byte) (Verdict, error) {
	d, refused := read(b)
	if refused != nil {
		return Verdict{Violations: []Violation{*refused}, Total: 1, Engine: c.Name()}, nil
	}
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return Verdict{}, ctx.Err()
	}
	if c.over != nil {
		return Verdict{}, c.over
	}
	var last *deathOfChild
	for range 2 {
		a, err := c.ask(ctx, ref, d.text)
		if err == nil {
			v := d.verdict(a, c.Name())
			v.unsure = v.Valid && c.live.schemas[ref].in(d)
			return v, nil
		}
		if !errors.As(err, &last) {
			return Verdict{}, err
		}
	}
	if last.compiling {
		return Verdict{}, fmt.Errorf("xsd: libxml2 died twice when given the schema %s: %w", ref, last.cause)
	}
	return Verdict{}, &ChildDeath{Schema: ref, SHA256: fmt.Sprintf("%x", sha256.Sum256(b)), Size: len(b), Cause: last.cause}
}

// Prepare starts the child and has it compile the schema.
func (c *child) Prepare(ctx context.Context, ref SchemaRef) {
	select {
	case c.turn <- struct{}{}:
		defer func() { <-c.turn }()
	case <-ctx.Done():
		return
	}
	if c.over == nil {
		_ = c.ready(ctx, ref) // told with the document
	}
}

// verdict places libxml2's remarks in the document.
func (d *document) verdict(a answer, engine string) Verdict {
	v := Verdict{Valid: a.Valid, Total: a.Total, Engine: engine}
	for _, r := range a.Errors {
		one := violation(r.Text)
		if r.Path != "" {
			one = one.at(d.follow(r.Path))
		}
		v.Violations = append(v.Violations, one)
	}
	return v
}

// deathOfChild is an exchange that ended with the child's end.
type deathOfChild struct {
	compiling bool // it was given a schema, not a document
	cause     error
}

func (e *deathOfChild) Error() string { return "xsd: the libxml2 child died: " + e.cause.Error() }

// ask has one document judged by a living child that knows the schema.
func (c *child) ask(ctx context.Context, ref SchemaRef, text []byte) (answer, error) {
	if err := c.ready(ctx, ref); err != nil {
		return answer{}, err
	}
	return c.exchange(ctx, order{Op: opValidate, Schema: string(ref)}, [][]byte{text})
}

// ready sees to it that there is a living child that knows the schema.
func (c *child) ready(ctx context.Context, ref SchemaRef) error {
	if c.live == nil {
		conn, wait, err := c.spawn(ctx)
		if err != nil {
			// Not %w: an executable that is not there is no missing schema.
			return fmt.Errorf("xsd: libxml2 child: %v", err) //nolint:errorlint // on purpose, see above
		}
		c.live = &process{conn: conn, in: bufio.NewReaderSize(conn, 64<<10), wait: wait, schemas: map[SchemaRef]watched{}}
	}
	if c.live.schemas[ref] != nil {
		return nil
	}
	list, err := gather(c.fsys, string(ref))
	if err != nil {
		return err
	}
	o := order{Op: opSchema, Schema: string(ref), Memory: c.memory}
	frames := make([][]byte, len(list))
	for i, s := range list {
		o.Files = append(o.Files, s.name)
		frames[i] = withoutForbidden(s.bytes)
	}
	if _, err := c.exchange(ctx, o, frames); err != nil {
		return err
	}
	c.live.schemas[ref] = watch(list)
	return nil
}

// exchange sends one order and reads its answer. When time is up, or ctx ends,
// the child is killed, for nothing else would stop it.
func (c *child) exchange(ctx context.Context, o order, frames [][]byte) (answer, error) {
	p := c.live
	limited, cancel := context.WithTimeoutCause(ctx, c.timeout, ErrTimeout)
	defer cancel()
	stop := context.AfterFunc(limited, func() { _ = p.conn.Close() })
	a, err := p.exchange(o, frames)
	if !stop() {
		// The pipe was closed under the exchange, or is about to be.
		_ = c.bury()
		if ctx.Err() != nil {
			return answer{}, ctx.Err()
		}
		return answer{}, fmt.Errorf("%w: more than %s", ErrTimeout, c.timeout)
	}
	if err != nil {
		if ended := c.bury(); ended != nil {
			err = ended
		}
		return answer{}, &deathOfChild{o.Op == opSchema, err}
	}
	switch {
	case a.NoCgo:
		_ = c.bury()
		c.over = ErrNoCgo
		return answer{}, ErrNoCgo
	case a.Failed != "":
		return answer{}, fmt.Errorf("xsd: %s", cut(a.Failed))
	}
	return a, nil
}

func (p *process) exchange(o order, frames [][]byte) (a answer, err error) {
	if err := writeJSON(p.conn, o); err != nil {
		return answer{}, err
	}
	for _, f := range frames {
		if err := writeFrame(p.conn, f); err != nil {
			return answer{}, err
		}
	}
	err = readJSON(p.in, &a)
	return a, err
}

// bury kills the child, if there is one, and gives how it ended.
func (c *child) bury() error {
	p := c.live
	if p == nil {
		return nil
	}
	c.live = nil
	_ = p.conn.Close()
	if p.wait == nil {
		return nil
	}
	return p.wait()
}
