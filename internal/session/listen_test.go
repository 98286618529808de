package session_test

import (
	"net"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/session"
)

func TestListenOpensEveryPortOrNone(t *testing.T) {
	l, err := session.Listen(t.Context(), etalon.SUT{Listeners: map[etalon.Actor]string{etalon.Registry: "127.0.0.1:0"}})
	if err != nil {
		t.Fatal(err)
	}
	all, own := l.All.Addr().String(), l.Own[etalon.Registry].Addr().String()
	if all == own {
		t.Errorf("both at %s", all)
	}
	if _, err := session.Listen(t.Context(), etalon.SUT{Listeners: map[etalon.Actor]string{etalon.Patients: own}}); err == nil {
		t.Error("a busy port is no error")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := net.Listen("tcp", own)
	if err != nil {
		t.Fatal(err)
	}
	_ = again.Close()
}
