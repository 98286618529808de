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
	l.session.purpose = a.Params["purpose"]
	switch a.Name {
	case etalon.ActQualify:
		return l.qualify(ctx, a)
	case etalon.ActQualifyByCard:
		return l.qualifyByCard(ctx, a)
	default: // goes by what INSi said
	}
	var t *trouble
	if a.Patient, t = l.identified(a.Patient); t != nil {
		return l.reaction(t)
	}
	if do := dmpAlone()[a.Name]; do != nil && !l.cfg.Plain {
		return do(l, ctx, a)
	}
	switch a.Name {
	case etalon.ActFindPatient: // of plain IHE
		return l.searchPatient(ctx, a)
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
	case etalon.ActViewStudy:
		return l.viewStudy(ctx, a)
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
		if a.Params["servers"] == "all" {
			return l.synchroniseAll(ctx)
		}
		return l.synchronise(ctx)
	default: // those of the DMP alone, asked of plain IHE, too
	}
	return etalon.Reaction{Status: etalon.ReactUnsupported, Shown: "Ce logiciel ne sait pas faire : " + string(a.Name)}
}

// dmpAlone is what there is in the DMP alone.
func dmpAlone() map[etalon.ActionName]func(*LPS, context.Context, etalon.Action) etalon.Reaction {
	return map[etalon.ActionName]func(*LPS, context.Context, etalon.Action) etalon.Reaction{
		etalon.ActExistenceTest:    (*LPS).existenceTest,
		etalon.ActDeclareAccess:    (*LPS).declareAccess,
		etalon.ActWithdrawAccess:   (*LPS).withdrawAccess,
		etalon.ActFindPatient:      (*LPS).findPatient,
		etalon.ActListRecords:      (*LPS).listRecords,
		etalon.ActCreateRecord:     (*LPS).createRecord,
		etalon.ActReactivateRecord: (*LPS).reactivateRecord,
		etalon.ActReadData:         (*LPS).readData,
		etalon.ActUpdateData:       (*LPS).updateData,
		etalon.ActCloseRecord:      (*LPS).closeRecord,
		etalon.ActCreateAccount:    (*LPS).createAccount,
		etalon.ActUpdateChannel:    (*LPS).updateChannel,
		etalon.ActRenewAccount:     (*LPS).renewAccount,
		etalon.ActListAuthorised:   (*LPS).listAuthorised,
	}
}
