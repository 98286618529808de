package facts

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/accept"
)

// maxStudies, and maxImages in all, bound what is shown of the studies held. A dossier
// is somebody else's file.
const (
	maxStudies = 100
	maxTold    = 200
	maxImages  = 100_000
)

// writeStudies writes an ev:study for each study that the source of images held: its
// series, and in each the images that its manifest refers to, apart by blanks; those
// that the source does not have any more are in lost, those that only the earlier
// manifest refers to in past.
func writeStudies(w *writer, all []etalon.HeldStudy) {
	left := maxImages
	for _, s := range all[:min(len(all), maxStudies)] {
		w.begin("study", "uid", s.UID, "patient", s.Patient, "manifest", s.Manifest, "earlier", s.Earlier, "source", s.Source)
		for _, series := range s.Series {
			var here, shown, numbers, places, lost, past []string
			class := ""
			if len(series.Images) > 0 {
				class = series.Images[0].Class
			}
			for _, i := range series.Images[:min(len(series.Images), max(left, 0))] {
				switch {
				case i.Past:
					past = append(past, i.UID)
				case i.Lost:
					lost = append(lost, i.UID)
				default:
					here, shown = append(here, i.UID), append(shown, listed(i.Pixels))
					numbers, places = append(numbers, listed(i.Number)), append(places, listed(i.Place))
				}
			}
			left -= len(series.Images)
			w.begin("series", "uid", series.UID, "modality", series.Modality, "class", class,
				"images", strings.Join(here, " "), "lost", strings.Join(lost, " "), "past", strings.Join(past, " "),
				"pixels", strings.Join(shown, " "), "numbers", strings.Join(numbers, " "), "places", strings.Join(places, " "))
			for _, v := range series.Told[:min(len(series.Told), maxTold)] {
				w.empty("told", "name", v.Name, "value", v.Value)
			}
			w.end()
		}
		w.end()
	}
}

// listed is a value in a list that blanks part: "-" where it was not recorded.
func listed(v string) string { return cmp.Or(strings.ReplaceAll(v, " ", ""), "-") }

// target writes what a request over HTTP without an envelope asks for, decoded: an
// ev:target with the path and an ev:query for each parameter, then an ev:accept for
// each media range, q from 0 to 1.
func (c *composer) target(s *side) {
	path, raw, _ := strings.Cut(s.path, "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		decoded = path
	}
	c.begin("target", "path", decoded, "whole", boolean(err == nil))
	for n, one := range strings.Split(raw, "&") {
		if one == "" || n >= maxHeaders {
			continue
		}
		name, value, _ := strings.Cut(one, "=")
		name, badName := url.QueryUnescape(name)
		text, bad := url.QueryUnescape(value)
		if bad != nil {
			text = value
		}
		c.empty("query", "name", name, "value", text, "whole", boolean(badName == nil && bad == nil))
	}
	c.end()
	ranges, odd := accept.Read(s.values("accept")...)
	for _, r := range ranges {
		c.begin("accept", "type", r.Type, "q", strconv.FormatFloat(r.Q, 'g', -1, 64))
		for _, p := range r.Params {
			c.empty("param", "name", strings.ToLower(p.Name), "value", p.Value)
		}
		c.end()
	}
	for _, o := range odd[:min(len(odd), accept.Most)] {
		c.empty("accept", "type", "", "q", "", "odd", o)
	}
}
