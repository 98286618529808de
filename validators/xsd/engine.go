package xsd

import (
	"context"
	"errors"
)

// SchemaRef names a driver schema by its path in the file system an engine was
// made with, for example "message.xsd".
type SchemaRef string

// Violation is one way in which a document breaks its schema.
type Violation struct {
	Line     int    `json:"line"`               // 1-based, of the element; 0 when unknown
	Path     string `json:"path,omitempty"`     // XPath of the element, names as written
	Message  string `json:"message"`            // the engine's words, cut to maxText
	Expected string `json:"expected,omitempty"` // elements, type, values or pattern that would do
	Observed string `json:"observed,omitempty"` // the value or name found
}

// Verdict is what an engine says of one document. A valid document has no
// violations; an invalid one has at least one and at most MaxViolations.
type Verdict struct {
	Valid      bool
	Violations []Violation // in the engine's order, which follows the document
	Total      int         // violations seen; more than len(Violations) when cut
	Engine     string      // who decided

	// Known says how the engines differ where they are known to, in the words of
	// both: the verdict is then that of the engine that is right, whichever was
	// asked first. It is a remark, neither a fault of the document nor of ours.
	Known string
	// Disagreement says how the second engine's verdict differs; "" when both
	// agree, only one ran, or the difference is known. It is a finding about the
	// harness.
	Disagreement string
	// unsure marks a valid document that has something its engine is known not to
	// look at closely.
	unsure bool
	// Unchecked says why the other engine gave no verdict; "" when it did.
	Unchecked string
}

// MaxViolations bounds the list in a Verdict: a document with a million
// mistakes costs a count, not a million records.
const MaxViolations = 200

// maxText bounds every text of a Violation, in bytes.
const maxText = 600

// Engine validates documents. It is safe for concurrent use. An error says
// that no verdict was reached; it is never about the document's content.
type Engine interface {
	Name() string
	Validate(ctx context.Context, schema SchemaRef, doc []byte) (Verdict, error)
	Close() error
}

// Preparer is an engine that can get ready for a schema before the first
// document comes. What goes wrong then, goes wrong again with the document and
// is told there.
type Preparer interface {
	Prepare(ctx context.Context, schema SchemaRef)
}

// ErrNoCgo is given by libxml2 in a binary built without cgo.
var ErrNoCgo = errors.New("xsd: this binary was built without cgo: libxml2 is not in it")

// ErrClosed is given by an engine after Close.
var ErrClosed = errors.New("xsd: engine closed")
