package lps

import (
	"context"

	"github.com/etalon-dmp/etalon"
)

// Do does what the user was asked, and tells what the user was shown.
func (l *LPS) Do(ctx context.Context, a etalon.Action) etalon.Reaction {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch a.Name {
	case etalon.ActExistenceTest:
		return l.existenceTest(ctx, a)
	case etalon.ActDeclareAccess:
		return l.declareAccess(ctx, a)
	case etalon.ActFindPatient:
		return l.findPatient(ctx, a)
	case etalon.ActFeed:
		return l.feed(ctx, a, "")
	case etalon.ActReplace:
		return l.replace(ctx, a)
	case etalon.ActListDocuments:
		return l.listDocuments(ctx, a)
	case etalon.ActListSubmissions:
		return l.listSubmissions(ctx, a)
	case etalon.ActFetch:
		return l.fetch(ctx, a)
	case etalon.ActMask:
		return l.mask(ctx, a)
	case etalon.ActDelete:
		return l.remove(ctx, a)
	}
	return etalon.Reaction{Status: etalon.ReactUnsupported, Shown: "Action inconnue : " + string(a.Name)}
}
