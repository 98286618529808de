package facts

import (
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon"
)

// writeKnown writes one ev:known for each object that an answer to a query shows
// and of which another message of the session tells.
func (c *composer) writeKnown(m messages) {
	k, x := c.in.Known, c.in.Exchange
	if k == nil || !x.Sent || x.Transaction != etalon.ITI18 || m.response == nil {
		return
	}
	root := m.response.root()
	if root == nil || root.doc == nil {
		return
	}
	there := map[string]bool{}
	for n := range root.doc.Root().Descendants() {
		if n.Parent().Is(nsRIM, "RegistryObjectList") {
			there[uri(n, "id")] = true
		}
		o, ok := registered(n)
		if !ok {
			continue
		}
		for _, name := range o.names() {
			there[name] = true
		}
		if t := k.shown(o, x.ID); t != nil {
			c.known(k, t, o.ID, "answer")
		}
		if t := k.submitted(o, k.turns[x.ID]); t != nil {
			c.known(k, t, o.ID, "submission")
		}
	}
	if asked := m.request.root(); asked != nil && asked.doc != nil {
		for _, t := range k.due(readQuery(asked.doc.Root()), x.ID, there) {
			from := "answer"
			if t.submitted {
				from = "submission"
			}
			c.known(k, t, "", from)
		}
	}
}

func (c *composer) known(k *Knowledge, t *told, id, from string) {
	source, target, version := t.Source, t.Target, ""
	if t.submitted {
		source, target = k.called(t.Source, t.from), k.called(t.Target, t.to)
		if t.version > 0 {
			version = strconv.Itoa(t.version)
		}
	}
	c.begin("known", "xmlns:rim", nsRIM, "for", id, "from", from, "exchange", string(t.exchange),
		"steady", boolean(k.steady(t.turn, k.turns[c.in.Exchange.ID]) && !(t.submitted && k.restated(t.exchange))), "version", version, "source", source, "target", target)
	if c.roomBytes -= len(t.xml); c.roomBytes > 0 {
		c.buf = append(c.buf, t.xml...)
	}
	c.end()
}

// shown is the object of that id in another answer: one between which and this
// answer nothing changed, where there is one.
func (k *Knowledge) shown(o Object, here etalon.ExchangeID) *told {
	var found *told
	for _, t := range k.told {
		if t.submitted || t.exchange == here || t.Kind != o.Kind || t.ID != o.ID {
			continue
		}
		if k.steady(t.turn, k.turns[here]) {
			return t
		}
		found = t
	}
	return found
}

// restated tells whether a submission changes statuses too: what it submits may be
// meant by that.
func (k *Knowledge) restated(x etalon.ExchangeID) bool {
	return slices.ContainsFunc(k.told, func(t *told) bool { return t.submitted && t.exchange == x && t.Type == "UpdateAvailabilityStatus" })
}

// steady tells whether nothing changed what the server holds between two turns,
// after the earlier one.
func (k *Knowledge) steady(a, b int) bool {
	for _, turn := range k.changes {
		if turn > min(a, b) && turn <= max(a, b) {
			return false
		}
	}
	return true
}

// lasting tells whether what was told before an answer is still to be found there:
// nothing is amended nor removed in between, though more may have been added and a
// status changed by it.
func (k *Knowledge) lasting(turn, here int) bool {
	if turn > here {
		return k.steady(turn, here)
	}
	return !slices.ContainsFunc(k.amends, func(a int) bool { return a > turn && a <= here })
}

// submitted is what was submitted, before a turn, as an object that an answer
// shows: that of its id, where the submission chose it; else the version of what
// bears its unique id, or the association between the same objects. Nil where more
// than one may be meant.
func (k *Knowledge) submitted(o Object, before int) *told {
	var found []*told
	for _, t := range k.told {
		switch {
		case !t.submitted || t.Kind != o.Kind || before > 0 && t.turn > before:
		case t.ID == o.ID:
			return t
		case k.same(t, o):
			found = append(found, t)
		}
	}
	if len(found) > 1 {
		found = ofVersion(found, o.Version)
	}
	if len(found) == 1 {
		return found[0]
	}
	return nil
}

func (k *Knowledge) same(t *told, o Object) bool {
	if o.Kind == "association" {
		return t.Type == o.Type && k.called(t.Source, t.from) == o.Source && k.called(t.Target, t.to) == o.Target
	}
	return o.UniqueID != "" && t.UniqueID == o.UniqueID
}

func ofVersion(all []*told, version string) []*told {
	var out []*told
	for _, t := range all {
		if strconv.Itoa(t.version) == version {
			out = append(out, t)
		}
	}
	return out
}

// called is the id by which the server calls what an association of a submission
// links: the one it has there, or that of the object of the same submission as an
// answer shows it. It is empty where no answer shows it.
func (k *Knowledge) called(id string, end *told) string {
	if !symbolic(id) || end == nil {
		return id
	}
	only := ""
	for _, t := range k.told {
		if t.submitted || t.Kind != end.Kind || t.UniqueID != end.UniqueID || t.ID == only {
			continue
		}
		if t.Version != "" && t.Version != strconv.Itoa(end.version) {
			continue
		}
		if only != "" {
			return ""
		}
		only = t.ID
	}
	return only
}
