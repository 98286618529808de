package pdq

import (
	"sync"
	"time"

	"github.com/etalon-dmp/etalon/internal/wire/hl7v3"
)

// What is kept of searches that are not told to their end.
const (
	MostHeld = 64        // searches; the one asked least lately goes first
	MostKept = 4_000_000 // matches of all of them
	Lasting  = 10 * time.Minute
)

// result is a search whose matches are told page by page.
type result struct {
	id      hl7v3.II // of the query
	asker   string   // device that asked: no other gets the rest
	matches []Match
	scopes  []string
	next    int // place of the first match that was not told
	page    int
	used    time.Time
}

// held are the results by query. Its methods are safe for concurrent use.
type held struct {
	mu   sync.Mutex
	all  map[hl7v3.II]*result
	kept int
}

// put keeps a result; one of the same query is replaced.
func (h *held) put(r *result) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.all == nil {
		h.all = map[hl7v3.II]*result{}
	}
	h.drop(r.id)
	h.all[r.id], h.kept = r, h.kept+len(r.matches)
	for len(h.all) > MostHeld || h.kept > MostKept && len(h.all) > 1 {
		var oldest *result
		for _, one := range h.all {
			if one != r && (oldest == nil || one.used.Before(oldest.used)) {
				oldest = one
			}
		}
		h.drop(oldest.id)
	}
}

// take gives the next page of a query: from start, counted from 1, or from where
// the last page ended; of count matches, or as many as before. The matches after
// it are left. false: there is no such query of that device any more, or no such
// place in it.
func (h *held) take(id hl7v3.II, asker string, start, count int, now time.Time) (page []Match, r result, left int, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	one := h.all[id]
	if one == nil || one.asker != asker {
		return nil, result{}, 0, false
	}
	if now.Sub(one.used) > Lasting {
		h.drop(id)
		return nil, result{}, 0, false
	}
	from := one.next
	if start > 0 {
		from = start - 1
	}
	if from > len(one.matches) {
		return nil, *one, 0, false
	}
	if count < 0 {
		count = one.page
	}
	to := min(from+min(count, MostTold), len(one.matches))
	one.next, one.used = to, now
	return one.matches[from:to], *one, len(one.matches) - to, true
}

// forget ends a query; false when there is none of that device.
func (h *held) forget(id hl7v3.II, asker string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if one := h.all[id]; one == nil || one.asker != asker {
		return false
	}
	h.drop(id)
	return true
}

// clear forgets all.
func (h *held) clear() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all, h.kept = nil, 0
}

func (h *held) drop(id hl7v3.II) {
	if one := h.all[id]; one != nil {
		h.kept -= len(one.matches)
		delete(h.all, id)
	}
}
