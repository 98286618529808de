package imaging

import (
	"sync"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/wire/dicom"
	"github.com/etalon-dmp/etalon/simulators/actor"
	"github.com/etalon-dmp/etalon/simulators/make/study"
)

// Title is the application entity title of the source.
const Title = "ETALON"

// Syntaxes are the transfer syntaxes that it gives images in, the stored one first.
func Syntaxes() []string { return []string{dicom.ExplicitLittle, dicom.ImplicitLittle} }

// Source holds studies. Its methods are safe for concurrent use.
type Source struct {
	location string // repositoryUniqueId that RAD-69 asks
	mu       sync.RWMutex
	studies  []study.Study
	given    int // instances given since Reset
}

// New returns a source without studies; location is its repositoryUniqueId.
func New(location string) *Source { return &Source{location: location} }

// Location is the repositoryUniqueId that RAD-69 asks.
func (s *Source) Location() string { return s.location }

// Hold makes the source hold the studies of some patients. One that cannot be made is
// left out: scenarios are checked before.
func (s *Source) Hold(given etalon.Given) {
	var all []study.Study
	for _, one := range given.Studies {
		for _, p := range given.Patients {
			if p.ID != one.Patient {
				continue
			}
			if made, err := study.Make(one, p); err == nil {
				all = append(all, made)
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.studies, s.given = all, 0
}

// Studies are those held; nobody changes them.
func (s *Source) Studies() []study.Study {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.studies
}

// Held is what there is to say of the studies.
func (s *Source) Held() []etalon.HeldStudy {
	var all []etalon.HeldStudy
	for _, one := range s.Studies() {
		h := etalon.HeldStudy{UID: one.UID, Patient: one.Patient, Manifest: one.Study.Manifest, Earlier: one.Earlier, Source: s.location}
		for n, series := range one.Series {
			x := etalon.HeldSeries{UID: series.UID, Modality: series.Modality, Told: one.Told(n)}
			for _, i := range series.Images {
				x.Images = append(x.Images, etalon.HeldImage{UID: i.UID, Class: i.Class, Lost: i.Lost, Past: i.Past, Pixels: i.Pixels, Number: i.Number, Place: i.Place})
			}
			h.Series = append(h.Series, x)
		}
		all = append(all, h)
	}
	return all
}

// instance is one image that the source has.
type instance struct {
	of            study.Study
	series, image int
}

// UID is the SOPInstanceUID.
func (i instance) uid() string { return i.of.Series[i.series].Images[i.image].UID }

// find gives the images that a study, a series and an instance name; "" is any.
func (s *Source) find(studyUID, seriesUID, uid string) (all []instance) {
	for _, one := range s.Studies() {
		if one.UID != studyUID {
			continue
		}
		for n, series := range one.Series {
			if seriesUID != "" && series.UID != seriesUID {
				continue
			}
			for i, image := range series.Images {
				if (uid == "" || image.UID == uid) && !image.Lost && !image.Past {
					all = append(all, instance{one, n, i})
				}
			}
		}
	}
	return all
}

// file is the image in a transfer syntax, or as an order has it.
func (s *Source) file(i instance, syntax string, order etalon.BehaviourName) []byte {
	s.mu.Lock()
	s.given++
	s.mu.Unlock()
	switch order {
	case etalon.BehaveOtherSyntax:
		return i.of.File(i.series, i.image, other(syntax))
	case etalon.BehaveOtherInstance:
		i.of.Study.UID += ".9"
		d := i.of.Image(i.series, i.image)
		return dicom.Write(d.With(dicom.Texts("SOPInstanceUID", i.uid()+".9")).With(dicom.Texts("SeriesInstanceUID", i.of.Series[i.series].UID+".9")), syntax)
	default:
		return i.of.File(i.series, i.image, syntax)
	}
}

// other is a syntax that is not the one asked for.
func other(syntax string) string {
	for _, x := range Syntaxes() {
		if x != syntax {
			return x
		}
	}
	return syntax
}

// Actor is the source as an actor. off tells that it serves nothing at present; nil:
// it always serves.
func (s *Source) Actor(off func() bool) actor.Actor { return played{s, off} }

type played struct {
	*Source
	off func() bool
}

// Name implements actor.Actor.
func (played) Name() etalon.Actor { return etalon.ImagingSource }

// Reset implements actor.Actor.
func (p played) Reset(given etalon.Given) { p.Hold(given) }

// Operations implements actor.Actor.
func (p played) Operations() []actor.Operation {
	return []actor.Operation{
		{Transaction: etalon.RAD69, Fields: setFields, Answer: p.set, Failure: setFailure, Off: p.off},
		{Transaction: etalon.RAD55, Serves: serves("/wado"), Fields: objectFields, Answer: p.object, Failure: webFailure, Off: p.off},
		{Transaction: etalon.RAD107, Serves: serves("/studies"), Fields: studyFields, Answer: p.instances, Failure: webFailure, Off: p.off},
	}
}

// State implements actor.Actor.
func (p played) State() any {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if len(p.studies) == 0 {
		return nil
	}
	uids := []string{}
	for _, one := range p.studies {
		uids = append(uids, one.UID)
	}
	return struct {
		Studies []string `json:"studies"`
		Given   int      `json:"given"`
	}{uids, p.given}
}
