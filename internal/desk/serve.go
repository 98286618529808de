package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/etalon-dmp/etalon/internal/console"
	"github.com/etalon-dmp/etalon/internal/notify"
	"github.com/etalon-dmp/etalon/internal/queue"
	"github.com/etalon-dmp/etalon/internal/seal"
)

// Options are what serving takes beside a desk.
type Options struct {
	Metrics    net.Listener // for figures; nil: nowhere
	Version    string       // of the program
	Listener   net.Listener
	Secure     bool // the listener is TLS, or whoever stands before it is
	Profiles   []console.Profile
	Identity   console.Identity // nil: accounts of this place alone
	Key        seal.Key
	Workers    int   // sessions judged at a time
	MostUpload int64 // bytes
	Clock      func() time.Time
	Errors     io.Writer
	Stamper    Stamper // of statements; nil: they are not stamped
	// Inside allows hooks on addresses of this machine and its network.
	Inside bool
	// Address is where products are played, and Sittings what is played there; nil: nowhere.
	Address  Address
	Sittings Sittings
}

// The limits of a connection to the console. An upload may take an hour.
const (
	headTime   = 10 * time.Second
	uploadTime = time.Hour
	idleTime   = 2 * time.Minute
	stopTime   = 30 * time.Second
)

// Serve answers until ctx ends: the console to people, the queue to the machine. What
// is under way is given half a minute; what is not done by then is taken up at the
// next start.
func (d *Desk) Serve(ctx context.Context, o Options) error {
	q, err := d.queue(ctx, o)
	if err != nil {
		return err
	}
	if err := d.Store.Waiting(ctx, q.Order, q.Ask); err != nil {
		return errors.Join(err, q.Close(ctx))
	}
	playing, stopPlaying := context.WithCancel(ctx)
	defer stopPlaying()
	h := d.hall(playing, q, o)
	handler, err := d.console(q, ctx.Done(), h, o)
	if err == nil && h != nil {
		err = h.resume(ctx)
	}
	if err != nil {
		return errors.Join(err, q.Close(ctx))
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headTime, ReadTimeout: uploadTime, WriteTimeout: uploadTime, IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10,
	}
	count := newAnswered()
	server.Handler = count.counted(handler)
	figures := &http.Server{Handler: d.metrics(count, o.Version), ReadHeaderTimeout: headTime, ReadTimeout: headTime, WriteTimeout: headTime, MaxHeaderBytes: 64 << 10}
	sender := notify.New(o.Inside, o.Clock)
	var telling sync.WaitGroup
	told, quiet := context.WithCancel(ctx)
	telling.Go(func() { d.tell(told, sender, o.Errors) })
	if o.Stamper != nil {
		telling.Go(func() { d.stamping(told, o.Stamper, o.Errors) })
	}
	ended := make(chan error, 3)
	go func() { ended <- server.Serve(o.Listener) }()
	var played sync.WaitGroup
	if h != nil {
		played.Go(func() {
			if err := h.Serve(playing); err != nil {
				ended <- err
			}
		})
	}
	if o.Metrics != nil {
		go func() { ended <- figures.Serve(o.Metrics) }()
	}
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	quiet()
	stopPlaying()
	telling.Wait()
	played.Wait()
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer stop()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, server.Shutdown(last), figures.Shutdown(last), q.Close(last))
}

// Work carries out what the console of a shared database orders, until ctx ends.
func (d *Desk) Work(ctx context.Context, o Options) error {
	q, err := d.queue(ctx, o)
	if err != nil {
		return err
	}
	<-ctx.Done()
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer stop()
	return q.Close(last)
}

func (d *Desk) queue(ctx context.Context, o Options) (*queue.Queue, error) {
	return queue.Open(ctx, d.Store.DB(), d.Judge, d.Impact, queue.Options{Shared: d.Store.Shared(), Workers: o.Workers, Pause: 10 * time.Second, Log: o.Errors, Clock: o.Clock})
}

// hall is where sittings are played; nil: nowhere.
func (d *Desk) hall(playing context.Context, q *queue.Queue, o Options) *hall {
	if o.Address == nil {
		return nil
	}
	return &hall{Address: o.Address, desk: d, sittings: o.Sittings, queue: q, playing: playing}
}

func (d *Desk) console(q *queue.Queue, stopping <-chan struct{}, h *hall, o Options) (http.Handler, error) {
	config := console.Config{
		Store: d.Store, Vault: d, Profiles: o.Profiles, Clock: o.Clock, Secure: o.Secure, MostUpload: o.MostUpload, Errors: o.Errors, Stopping: stopping, Identity: o.Identity,
		Ask: q.Ask, Order: q.Order, CheckHook: notify.New(o.Inside, o.Clock).Check, Sign: d.Signer(o.Key),
	}
	if h != nil {
		config.Hall = h
	}
	c, err := console.New(config)
	if err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	return c, nil
}
