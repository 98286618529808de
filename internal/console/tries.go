package console

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// The limits of guessing, in one pause: for a login from one address, for a login from
// anywhere, and from one address, behind which a whole office may be.
const (
	mostTries  = 10
	mostOnOne  = 100
	mostFrom   = 100
	pause      = 15 * time.Minute
	mostCounts = 20_000 // kept at one time
)

// tries counts who tried to log in, in memory: it bounds guessing, it proves nothing.
type tries struct {
	clock func() time.Time
	mu    sync.Mutex
	began time.Time
	count map[string]int
}

func newTries(clock func() time.Time) *tries {
	return &tries{clock: clock, count: map[string]int{}}
}

// more tells whether a login may be tried once more from an address. A try that is
// refused for one of the counts is not counted in the others: nobody is locked out by
// what was not even looked at.
func (t *tries) more(name, from string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if now := t.clock(); now.Sub(t.began) > pause || now.Before(t.began) {
		t.began, t.count = now, map[string]int{}
	}
	if len(t.count) > mostCounts {
		for k, n := range t.count { // what limits somebody stays
			if n < mostTries {
				delete(t.count, k)
			}
		}
	}
	both, one, address := "both "+from+" "+name, "login "+name, "from "+from
	if t.count[both] >= mostTries || t.count[one] >= mostOnOne || t.count[address] >= mostFrom {
		return false
	}
	t.count[both]++
	t.count[one]++
	t.count[address]++
	return true
}

// from is the address that a request comes from, as limits count it: a network of 64
// bits for IPv6. Behind a proxy it is the last that the proxy wrote down.
func (c *Console) from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if all := r.Header.Values("X-Forwarded-For"); c.Secure && len(all) > 0 {
		last := all[len(all)-1]
		host = strings.TrimSpace(last[strings.LastIndex(last, ",")+1:])
	}
	a, err := netip.ParseAddr(host)
	switch {
	case err != nil:
		return "?"
	case a.Unmap().Is4():
		return a.Unmap().String()
	}
	p, _ := a.WithZone("").Prefix(64) // of 128: it is one
	return p.String()
}
