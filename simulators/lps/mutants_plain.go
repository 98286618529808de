package lps

import (
	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// plainMutants are the defects of the plain IHE flavour: they are killed by the
// rules of XDS.b alone.
func plainMutants() []Mutant {
	var all []Mutant
	for _, family := range [][]Mutant{
		plainEntryMutants(), plainObjectMutants(), plainSetMutants(), plainFolderMutants(), plainLinkMutants(),
		plainQueryMutants(), plainRetrieveMutants(), plainUpdateMutants(), plainPackagingMutants(), plainReactionMutants(),
	} {
		all = append(all, family...)
	}
	for i := range all {
		all[i].Name, all[i].Plain = "xds-"+all[i].Name, true
	}
	return all
}

// onEntry, onSet, onQuery and the like put a defect where it belongs.
func onEntry(f func(*submission.Object)) func(*hooks) {
	return func(h *hooks) { h.entry = func(_ *call, e *submission.Object) { f(e) } }
}

func onPackage(f func(*submission.Object)) func(*hooks) {
	return func(h *hooks) { h.set = onlyFeed(func(s *submission.Set) { f(s.Package()) }) }
}

func onFeed(f func(*submission.Set)) func(*hooks) {
	return func(h *hooks) { h.set = onlyFeed(f) }
}

func onFolder(f func(*submission.Object)) func(*hooks) {
	return func(h *hooks) { h.folder = func(_ *call, o *submission.Object) { f(o) } }
}

func onUpdate(f func(*submission.Set)) func(*hooks) {
	return func(h *hooks) {
		h.set = func(c *call, s *submission.Set) {
			if c.transaction == etalon.ITI57 {
				f(s)
			}
		}
	}
}

func onQuery(f func(*submission.Query)) func(*hooks) {
	return func(h *hooks) { h.query = func(_ *call, q *submission.Query) { f(q) } }
}

func onRetrieve(f func(*submission.Retrieve)) func(*hooks) {
	return func(h *hooks) { h.retrieve = func(_ *call, r *submission.Retrieve) { f(r) } }
}

// rewritten changes the first place of a text in the envelope.
func rewritten(old, replacement string) func(*hooks) {
	return func(h *hooks) {
		h.envelope = func(_ *call, b []byte) []byte { return alter(b, old, replacement) }
	}
}

func onMessage(f func(*soap.Message)) func(*hooks) {
	return func(h *hooks) { h.soap = func(_ *call, m *soap.Message) { f(m) } }
}

func onPacket(f func(*outgoing)) func(*hooks) {
	return func(h *hooks) { h.packaging = func(_ *call, o *outgoing) { f(o) } }
}
