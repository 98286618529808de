package validate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon"
)

// Bench judges one file at a time by packs that are made ready when they are first asked
// for. Several may ask at once.
type Bench struct {
	Means Means
	Cache Cache
	Clock func() time.Time

	mu    sync.Mutex
	ready map[string]*stand
}

// stand is one pack, made ready once.
type stand struct {
	once    sync.Once
	referee *Referee
	err     error
	// alone: a published tree has one engine, which judges one file at a time.
	alone sync.Mutex
}

func (b *Bench) stand(pack string) *stand {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ready == nil {
		b.ready = map[string]*stand{}
	}
	if b.ready[pack] == nil {
		b.ready[pack] = &stand{}
	}
	return b.ready[pack]
}

// Report judges a file by a pack, and gives the report in a format of [Telling].
func (b *Bench) Report(ctx context.Context, pack, name string, raw []byte, format, lang string) ([]byte, error) {
	s, err := b.prepare(pack)
	if err != nil {
		return nil, err
	}
	if !Embedded(pack) {
		s.alone.Lock()
		defer s.alone.Unlock()
	}
	var files Files
	files.Add(name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil })
	said, err := Work{Referee: s.referee, Workers: 1, Progress: func(string) {}}.All(ctx, files.List)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = Telling{Format: format, Lang: lang, Tool: b.Means.Tool, At: b.Clock().UTC().Format("2006-01-02T15:04:05.000Z")}.Tell(&out, io.Discard, s.referee.Packs, said)
	return out.Bytes(), err
}

// Prepare makes a pack ready and gives what it judges by, or tells why it cannot judge.
func (b *Bench) Prepare(pack string) ([]etalon.PackInfo, error) {
	s, err := b.prepare(pack)
	if err != nil {
		return nil, err
	}
	return s.referee.Packs, nil
}

func (b *Bench) prepare(pack string) (*stand, error) {
	s := b.stand(pack)
	s.once.Do(func() { s.referee, s.err = NewReferee(Rules{Pack: pack, Cache: b.Cache}, 1, b.Means) })
	return s, s.err
}

// Close ends what the packs keep running.
func (b *Bench) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.ready {
		s.once.Do(func() { s.err = errors.New("closed") })
		if s.referee != nil {
			s.referee.Close()
		}
	}
}
