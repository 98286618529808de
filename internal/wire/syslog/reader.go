package syslog

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/etalon-dmp/etalon"
)

// DefaultLimit is how many bytes of one frame are kept unless said otherwise.
const DefaultLimit = 8 << 20

// mostDigits of a length: more do not say how long a message is.
const mostDigits = 20

// Reader cuts a stream into frames. A frame that cannot be delimited takes the
// rest of the stream along, up to the limit: what follows it cannot be found.
type Reader struct {
	br    *bufio.Reader
	limit int
	lost  bool // the next frame cannot be found
}

// NewReader reads frames; of each, limit bytes are kept at most, 0 for DefaultLimit.
func NewReader(r io.Reader, limit int) *Reader {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Reader{br: bufio.NewReaderSize(r, 32<<10), limit: limit}
}

// Wait returns when a byte of a frame is there, or with the reason why none comes.
func (r *Reader) Wait() error {
	if r.lost {
		return io.EOF
	}
	_, err := r.br.Peek(1)
	return err
}

// Lost tells that no further frame can be found: the stream is to be closed.
func (r *Reader) Lost() bool { return r.lost }

// Next is the bytes of the next frame, framing included, and what only the
// stream shows of it. Its bytes are those that came, also when the stream ended
// in the middle; the error is then why, and io.EOF without bytes is the end.
func (r *Reader) Next() (raw []byte, anomalies []etalon.Anomaly, err error) {
	if r.lost {
		return nil, nil, io.EOF
	}
	note := func(code, detail string) {
		anomalies = append(anomalies, etalon.Anomaly{Layer: "syslog", Code: code, Offset: 0, Detail: detail})
	}
	var frame bytes.Buffer
	for frame.Len() <= mostDigits {
		b, err := r.br.ReadByte()
		if err != nil {
			return r.end(&frame, anomalies, err)
		}
		frame.WriteByte(b)
		if b < '0' || b > '9' {
			break
		}
	}
	digits := frame.Bytes()[:frame.Len()-1]
	last := frame.Bytes()[frame.Len()-1]
	switch {
	case len(digits) == 0:
		return r.line(&frame, last)
	case last != ' ':
		note("framing", "digits without a space after them: no frame can be found from here on")
		return r.rest(&frame, anomalies)
	}
	n, parsed := strconv.ParseUint(string(digits), 10, 63)
	switch {
	case parsed != nil || n == 0:
		note("framing", "the length "+strconv.Quote(string(digits))+" is none that a message can have: no frame can be found from here on")
		return r.rest(&frame, anomalies)
	case n > uint64(r.limit): //nolint:gosec // a limit is positive
		note("over-limit", "a message of "+string(digits)+" bytes is announced; "+strconv.Itoa(r.limit)+" are read at most")
		return r.rest(&frame, anomalies)
	}
	if _, err := io.CopyN(&frame, r.br, int64(n)); err != nil { // n is within the limit
		return r.end(&frame, anomalies, err)
	}
	return frame.Bytes(), anomalies, nil
}

// line reads a message that a line feed or NUL ends, as old senders write.
func (r *Reader) line(frame *bytes.Buffer, last byte) ([]byte, []etalon.Anomaly, error) {
	for last != '\n' && last != 0 {
		if frame.Len() >= r.limit {
			r.lost = true
			return frame.Bytes(), []etalon.Anomaly{{Layer: "syslog", Code: "over-limit", Offset: int64(r.limit), Detail: "a message without an end; the rest is not read"}}, nil
		}
		b, err := r.br.ReadByte()
		if err != nil {
			return r.end(frame, nil, err)
		}
		frame.WriteByte(b)
		last = b
	}
	return frame.Bytes(), nil, nil
}

// rest reads what can be read of a stream in which no frame can be found, up to
// the limit.
func (r *Reader) rest(frame *bytes.Buffer, anomalies []etalon.Anomaly) ([]byte, []etalon.Anomaly, error) {
	r.lost = true
	_, err := io.CopyN(frame, r.br, int64(max(0, r.limit-frame.Len())))
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return frame.Bytes(), anomalies, err
}

// end is a stream that ended, or broke, in a frame.
func (r *Reader) end(frame *bytes.Buffer, anomalies []etalon.Anomaly, err error) ([]byte, []etalon.Anomaly, error) {
	r.lost = true
	if frame.Len() > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return frame.Bytes(), anomalies, err
}
