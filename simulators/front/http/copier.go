package http

import (
	"bytes"
	"errors"
	"io"
	"strconv"

	"github.com/etalon-dmp/etalon"
)

// copier moves bytes from a connection to a spool. An error of its methods is
// the connection's; that of the spool is in err.
type copier struct {
	*wire
	to      etalon.Spool
	written int64 // what is in the buffer included
	filled  int   // of the buffer
	err     error
}

// write takes bytes that were read already.
func (c *copier) write(p []byte) {
	c.flush()
	c.written += int64(len(p))
	if c.err == nil {
		_, c.err = c.to.Write(p)
	}
}

// flush gives the spool what the buffer holds.
func (c *copier) flush() {
	if c.filled == 0 {
		return
	}
	if c.err == nil {
		_, c.err = c.to.Write(c.buffer[:c.filled])
	}
	c.filled = 0
}

// copy moves n bytes, or as many as come.
func (c *copier) copy(n int64) error {
	if c.buffer == nil {
		c.buffer = make([]byte, bufferSize)
	}
	for n > 0 {
		if c.filled == len(c.buffer) {
			c.flush()
		}
		got, err := c.br.Read(c.buffer[c.filled:min(int64(len(c.buffer)), int64(c.filled)+n)])
		c.filled += got
		c.written += int64(got)
		n -= int64(got)
		if err != nil && n > 0 {
			return unexpected(err)
		}
	}
	return nil
}

// line moves one line and returns it, without its end, valid until the next move.
func (c *copier) line() ([]byte, error) {
	line, err := c.br.ReadSlice('\n')
	at := len(line)
	if c.buffer == nil {
		c.buffer = make([]byte, bufferSize)
	}
	if c.filled+at > len(c.buffer) {
		c.flush()
	}
	copy(c.buffer[c.filled:], line)
	line = c.buffer[c.filled : c.filled+at]
	c.filled += at
	c.written += int64(at)
	if err != nil {
		return line, unexpected(err)
	}
	if !bytes.HasSuffix(line, []byte("\r\n")) {
		return line, errors.New("chunked line ends with bare LF")
	}
	return line[:at-2], nil
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// mostChunks bounds what is remembered of the places of chunks.
const mostChunks = 1 << 18

// chunked moves a body in chunked coding (RFC 9112 section 7.1) and tells where
// its content lies. The framing may be as long as half the limit.
func (c *copier) chunked(b *Body, limit int64) error {
	begin := c.written
	for {
		line, err := c.line()
		if err != nil {
			return err
		}
		size, err := chunkSize(line)
		if err != nil {
			return err
		}
		if size == 0 {
			return c.trailers()
		}
		framing := c.written - begin - b.size
		if size > limit-b.size || framing > limit/2+mostHead {
			return errOverLimit
		}
		if len(b.stretches) == mostChunks {
			return errors.New("more chunks than " + strconv.Itoa(mostChunks))
		}
		place := c.written
		err = c.copy(size)
		b.add(place, c.written-place)
		if err != nil {
			return err
		}
		if line, err = c.line(); err != nil {
			return err
		}
		if len(line) != 0 {
			return errors.New("malformed chunked encoding: a chunk is longer than it says")
		}
	}
}

// chunkSize reads the line before a chunk; its extensions say nothing to us.
func chunkSize(line []byte) (int64, error) {
	digits, _, _ := bytes.Cut(line, []byte(";"))
	digits = bytes.TrimRight(digits, " \t")
	n, err := strconv.ParseUint(string(digits), 16, 62)
	if err != nil || len(digits) > 16 {
		return 0, errors.New("invalid chunk length " + strconv.Quote(clip(string(digits))))
	}
	return int64(n), nil
}

// trailers moves the lines after the last chunk.
func (c *copier) trailers() error {
	for begin := c.written; c.written-begin < mostHead; {
		line, err := c.line()
		if err != nil {
			return err
		}
		if len(line) == 0 {
			return nil
		}
	}
	return errors.New("trailers longer than the limit")
}
