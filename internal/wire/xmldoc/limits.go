package xmldoc

import (
	"fmt"
	"unicode/utf8"
)

// Limits bounds what Parse accepts. A zero field takes the default: 64 MiB,
// 1000 levels, 5 million nodes (attributes count), 1000 attributes and
// namespace declarations on one element.
type Limits struct {
	Bytes, Depth, Nodes, Attributes int
	AllowDTD                        bool // skip an internal subset instead of refusing the document
	// Shared: the text of the Doc is the bytes themselves and no copy of them, as far
	// as they are UTF-8. They must not change as long as any string of the Doc is in use.
	Shared bool
	// Expect is how many nodes there will be, as far as the caller knows; 0: it does not.
	Expect int
}

func (l Limits) filled() Limits {
	set := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set(&l.Bytes, 64<<20)
	set(&l.Depth, 1000)
	set(&l.Nodes, 5_000_000)
	set(&l.Attributes, 1000)
	l.Bytes = min(l.Bytes, 1<<30) // offsets are 32 bits wide, and Latin-1 may double
	return l
}

// The codes of a SyntaxError.
const (
	NotWellFormed = "not-well-formed" // XML 1.0 or Namespaces in XML broken
	HasDTD        = "dtd"             // a document type declaration that is not allowed
	BadEncoding   = "encoding"        // an encoding not read here, or bytes that are not of it
	TooDeep       = "depth"
	TooLarge      = "size"
	TooManyNodes  = "nodes"
	TooManyAttrs  = "attributes"
)

// SyntaxError is why and where a text is not a document this package reads.
type SyntaxError struct {
	Code   string
	Offset int64 // 0-based bytes in the UTF-8 text (the input, when that is UTF-8)
	Line   int   // 1-based
	Column int   // 1-based, in characters
	Msg    string
}

// Error gives "line:column: message (code)".
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%d:%d: %s (%s)", e.Line, e.Column, e.Msg, e.Code)
}

func syntaxError(text string, offset int, code, msg string) *SyntaxError {
	offset = min(max(offset, 0), len(text))
	line, start := 1, 0
	for i := 0; i < offset; i++ {
		if text[i] == '\n' {
			line, start = line+1, i+1
		}
	}
	return &SyntaxError{
		Code: code, Offset: int64(offset), Msg: msg,
		Line: line, Column: utf8.RuneCountInString(text[start:offset]) + 1,
	}
}
