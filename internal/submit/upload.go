package submit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
)

// mostBreaks is how many times in a row a line may break without a byte having come.
const mostBreaks = 5

// upload brings an archive to the console, and goes on where a broken line left off. The
// archive is made each time anew: the same dossier gives the same bytes. It gives the
// SHA-256 of the archive.
func (s Server) upload(ctx context.Context, version int64, archive func(io.Writer) error) (string, error) {
	sum, count := sha256.New(), &counter{}
	if err := archive(io.MultiWriter(sum, count)); err != nil {
		return "", exit.Usage(err, "")
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	path := fmt.Sprintf("/versions/%d/uploads/%s", version, digest)
	last := int64(-1)
	for breaks := 0; ; {
		var there struct{ Offset int64 }
		err := s.read(ctx, path, &there)
		if err == nil && there.Offset == count.n {
			return digest, nil
		}
		if err == nil {
			err = s.send(ctx, fmt.Sprintf("%s?offset=%d", path, there.Offset), there.Offset, archive)
		}
		if there.Offset > last {
			breaks, last = 0, there.Offset
		}
		var end exit.Error
		if err != nil && (!errors.As(err, &end) || end.Code != etalon.ExitNotReady) {
			return "", err
		}
		if breaks++; breaks > mostBreaks {
			if err == nil {
				err = exit.NotReady(errors.New("la console ne garde pas ce qu'elle reçoit (the console does not keep what it receives)"), "")
			}
			return "", err
		}
		if err == nil {
			continue
		}
		select {
		case <-time.After(s.pause << (breaks - 1)):
		case <-ctx.Done():
			return "", err
		}
	}
}

// send sends what an archive has from an offset on.
func (s Server) send(ctx context.Context, path string, from int64, archive func(io.Writer) error) error {
	r, w := io.Pipe()
	made := make(chan error, 1)
	go func() {
		err := archive(&skipping{w, from})
		_ = w.CloseWithError(err) // of a pipe: it cannot fail
		made <- err
	}()
	_, err := s.do(ctx, http.MethodPut, path, r)
	_ = r.Close() // whoever still writes is told
	if local := <-made; local != nil && !errors.Is(local, io.ErrClosedPipe) {
		return exit.Usage(local, "")
	}
	return err
}

// counter counts bytes.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

// skipping leaves out the first bytes.
type skipping struct {
	io.Writer
	left int64
}

func (s *skipping) Write(p []byte) (int, error) {
	n := int(min(s.left, int64(len(p))))
	s.left -= int64(n)
	if n == len(p) {
		return n, nil
	}
	m, err := s.Writer.Write(p[n:])
	return n + m, err
}
