package facts

import (
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// accepted is what was submitted, which the query surely asks for and its answer
// does not show under any id.
func (k *Knowledge) accepted(q query, here etalon.ExchangeID, there map[string]bool) []*told {
	now := k.turns[here]
	var out []*told
	for _, t := range k.told {
		if !t.submitted || t.turn > now || !k.lasting(t.turn, now) || k.restated(t.exchange) || t.UniqueID == "" || there[t.names()[0]] {
			continue
		}
		if q.asks(t) && (!q.byStatus() || !k.mayBeReplaced(t, now)) && t.open() {
			out = append(out, t)
		} else if q.id == ebrim.GetSubmissionSetAndContents && q.brings(t) && k.isMember(q, t) {
			out = append(out, t)
		}
	}
	for _, l := range k.links(here) {
		if q.id == ebrim.GetSubmissionSetAndContents && l.ofSet() && l.to != nil && q.asks(l.from) && q.brings(l.to) && !there[l.ID] {
			out = append(out, l)
		}
	}
	return out
}

// asks tells whether a query asks for what was submitted, where nothing replaced
// it since.
func (q query) asks(t *told) bool {
	if !q.byStatus() {
		return q.returns(t.Kind) && (t.Kind != "entry" || t.stable) && (t.UniqueID != "" && q.names(t.UniqueID) || !symbolic(t.ID) && q.names(t.ID))
	}
	now := *t
	now.Status = approved
	return q.finds(&now)
}

// brings tells whether a query for a set and what is in it returns an entry of it.
func (q query) brings(t *told) bool {
	return t.Kind == "entry" && t.stable && t.open() && q.admits(t)
}

// isMember tells whether an object is in a set that the query asks for.
func (k *Knowledge) isMember(q query, t *told) bool {
	return slices.ContainsFunc(k.told, func(a *told) bool { return a.ofSet() && a.to == t && q.asks(a.from) })
}

// ofSet tells an association by which a set that was submitted with it has a member.
func (t *told) ofSet() bool { return t.Type == hasMember && t.from != nil && t.from.Kind == "set" }

// open tells what everybody who may read the record may see.
func (t *told) open() bool {
	return !slices.ContainsFunc(t.facets.codes[ebrim.ConfidentialityCd], func(c string) bool { return !strings.HasPrefix(c, "N^^") })
}

// mayBeReplaced tells whether a replacement since may have deprecated what was
// submitted, or what it completes.
func (k *Knowledge) mayBeReplaced(t *told, now int) bool {
	if t.Kind != "entry" {
		return false
	}
	id := k.called(t.ID, t)
	return slices.ContainsFunc(k.told, func(a *told) bool {
		switch {
		case !a.submitted || a.Kind != "association":
			return false
		case a.from == t && (a.Type == "APND" || a.Type == "XFRM"):
			return true // goes with what it completes
		}
		return strings.HasSuffix(a.Type, "RPLC") && a.turn > t.turn && a.turn <= now && (symbolic(id) || a.Target == id)
	})
}
