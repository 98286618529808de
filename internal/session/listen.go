package session

import (
	"context"
	"errors"
	"net"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/exit"
)

// Listening holds the open ports of the simulated actors.
type Listening struct {
	All net.Listener // of every actor
	Own map[etalon.Actor]net.Listener
}

// Listen opens the ports of the simulated actors: those declared, or any free
// one on loopback for all.
func Listen(ctx context.Context, s etalon.SUT) (*Listening, error) {
	open := func(at string) (net.Listener, error) {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", at)
		if err != nil {
			return nil, exit.NotReady(err, "Libérez le port ou changez listen dans sut.yaml. (Free the port or change listen in sut.yaml.)")
		}
		return l, nil
	}
	at := s.Listen
	if at == "" {
		at = "127.0.0.1:0"
	}
	l := &Listening{Own: map[etalon.Actor]net.Listener{}}
	var err error
	if l.All, err = open(at); err != nil {
		return nil, err
	}
	for actor, at := range s.Listeners {
		if l.Own[actor], err = open(at); err != nil {
			delete(l.Own, actor)
			return nil, errors.Join(err, l.Close())
		}
	}
	return l, nil
}

// Close closes the ports; those of a stage that ended are closed already.
func (l *Listening) Close() error {
	err := l.All.Close()
	for _, own := range l.Own {
		err = errors.Join(err, own.Close())
	}
	return err
}
