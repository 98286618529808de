package explore

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/url"
	"regexp"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/dossier"
	"github.com/etalon-dmp/etalon/internal/exit"
	"github.com/etalon-dmp/etalon/internal/session"
)

// full is a storage that is full from some moment on.
type full struct {
	*dossier.Memory
	now *atomic.Bool
}

func (full) Close() error { return nil }

func (f full) Append(line []byte) error {
	if f.now.Load() {
		return syscall.ENOSPC
	}
	return f.Memory.Append(line)
}

// Where nothing can be recorded any longer, nobody is answered: the exploration ends
// and says so, and does not stand there as if it still served.
func TestAFullDiskEndsTheExploration(t *testing.T) {
	now := &atomic.Bool{}
	said, saying := io.Pipe()
	e := Exploration{
		Means: session.Means{Clock: time.Now}, SUT: etalon.SUT{Name: "P", Listen: "127.0.0.1:0"}, Out: saying, Lang: "fr",
		Store: func() (session.Storage, error) { return full{&dossier.Memory{}, now}, nil },
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- e.Run(ctx) }()
	heard := make([]byte, 200)
	n, err := said.Read(heard)
	must(t, err)
	go func() { _, _ = io.Copy(io.Discard, said) }()
	base, err := url.Parse(regexp.MustCompile(`https://\S+`).FindString(string(heard[:n])))
	must(t, err)
	now.Store(true)
	if c, err := tls.Dial("tcp", base.Host, &tls.Config{InsecureSkipVerify: true}); err == nil {
		c.Close()
	}
	var end exit.Error
	if err := <-ended; !errors.As(err, &end) || end.Code != etalon.ExitNotReady || !errors.Is(err, syscall.ENOSPC) || end.Hint == "" {
		t.Errorf("%v", err)
	}
}
