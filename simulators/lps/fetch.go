package lps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// fetch opens a document (TD3.2).
func (l *LPS) fetch(ctx context.Context, a etalon.Action) etalon.Reaction {
	got, t := l.retrieve(ctx, a, []string{a.Params["uniqueId"]})
	if t != nil {
		return l.reaction(t)
	}
	content, ok := documentOf(got, a.Params["uniqueId"])
	if !ok {
		if l.hooks.flow.showAnything {
			return done("Document affiché.")
		}
		return l.reaction(&trouble{Code: "MIME", Text: "La réponse du serveur ne contient pas le document."})
	}
	re := done("Document affiché (" + strconv.Itoa(len(content)) + " octets).")
	re.Values = map[string]string{"uniqueId": a.Params["uniqueId"], "sha1": sha1Hex(content), "size": strconv.Itoa(len(content))}
	return re
}

// fetchSeveral opens several documents in one request. What came is shown, and
// what did not come is said.
func (l *LPS) fetchSeveral(ctx context.Context, a etalon.Action) etalon.Reaction {
	ids := strings.Fields(a.Params["uniqueIds"])
	got, t := l.retrieve(ctx, a, ids)
	var shown []string
	for _, id := range ids {
		if content, ok := documentOf(got, id); ok {
			shown = append(shown, fmt.Sprintf("%s (%d octets)", id, len(content)))
		}
	}
	if t == nil && len(shown) < len(ids) && !l.hooks.flow.showAnything {
		t = &trouble{Code: "MIME", Text: "La réponse du serveur ne contient pas tous les documents demandés."}
	}
	if t != nil {
		if len(shown) > 0 {
			t.Text += " Documents affichés : " + strings.Join(shown, ", ")
		}
		return l.reaction(t)
	}
	re := done(strconv.Itoa(len(shown)) + " documents affichés : " + strings.Join(shown, ", "))
	re.Values = map[string]string{"count": strconv.Itoa(len(shown))}
	return re
}

// retrieve makes an ITI-43 exchange.
func (l *LPS) retrieve(ctx context.Context, a etalon.Action, ids []string) (answer, *trouble) {
	if t := l.open(ctx, a.Patient, true); t != nil {
		return answer{}, t
	}
	c := &call{lps: l, transaction: etalon.ITI43, patient: a.Patient}
	r := &submission.Retrieve{Repository: repositoryOID, UniqueIDs: ids}
	apply(l.hooks.retrieve, c, r)
	c.about = about{documents: r.UniqueIDs, repository: r.Repository}
	got, t := l.send(ctx, c, r.XML(), nil)
	if t == nil {
		t = l.registryTrouble(submission.Read(got.payload))
	}
	return got, t
}
