package lps

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// syntaxes are those that this software shows, the one it likes best first.
var syntaxes = []string{"1.2.840.10008.1.2.1", "1.2.840.10008.1.2"}

// viewStudy shows the images of a study: it finds the manifest that is published of
// it, reads it, and obtains the images that it refers to (IHE RAD TF-1 18).
func (l *LPS) viewStudy(ctx context.Context, a etalon.Action) etalon.Reaction {
	refs, manifest, t := l.manifestFor(ctx, a)
	if t != nil {
		return l.reaction(t)
	}
	var shown []string
	switch a.Params["by"] {
	case string(etalon.RAD55):
		shown, t = l.byURI(ctx, refs)
	case string(etalon.RAD107):
		shown, t = l.byRS(ctx, refs, manifest)
	default:
		shown, t = l.bySet(ctx, a, refs)
	}
	said := fmt.Sprintf("%d image(s) sur %d", len(shown), len(refs))
	if t == nil && len(shown) < len(refs) && !l.hooks.flow.showAnything {
		t = &trouble{Code: "IMAGES", Text: "L'examen n'est pas complet : des images que son manifeste désigne n'ont pas pu être obtenues."}
	}
	if t != nil {
		t.Text += " Affichées : " + said + "."
		return l.reaction(t)
	}
	re := done("Examen affiché : " + said + ".")
	re.Values = map[string]string{"count": fmt.Sprint(len(shown))}
	return re
}

// manifestFor finds and reads the manifest of the study that an action names: what it
// refers to, and its own uniqueId.
func (l *LPS) manifestFor(ctx context.Context, a etalon.Action) ([]kos.Reference, string, *trouble) {
	statuses := []string{submission.Approved}
	if l.hooks.flow.anyManifest {
		statuses = []string{"urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated", submission.Approved}
	}
	got, t := l.ask(ctx, a.Patient, query(submission.FindDocuments, "LeafClass",
		slot("$XDSDocumentEntryPatientId", submission.Quoted(l.cx(a.Patient))),
		slot("$XDSDocumentEntryStatus", submission.List(statuses)),
		slot("$XDSDocumentEntryFormatCode", submission.List([]string{kos.Class + "^^1.2.840.10008.2.6.1"}))))
	if t != nil {
		return nil, "", t
	}
	var ids []string
	for _, e := range got.Entries {
		of := slices.ContainsFunc(e.Slot(references), func(v string) bool {
			parts := strings.Split(v, "^")
			return len(parts) > 4 && parts[4] == studyID && parts[0] == a.Params["study"]
		})
		if x := e.External(submission.EntryUniqueID); of && x != nil {
			ids = append(ids, x.Value)
		}
	}
	if len(ids) == 0 {
		return nil, "", &trouble{Text: "Aucun manifeste de cet examen n'est publié."}
	}
	id := ids[0]
	if l.hooks.flow.anyManifest {
		id = slices.MinFunc(ids, strings.Compare)
	}
	if l.hooks.flow.guessImages {
		return []kos.Reference{{Study: a.Params["study"], Series: a.Params["study"] + ".1", UID: a.Params["study"] + ".1.1"}}, id, nil
	}
	answered, t := l.retrieve(ctx, a, []string{id})
	if t != nil {
		return nil, "", t
	}
	content, _ := documentOf(answered, id)
	refs, ok := kos.References(content)
	if !ok {
		return nil, "", &trouble{Code: "KOS", Text: "Le manifeste de l'examen est illisible."}
	}
	if l.hooks.referred != nil {
		refs = l.hooks.referred(refs)
	}
	return refs, id, nil
}

// taken keeps an image that is the one asked for, in a syntax that this software shows.
func (l *LPS) taken(want kos.Reference, raw []byte) *trouble {
	got, whole := kos.Open(raw)
	switch {
	case l.hooks.flow.trustImages:
		return nil
	case !whole:
		return &trouble{Code: "DICOM", Text: "Une image est illisible."}
	case got.UID != want.UID || got.Series != want.Series || got.Study != want.Study:
		return &trouble{Code: "DICOM", Text: "Une image reçue n'est pas celle qui était demandée : elle n'est pas affichée."}
	case !slices.Contains(syntaxes, got.Syntax) || got.Syntax != syntaxes[0] && !l.hooks.flow.manySyntaxes:
		return &trouble{Code: "DICOM", Text: "Une image est dans une syntaxe de transfert qui n'était pas demandée : " + got.Syntax}
	}
	return nil
}

// bySet obtains the images in one message (RAD-69).
func (l *LPS) bySet(ctx context.Context, a etalon.Action, refs []kos.Reference) (shown []string, t *trouble) {
	r := &submission.Images{Study: refs[0].Study, Syntaxes: syntaxes[:1]}
	for _, ref := range refs {
		i := slices.IndexFunc(r.Series, func(s submission.ImageSeries) bool { return s.UID == ref.Series })
		if i < 0 {
			i, r.Series = len(r.Series), append(r.Series, submission.ImageSeries{UID: ref.Series, Repository: ref.Location})
		}
		r.Series[i].Images = append(r.Series[i].Images, ref.UID)
	}
	c := &call{lps: l, transaction: etalon.RAD69, patient: a.Patient}
	apply(l.hooks.images, c, r)
	got, t := l.send(ctx, c, r.XML(), nil)
	if t != nil {
		return nil, t
	}
	for _, ref := range refs {
		content, came := documentOf(got, ref.UID)
		if !came {
			continue
		}
		if t = l.taken(ref, content); t != nil {
			return shown, t
		}
		shown = append(shown, ref.UID)
	}
	return shown, l.registryTrouble(submission.Read(got.payload))
}
