package imaging

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/accept"
	"github.com/etalon-dmp/etalon/simulators/actor"
)

// ManifestHeader names the manifest that a retrieval over WADO-RS comes of, in the
// French imaging network (source: ANS DRIMbox, reference code).
const ManifestHeader = "Kos-Sopinstanceuid"

// serves tells a path of a service, wherever it is mounted.
func serves(service string) func(*actor.Request) bool {
	return func(r *actor.Request) bool { return r.Path == service || strings.HasPrefix(r.Path, service+"/") }
}

// refusal is an answer of plain text.
func refusal(status int, text string, args ...any) actor.Reply {
	return actor.Reply{Status: status, Media: "text/plain; charset=UTF-8", Payload: fmt.Sprintf(text, args...) + "\n"}
}

// webFailure is an application error, where there is no envelope.
func webFailure(_ *actor.Call, f actor.Failure) actor.Reply {
	return refusal(500, "%s: %s", f.Code, f.Text)
}

// taken are the media ranges of a request; some is false when it has none.
func taken(r *actor.Request) (ranges []accept.Range, some bool) {
	ranges, _ = accept.Read(r.Header["Accept"]...)
	return ranges, len(r.Header["Accept"]) > 0
}

// takes tells whether a request takes a media type.
func takes(ranges []accept.Range, media string) bool {
	return slices.ContainsFunc(ranges, func(a accept.Range) bool { return a.Takes(media) })
}

// object answers WADO-URI: one instance (DICOM PS3.18, 9; IHE RAD TF-2 4.55).
func (p played) object(c *actor.Call) actor.Reply {
	q := c.Query
	for _, name := range []string{"requestType", "studyUID", "seriesUID", "objectUID"} {
		if q.Get(name) == "" {
			if name != "requestType" && q.Has(name) {
				return refusal(404, "%s is empty", name)
			}
			return refusal(400, "%s is missing", name)
		}
	}
	ranges, some := taken(c.Request)
	want := "image/jpeg" // the default for a single frame (PS3.18)
	if types, _ := accept.Read(q.Get("contentType")); len(types) > 0 {
		want = types[0].Type
	}
	syntax := Syntaxes()[0]
	if x := q.Get("transferSyntax"); x != "" {
		syntax = x
	}
	found := p.find(q.Get("studyUID"), q.Get("seriesUID"), q.Get("objectUID"))
	switch {
	case c.Method != "GET":
		return refusal(405, "GET")
	case q.Get("requestType") != "WADO":
		return refusal(400, "requestType is WADO")
	case !some:
		return refusal(400, "Accept is missing")
	case want != media && want != "image/jpeg", !takes(ranges, want):
		return refusal(406, "%s cannot be given", want)
	case len(found) != 1:
		return refusal(404, "no such instance")
	case want == media && !slices.Contains(Syntaxes(), syntax):
		return refusal(406, "transfer syntax %s cannot be given", syntax)
	case want == media:
		return actor.Reply{Media: media, Payload: string(p.file(found[0], syntax, c.Order.Behaviour))}
	}
	return actor.Reply{Media: want, Payload: string(rendered(found[0]))}
}

// rendered is an image as a JPEG.
func rendered(i instance) []byte {
	const side = 16
	shown := image.NewGray(image.Rect(0, 0, side, side))
	for at := range side * side {
		shown.SetGray(at%side, at/side, color.Gray{Y: byte(at%side*16 + i.image)}) //nolint:gosec // a shade, whatever is left of it
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, shown, nil) // a buffer takes everything
	return b.Bytes()
}

// instances answers WADO-RS: the instances of a study, a series, or one (DICOM PS3.18,
// 10.4; IHE RAD TF-2 4.107).
func (p played) instances(c *actor.Call) actor.Reply {
	studyUID, series, uid, ok := pathOf(c.Path)
	if !ok {
		return refusal(404, "no such resource")
	}
	if c.Method != "GET" {
		return refusal(405, "GET")
	}
	syntax, ok := p.negotiated(c.Request)
	if !ok {
		return refusal(406, "multipart/related; type=\"application/dicom\" in %s", strings.Join(Syntaxes(), " or "))
	}
	found := p.find(studyUID, series, uid)
	if named := c.Header[ManifestHeader]; len(named) > 0 && !p.refers(studyUID, named[0]) {
		return refusal(404, "no manifest %s of that study", named[0])
	}
	if len(found) == 0 {
		return refusal(404, "no such instances")
	}
	if c.Fewer {
		found = found[:len(found)-1]
	}
	reply := actor.Reply{Media: media}
	for n, i := range found {
		reply.Parts = append(reply.Parts, stored(fmt.Sprintf("image%d.%s@etalon", n+1, c.NewID()), media+"; transfer-syntax="+syntax, p.file(i, syntax, c.Order.Behaviour)))
	}
	return reply
}

// refers tells whether the current manifest of a study is the one named.
func (p played) refers(studyUID, manifest string) bool {
	for _, one := range p.Studies() {
		if one.UID == studyUID && one.Study.Manifest == manifest {
			return true
		}
	}
	return false
}

// negotiated is the transfer syntax to give: the first range that takes DICOM in one
// that the source has. Without Accept it is the stored one.
func (p played) negotiated(r *actor.Request) (string, bool) {
	ranges, some := taken(r)
	if !some {
		return Syntaxes()[0], true
	}
	for _, a := range ranges {
		if !a.Takes("multipart/related") || a.Param("type") != "" && a.Param("type") != media {
			continue
		}
		switch x := a.Param("transfer-syntax"); {
		case x == "" || x == "*":
			return Syntaxes()[0], true
		case slices.Contains(Syntaxes(), x):
			return x, true
		}
	}
	return "", false
}

// pathOf reads /studies/{study}[/series/{series}[/instances/{instance}]].
func pathOf(path string) (studyUID, series, uid string, ok bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	names := []string{"studies", "series", "instances"}
	values := make([]string, 3)
	if len(parts) == 0 || len(parts)%2 != 0 || len(parts) > 6 {
		return "", "", "", false
	}
	for i, part := range parts {
		if i%2 == 0 && part != names[i/2] || part == "" {
			return "", "", "", false
		}
		if i%2 == 1 {
			values[i/2] = part
		}
	}
	return values[0], values[1], values[2], true
}

func objectFields(r *actor.Request, to *actor.Captured) {
	to.Add(etalon.FieldUniqueIDs, r.Query.Get("objectUID"))
}

func studyFields(r *actor.Request, to *actor.Captured) {
	if _, _, uid, ok := pathOf(r.Path); ok {
		to.Add(etalon.FieldUniqueIDs, uid)
	}
}
