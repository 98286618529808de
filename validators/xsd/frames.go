package xsd

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// The parent and the libxml2 child speak in frames: four bytes of length, most
// significant first, then that many bytes. The parent sends an [order] in
// JSON, then the frames it announces; the child sends one [answer] in JSON for
// each order. Nothing else crosses the pipe.

// maxFrame bounds a frame: a document at the limit of xmldoc, and room.
const maxFrame = 128 << 20

const (
	opSchema   = "schema"   // followed by one frame for each of Files; compiled at once
	opValidate = "validate" // followed by one frame: the document, UTF-8, no DTD
)

type order struct {
	Op     string   `json:"op"`
	Schema string   `json:"schema"`           // entry file
	Files  []string `json:"files,omitempty"`  // names of the frames that follow
	Memory uint64   `json:"memory,omitempty"` // bytes the child may use; 0: no limit
}

type answer struct {
	Valid  bool     `json:"valid,omitempty"`
	Total  int      `json:"total,omitempty"`
	Errors []remark `json:"errors,omitempty"` // at most MaxViolations
	Failed string   `json:"failed,omitempty"` // the order could not be carried out
	NoCgo  bool     `json:"noCgo,omitempty"`
}

// remark is one error of libxml2.
type remark struct {
	Path string `json:"path,omitempty"` // as xmlGetNodePath writes it
	Text string `json:"text"`
}

func writeFrame(w io.Writer, b []byte) error {
	if len(b) > maxFrame {
		return fmt.Errorf("xsd: a frame of %d bytes", len(b))
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(len(b)))
	if _, err := w.Write(head); err != nil {
		return err
	}
	_, err := w.Write(b)
	return err
}

// readFrame reads a frame; memory grows with what arrives, not with what the
// length promises. io.EOF means that the other side ended between frames.
func readFrame(r io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > maxFrame {
		return nil, fmt.Errorf("xsd: a frame of %d bytes", n)
	}
	b := make([]byte, 0, min(n, 64<<10))
	for uint32(len(b)) < n {
		if len(b) == cap(b) {
			b = append(make([]byte, 0, min(int(n), 2*cap(b))), b...)
		}
		more, err := io.ReadFull(r, b[len(b):cap(b)])
		b = b[:len(b)+more]
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return b, nil
}

func writeJSON(w io.Writer, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeFrame(w, b)
}

func readJSON(r io.Reader, v any) error {
	b, err := readFrame(r)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}
