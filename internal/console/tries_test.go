package console

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

// Guessing is bounded for a login from an address, for a login, and for an address; a
// pause later it may be tried again; many addresses do not make the counts forget.
func TestTriesAreBounded(t *testing.T) {
	now := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	fresh := func() *tries { return newTries(func() time.Time { return now }) }
	count := func(x *tries, n int, name, from func(i int) string) (let int) {
		for i := range n {
			if x.more(name(i), from(i)) {
				let++
			}
		}
		return let
	}
	same := func(s string) func(int) string { return func(int) string { return s } }
	each := func(s string) func(int) string { return func(i int) string { return fmt.Sprint(s, i) } }
	x := fresh()
	if n := count(x, 50, same("a"), same("x")); n != mostTries {
		t.Errorf("one login from one address: %d tries", n)
	}
	if n := count(x, 5, same("b"), same("x")); n != 5 {
		t.Errorf("another login from that address: %d tries", n)
	}
	if n := count(x, 300, each("c"), same("x")); n != mostFrom-mostTries-5 {
		t.Errorf("from one address in all: %d more", n)
	}
	if n := count(fresh(), 300, same("a"), each("x")); n != mostOnOne {
		t.Errorf("one login from anywhere: %d tries", n)
	}
	if count(x, mostCounts+10, each("d"), each("y")); x.more("a", "x") {
		t.Error("the counts were flushed")
	}
	now = now.Add(pause + time.Second)
	if !x.more("a", "x") {
		t.Error("a pause later")
	}
}

// An address is the peer's, unless a proxy stands before: then what it wrote, not what
// the peer claimed.
func TestAnAddressIsNotClaimed(t *testing.T) {
	for _, c := range []struct {
		peer, forwarded string
		behind          bool
		want            string
	}{
		{"192.0.2.1:99", "", false, "192.0.2.1"},
		{"192.0.2.1:99", "203.0.113.9", false, "192.0.2.1"},
		{"127.0.0.1:99", "203.0.113.9, 198.51.100.7", true, "198.51.100.7"},
		{"127.0.0.1:99", "", true, "127.0.0.1"},
		{"[2001:db8:1:2:3::4]:99", "", false, "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.1]:99", "", false, "192.0.2.1"},
		{"127.0.0.1:99", "what?", true, "?"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{}}
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := (&Console{Config: Config{Secure: c.behind}}).from(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
