package lps

import (
	"context"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// Do does what the user was asked, and tells what the user was shown.
func (l *LPS) Do(ctx context.Context, a etalon.Action) etalon.Reaction {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.hooks.asked != nil {
		l.hooks.asked(l, &a)
	}
	l.chosen = a.Params
	switch a.Name {
	case etalon.ActExistenceTest, etalon.ActDeclareAccess, etalon.ActFindPatient:
		if !l.cfg.Plain {
			return l.access(ctx, a)
		}
		if a.Name == etalon.ActFindPatient {
			return l.searchPatient(ctx, a)
		}
	case etalon.ActFeed:
		return l.feed(ctx, a, nil, nil)
	case etalon.ActReplace:
		return l.relate(ctx, a, submission.Replaces, a.Params["replaces"])
	case etalon.ActAppend:
		return l.relate(ctx, a, submission.Appends, a.Params["uniqueId"])
	case etalon.ActTransform:
		return l.relate(ctx, a, submission.Transforms, a.Params["uniqueId"])
	case etalon.ActCreateFolder:
		return l.feed(ctx, a, nil, &folder{title: a.Params["title"], uniqueID: l.oid()})
	case etalon.ActAddToFolder:
		return l.addToFolder(ctx, a)
	case etalon.ActListDocuments:
		return l.listDocuments(ctx, a)
	case etalon.ActListSubmissions:
		return l.listSubmissions(ctx, a)
	case etalon.ActFetch:
		if a.Params["verify"] == "true" && l.cfg.Plain && !l.hooks.flow.trustSignatures {
			return l.fetchSigned(ctx, a)
		}
		return l.fetch(ctx, a)
	case etalon.ActFetchSeveral:
		return l.fetchSeveral(ctx, a)
	case etalon.ActQuery:
		return l.storedQuery(ctx, a)
	case etalon.ActMask, etalon.ActUnmask, etalon.ActUpdate:
		return l.newVersion(ctx, a)
	case etalon.ActDelete, etalon.ActArchive, etalon.ActUnarchive, etalon.ActDeprecate:
		return l.newStatus(ctx, a)
	case etalon.ActRemove:
		return l.remove(ctx, a)
	case etalon.ActStart, etalon.ActStop, etalon.ActLogIn, etalon.ActLogOut:
		return l.activity(ctx, a)
	case etalon.ActSynchronise:
		return l.synchronise(ctx)
	}
	return etalon.Reaction{Status: etalon.ReactUnsupported, Shown: "Ce logiciel ne sait pas faire : " + string(a.Name)}
}

// access does what is the DMP's alone.
func (l *LPS) access(ctx context.Context, a etalon.Action) etalon.Reaction {
	switch a.Name {
	case etalon.ActExistenceTest:
		return l.existenceTest(ctx, a)
	case etalon.ActDeclareAccess:
		return l.declareAccess(ctx, a)
	default:
		return l.findPatient(ctx, a)
	}
}
