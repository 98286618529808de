package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry"
)

// naive is the registry as one would say it in a sentence: a list of entries,
// looked through from the first to the last.
type naive struct{ entries []naiveEntry }

type naiveEntry struct {
	n        int // its uniqueId
	patient  string
	class    string
	events   []string
	created  string // 14 digits
	status   string // short
	version  int
	lid      string
	replaced string // id of the entry that it replaces or appends to; "" none
	relation string
	id       string
}

func (m *naive) latest(e naiveEntry) bool {
	return !slices.ContainsFunc(m.entries, func(o naiveEntry) bool { return o.lid == e.lid && o.version > e.version })
}

func (m *naive) deprecate(id string) {
	for i := range m.entries {
		if e := &m.entries[i]; e.id == id && e.status == "Approved" {
			e.status = "Deprecated"
			for _, o := range m.entries {
				if o.replaced == id && o.relation == ebrim.Appends {
					m.deprecate(o.id)
				}
			}
		}
	}
}

// The registry, its indexes and its query language agree with the naive list
// after any series of submissions, replacements, addenda, new versions and
// deprecations.
func TestAgainstNaiveModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, m, n := begin(t, registry.IHE()), &naive{}, 0
		set := func() int { n++; return 1000 + n }
		pick := func(what string, fit func(naiveEntry) bool) (naiveEntry, bool) {
			var some []naiveEntry
			for _, e := range m.entries {
				if fit(e) {
					some = append(some, e)
				}
			}
			if len(some) == 0 {
				return naiveEntry{}, false
			}
			return some[rapid.IntRange(0, len(some)-1).Draw(rt, what)], true
		}
		draw := func() naiveEntry {
			n++
			return naiveEntry{
				n: n, id: uuid(n), lid: uuid(n), version: 1, status: "Approved",
				patient: rapid.SampledFrom([]string{anna, bert}).Draw(rt, "patient"),
				class:   rapid.SampledFrom([]string{"10", "11"}).Draw(rt, "class"),
				events:  rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"A", "B", "C"}), 0, 3, rapid.ID[string]).Draw(rt, "events"),
				created: fmt.Sprintf("2026%02d01000000", rapid.IntRange(1, 4).Draw(rt, "month")),
			}
		}
		approvedLatest := func(e naiveEntry) bool { return e.status == "Approved" && m.latest(e) }
		rt.Repeat(map[string]func(*rapid.T){
			"submit": func(rt *rapid.T) {
				e := draw()
				w.must(lot(set(), e.patient, e.object()))
				m.entries = append(m.entries, e)
			},
			"relate": func(rt *rapid.T) {
				old, ok := pick("target", approvedLatest)
				if !ok {
					rt.Skip()
				}
				e := draw()
				e.patient, e.replaced = old.patient, old.id
				e.relation = rapid.SampledFrom([]string{ebrim.Replaces, ebrim.Appends, ebrim.Signs}).Draw(rt, "relation")
				number := set()
				w.must(lot(number, e.patient, e.object(), link(uuid(5000+number), e.relation, e.id, old.id)))
				m.entries = append(m.entries, e)
				if e.relation == ebrim.Replaces {
					m.deprecate(old.id)
				}
			},
			"renew": func(rt *rapid.T) {
				old, ok := pick("entry", approvedLatest)
				if !ok {
					rt.Skip()
				}
				e := draw()
				e.n, e.lid, e.version, e.patient = old.n, old.lid, old.version+1, old.patient
				number := set()
				o := e.object()
				o.SetAttr("lid", e.lid)
				w.mustUpdate(update(number, e.patient, o, versionOf("m", uuid(number), e.id, fmt.Sprint(old.version), "AssociationPropagation", "no")))
				for i := range m.entries {
					if m.entries[i].id == old.id {
						m.entries[i].status = "Deprecated"
					}
				}
				m.entries = append(m.entries, e)
			},
			"deprecate": func(rt *rapid.T) {
				old, ok := pick("entry", approvedLatest)
				if !ok {
					rt.Skip()
				}
				number := set()
				w.mustUpdate(update(number, old.patient, changed("u", uuid(number), old.id, "Approved", "Deprecated")))
				for i := range m.entries {
					if m.entries[i].id == old.id {
						m.entries[i].status = "Deprecated"
					}
				}
			},
			"": func(rt *rapid.T) { m.compare(rt, w) },
		})
	})
}

// object is the entry as it is submitted.
func (e naiveEntry) object() *ebrim.Object {
	changes := []change{slot("creationTime", e.created), unclassified(ebrim.ClassCode), classified(ebrim.ClassCode, e.class, "1.1")}
	for _, v := range e.events {
		changes = append(changes, classified(ebrim.EventCodeList, v, "2.1"))
	}
	return entry(e.id, oid(e.n), e.patient, changes...)
}

// compare asks a random query of both.
func (m *naive) compare(rt *rapid.T, w *world) {
	patient := rapid.SampledFrom([]string{anna, bert}).Draw(rt, "asked")
	status := rapid.SampledFrom([][]string{{"Approved"}, {"Deprecated"}, {"Approved", "Deprecated"}}).Draw(rt, "status")
	level := rapid.IntRange(1, 2).Draw(rt, "level")
	classes := rapid.SampledFrom([][]string{nil, {"10"}, {"10", "11"}}).Draw(rt, "classes")
	groups := rapid.SampledFrom([][][]string{nil, {{"A"}}, {{"A", "B"}}, {{"A"}, {"B"}}, {{"A", "B"}, {"C"}}}).Draw(rt, "groups")
	from, to := rapid.SampledFrom([]string{"", "2026", "202602", "20260301000000"}).Draw(rt, "from"), rapid.SampledFrom([]string{"", "202604", "20260201"}).Draw(rt, "to")

	args := []string{dEntry + "PatientId", "'" + patient + "'", dEntry + "Status", list(status, urn), "$MetadataLevel", fmt.Sprint(level)}
	if classes != nil {
		args = append(args, dEntry+"ClassCode", list(classes, func(c string) string { return c + "^^1.1" }))
	}
	for _, g := range groups {
		args = append(args, dEntry+"EventCodeList", list(g, func(c string) string { return c + "^^2.1" }))
	}
	if from != "" {
		args = append(args, dEntry+"CreationTimeFrom", from)
	}
	if to != "" {
		args = append(args, dEntry+"CreationTimeTo", to)
	}
	var want []string
	for _, e := range m.entries {
		fits := e.patient == patient && slices.Contains(status, e.status) && (level == 2 || m.latest(e)) && (classes == nil || slices.Contains(classes, e.class))
		for _, g := range groups {
			fits = fits && slices.ContainsFunc(g, func(v string) bool { return slices.Contains(e.events, v) })
		}
		// 14 digits against a prefix of them: what is later compares greater.
		fits = fits && (from == "" || e.created >= from) && (to == "" || e.created < filled(to))
		if fits {
			want = append(want, e.id)
		}
	}
	if got := w.find(ebrim.FindDocuments, args...); !slices.Equal(got, want) {
		rt.Fatalf("%q: %v, want %v", args, got, want)
	}
	for _, e := range m.entries {
		if got := w.status(e.id); got != e.status {
			rt.Fatalf("%s is %s, want %s", e.id, got, e.status)
		}
	}
}

// filled is a time to the month or day as its first second.
func filled(dtm string) string { return dtm + "01000000"[8-(14-len(dtm)):] }

func list(values []string, of func(string) string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "'" + of(v) + "'"
	}
	return "(" + strings.Join(quoted, ",") + ")"
}
