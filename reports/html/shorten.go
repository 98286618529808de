package html

import (
	"slices"
	"strings"
)

// pageBudget is how many bytes all exchanges together may take in the page. A
// report of some dozens of exchanges must open at once and travel by mail.
const pageBudget = 400_000

// quotas are tried in turn until the page keeps to its budget: how many lines
// are shown of a message without a marked line, of one with, and around a mark.
// Messages without a finding give way first; a marked line never does.
var quotas = []struct{ quiet, marked, around int }{
	{firstLines, firstLines, aroundMark},
	{96, firstLines, aroundMark},
	{60, 96, aroundMark},
	{40, 60, aroundMark},
	{36, 40, aroundMark},
	{24, 24, 6},
	{12, 12, 4},
	{6, 6, 2},
}

// shortened are exchanges of which lines were left out, equally, so that the page keeps
// to its budget, with word of them where they were. It holds no more of an exchange than
// it shows of it so far.
type shortened struct {
	views []ExchangeView
	quota int // in quotas
	cost  int
}

// add shortens one more. What it comes to does not depend on when it was shortened: a
// message that is kept twice is as if it were kept by the second quota alone.
func (s *shortened) add(v ExchangeView) {
	v = v.keep(s.quota)
	s.views = append(s.views, v)
	s.cost += v.Request.cost() + v.Response.cost()
	for s.cost > pageBudget && s.quota < len(quotas)-1 {
		s.quota++
		s.cost = 0
		for i, w := range s.views {
			s.views[i] = w.keep(s.quota)
			s.cost += s.views[i].Request.cost() + s.views[i].Response.cost()
		}
	}
}

func (v ExchangeView) keep(quota int) ExchangeView {
	q := quotas[quota]
	v.Request = v.Request.keep(q.quiet, q.marked, q.around)
	v.Response = v.Response.keep(q.quiet, q.marked, q.around)
	return v
}

// keep is the message with its first lines, those that begin its SOAP body, and
// those around its marks.
func (m Message) keep(quiet, marked, around int) Message {
	total := m.Left
	body := -1
	var hits []int
	for i, l := range m.Lines {
		total += 1 + l.Gap
		if len(l.Marks) > 0 {
			hits = append(hits, i)
		}
		if body < 0 && isBody(l.Text) {
			body = i
		}
	}
	most := quiet
	if len(hits) > 0 {
		most = marked
	}
	if total <= most {
		return m
	}
	first, second := most, 0
	if body > most/2 {
		first, second = most/2, most-most/2
	}
	lines, gap := make([]Line, 0, most), 0
	for i, l := range m.Lines {
		for len(hits) > 0 && hits[0]+around < i {
			hits = hits[1:]
		}
		near := len(hits) > 0 && hits[0]-around <= i
		gap += l.Gap
		if i < first || (body >= 0 && i >= body && i < body+second) || near {
			l.Gap, gap = gap, 0
			lines = append(lines, l)
		} else {
			gap++
		}
	}
	m.Left += gap
	m.Lines = slices.Clip(lines)
	return m
}

// isBody tells the line on which a SOAP body begins.
func isBody(line string) bool {
	name, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "<")
	if !ok {
		return false
	}
	if i := strings.IndexAny(name, " >/"); i >= 0 {
		name = name[:i]
	}
	_, local, prefixed := strings.Cut(name, ":")
	return local == "Body" || (!prefixed && name == "Body")
}

// cost is about what the message takes in the page: its lines, escaped and marked up.
func (m Message) cost() int {
	n := 300
	for _, l := range m.Lines {
		n += len(l.Text) + 24
		for _, c := range []byte(l.Text) {
			switch c {
			case '<', '>', '"', '\'', '&', '+':
				n += 4
			}
		}
		if len(l.Marks) > 0 {
			n += 120 * len(l.Marks)
		}
		if l.Gap > 0 {
			n += 120
		}
	}
	return n
}
