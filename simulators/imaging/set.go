package imaging

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/actor/xds"
)

// media is the media type of an instance.
const media = "application/dicom"

// set answers RAD-69: an instance or an error for each one asked for (IHE RAD TF-3
// 4.69.4.2; the errors are those of public test plans).
func (p played) set(c *actor.Call) actor.Reply {
	asked, syntaxes := ebrim.ReadImages(c.SOAP.Payload)
	syntax := ""
	for _, x := range syntaxes {
		if syntax == "" && slices.Contains(Syntaxes(), x) {
			syntax = x
		}
	}
	var errors []ebrim.Error
	refuse := func(code, context, location string) {
		errors = append(errors, ebrim.Error{Code: code, Context: context, Location: location})
	}
	if len(asked) == 0 {
		refuse("XDSIRequestError", "no DocumentRequest", "")
	}
	var told []ebrim.Retrieved
	var parts []mtom.OutPart
	for n, q := range asked {
		found := p.find(q.Study, q.Series, q.UniqueID)
		switch {
		case q.Study == "" || q.Series == "" || q.UniqueID == "":
			refuse("XDSIRequestError", q.UniqueID+": the UID of the study, the series or the instance is missing", q.UniqueID)
		case q.Repository != p.location:
			refuse("XDSUnknownRepositoryId", q.UniqueID+": repository "+q.Repository, q.UniqueID)
		case len(found) != 1:
			refuse("XDSDocumentUniqueIdError", fmt.Sprintf("%s: no such instance in series %s of study %s", q.UniqueID, q.Series, q.Study), q.UniqueID)
		case syntax == "":
			refuse("XDSRepositoryError", q.UniqueID+": no transfer syntax that is asked for can be given", q.UniqueID)
		default:
			id := fmt.Sprintf("image%d.%s@etalon", n+1, c.NewID())
			told = append(told, ebrim.Retrieved{Home: q.Home, Repository: q.Repository, UniqueID: q.UniqueID, MimeType: media, ContentID: id})
			parts = append(parts, stored(id, media, p.file(found[0], syntax, c.Order.Behaviour)))
		}
	}
	if c.Fewer && len(told) > 0 {
		told, parts = told[:len(told)-1], parts[:len(parts)-1]
	}
	return actor.Reply{Payload: ebrim.RetrieveResponse(told, append(errors, xds.Errors(c.Beside...)...)), Parts: parts}
}

func stored(id, media string, content []byte) mtom.OutPart {
	return mtom.StoredPart(id, media, io.NewSectionReader(bytes.NewReader(content), 0, int64(len(content))))
}

func setFailure(_ *actor.Call, f actor.Failure) actor.Reply {
	return actor.Reply{Payload: ebrim.RetrieveResponse(nil, xds.Errors(f))}
}

func setFields(r *actor.Request, to *actor.Captured) {
	asked, _ := ebrim.ReadImages(r.SOAP.Payload)
	var ids []string
	for _, q := range asked {
		ids = append(ids, q.UniqueID)
	}
	to.Add(etalon.FieldUniqueIDs, ids...)
}
