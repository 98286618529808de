package xsd

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// processor is libxml2 as the child's loop needs it.
type processor interface {
	limit(memory uint64) error
	compile(entry string, files map[string][]byte) error
	validate(entry string, doc []byte) (answer, error)
}

// serve carries out orders until the parent ends the pipe. An error means that
// the pipe is broken or the parent does not speak as it should.
func serve(r io.Reader, w io.Writer, p processor) error {
	in, out := bufio.NewReaderSize(r, 64<<10), bufio.NewWriterSize(w, 64<<10)
	for {
		var o order
		if err := readJSON(in, &o); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("xsd: order: %w", err)
		}
		a, err := carryOut(in, o, p)
		if err != nil {
			return err
		}
		if err := writeJSON(out, a); err != nil {
			return fmt.Errorf("xsd: answer: %w", err)
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("xsd: answer: %w", err)
		}
	}
}

func carryOut(in io.Reader, o order, p processor) (answer, error) {
	switch o.Op {
	case opSchema:
		if len(o.Files) > maxSchemaFiles {
			return answer{}, fmt.Errorf("xsd: %d schema files", len(o.Files))
		}
		files := map[string][]byte{}
		for _, name := range o.Files {
			b, err := readFrame(in)
			if err != nil {
				return answer{}, fmt.Errorf("xsd: schema file %s: %w", name, err)
			}
			files[name] = b
		}
		err := p.limit(o.Memory)
		if err == nil {
			err = p.compile(o.Schema, files)
		}
		if err != nil {
			return answer{Failed: err.Error()}, nil
		}
		return answer{}, nil
	case opValidate:
		doc, err := readFrame(in)
		if err != nil {
			return answer{}, fmt.Errorf("xsd: document: %w", err)
		}
		a, err := p.validate(o.Schema, doc)
		if err != nil {
			return answer{Failed: err.Error()}, nil
		}
		return a, nil
	default:
		return answer{}, fmt.Errorf("xsd: unknown order %q", o.Op)
	}
}
