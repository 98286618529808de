package lps

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/etalon-dmp/etalon/internal/wire/mtom"
	"github.com/etalon-dmp/etalon/simulators/lps/kos"
)

// webRequest is a request over HTTP without an envelope, before it is sent.
type webRequest struct {
	Method, Path string // Path without its query, below the address of the services
	Query        [][2]string
	Header       http.Header
	Tail         string // after the query, as it is
}

func (r webRequest) url(base string) string {
	u := base
	for i, q := range r.Query {
		u += map[bool]string{true: "?", false: "&"}[i == 0] + url.QueryEscape(q[0]) + "=" + url.QueryEscape(q[1])
	}
	return u + r.Tail
}

// webAnswer is what came back.
type webAnswer struct {
	status int
	media  string
	body   []byte
}

// web makes an exchange.
func (l *LPS) web(ctx context.Context, r *webRequest) (webAnswer, *trouble) {
	if l.hooks.web != nil {
		l.hooks.web(r)
	}
	a, t := l.webOnce(ctx, r)
	if l.hooks.flow.retryBlindly && (t != nil || a.status != http.StatusOK) {
		a, t = l.webOnce(ctx, r)
	}
	switch {
	case t != nil:
		return a, t
	case a.status != http.StatusOK && l.hooks.flow.ignoreStatus:
		return a, nil
	case a.status != http.StatusOK:
		return a, &trouble{Code: "HTTP " + strconv.Itoa(a.status), Text: "La source d'images a refusé."}
	}
	return a, nil
}

func (l *LPS) webOnce(ctx context.Context, r *webRequest) (webAnswer, *trouble) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.url(l.address(r.Path)), nil)
	if err != nil {
		return webAnswer{}, &trouble{Text: "Adresse de la source d'images inutilisable : " + err.Error()}
	}
	req.Header = r.Header.Clone()
	req.Header.Set("User-Agent", l.cfg.Name+"/"+l.cfg.Version)
	resp, err := l.client.Do(req)
	if err != nil {
		return webAnswer{}, noAnswer(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return webAnswer{}, noAnswer(err)
	}
	return webAnswer{resp.StatusCode, resp.Header.Get("Content-Type"), b}, nil
}

// byURI obtains the images one by one (WADO-URI).
func (l *LPS) byURI(ctx context.Context, refs []kos.Reference) (shown []string, t *trouble) {
	for _, ref := range refs {
		a, failed := l.web(ctx, &webRequest{
			Method: http.MethodGet, Path: "wado", Header: http.Header{"Accept": {"application/dicom"}},
			Query: [][2]string{
				{"requestType", "WADO"},
				{"studyUID", ref.Study},
				{"seriesUID", ref.Series},
				{"objectUID", ref.UID},
				{"contentType", "application/dicom"},
				{"transferSyntax", syntaxes[0]},
			},
		})
		if failed == nil && !l.hooks.flow.trustImages {
			if media, _ := mtom.ParseMedia(a.media); media.Type != dicomMedia {
				failed = &trouble{Code: "MIME", Text: "La réponse n'est pas une image DICOM : " + a.media}
			}
		}
		if failed == nil {
			failed = l.taken(ref, a.body)
		}
		if failed != nil {
			t = failed
			continue // the others are obtained all the same
		}
		shown = append(shown, ref.UID)
	}
	return shown, t
}

// byRS obtains the images series by series (WADO-RS), as the French imaging network
// does: the manifest is named in a header.
func (l *LPS) byRS(ctx context.Context, refs []kos.Reference, manifest string) (shown []string, t *trouble) {
	var done []string
	for _, ref := range refs {
		if slices.Contains(done, ref.Series) {
			continue
		}
		done = append(done, ref.Series)
		a, failed := l.web(ctx, &webRequest{
			Method: http.MethodGet, Path: "studies/" + ref.Study + "/series/" + ref.Series,
			Header: http.Header{"Accept": {`multipart/related; type="application/dicom"; transfer-syntax=` + syntaxes[0]}, "KOS-SOPInstanceUID": {manifest}},
		})
		if failed != nil {
			t = failed
			continue
		}
		some, failed := l.parts(a, refs, ref.Series)
		shown = append(shown, some...)
		if failed != nil {
			t = failed
		}
	}
	return shown, t
}

// parts are the images of a multipart answer that were asked for.
func (l *LPS) parts(a webAnswer, refs []kos.Reference, series string) (shown []string, t *trouble) {
	m := mtom.Read(a.media, a.body, 0, mtom.Limits{})
	if (!m.Multipart || broken(m)) && !l.hooks.flow.trustBroken {
		return nil, &trouble{Code: "MIME", Text: "La réponse de la source d'images est incomplète ou n'est pas un multipart."}
	}
	for _, p := range m.Parts {
		got, _ := kos.Open(p.Body)
		i := slices.IndexFunc(refs, func(r kos.Reference) bool { return r.UID == got.UID && r.Series == series })
		if i < 0 && !l.hooks.flow.trustImages {
			t = &trouble{Code: "DICOM", Text: "Une image reçue n'est pas de celles qui étaient demandées : elle n'est pas affichée."}
			continue
		}
		if i >= 0 {
			if failed := l.taken(refs[i], p.Body); failed != nil {
				t = failed
				continue
			}
		}
		shown = append(shown, got.UID)
	}
	return shown, t
}
