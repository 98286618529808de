package service

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// object is JSON that is passed on.
type object = map[string]any

// profileOf is a profile as Gazelle lists it; the second version tells more.
func (s *Service) profileOf(p Profile, second bool, lang string) object {
	o := object{"profileID": p.ID, "profileName": p.Title.In(lang), "domain": "DMP"}
	if second {
		o["version"] = p.Version
		o["inputs"] = []object{{"id": contentID, "label": "Fichier", "required": true}}
	}
	return o
}

// contentID is the name of the input of every profile.
const contentID = "contentToValidate"

func (s *Service) list(second bool, lang string) []object {
	out := []object{}
	for _, p := range s.Profiles {
		out = append(out, s.profileOf(p, second, lang))
	}
	return out
}

func (s *Service) profiles(w http.ResponseWriter, r *http.Request) {
	s.json(w, http.StatusOK, s.list(false, language(r)))
}

// profiles2 gives a tag, by which a client need not read the same list twice.
func (s *Service) profiles2(w http.ResponseWriter, r *http.Request) {
	all := s.list(true, language(r))
	raw, err := json.Marshal(all)
	if err != nil {
		s.note(err)
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	tag := fmt.Sprintf("%q", fmt.Sprintf("%x", sha256.Sum256(raw))[:32])
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.json(w, http.StatusOK, all)
}

func (s *Service) metadata(w http.ResponseWriter, r *http.Request) {
	base := s.base(r)
	face := func(name, version, url string) object {
		return object{"type": "validationInterface", "interfaceName": name, "interfaceVersion": version, "required": true, "bindings": []object{{"type": "restBinding", "serviceUrl": url}}, "validationProfiles": s.list(version[0] == '2', language(r))}
	}
	s.json(w, http.StatusOK, object{"name": "Étalon", "version": s.Version, "instanceId": "etalon", "replicaId": "1", "providedInterfaces": []object{
		face("ValidationInterface", "1.0.0", base+"/validation"), face("Validation Service API", "2.0.0", base),
	}})
}

// item is a file to judge, in either version.
type item struct {
	ID       string `json:"id,omitempty"`
	ItemID   string `json:"itemId,omitempty"`
	Content  string `json:"content"`
	Role     string `json:"role,omitempty"`
	Location string `json:"location,omitempty"`
	Media    string `json:"mimeType,omitempty"`
}

type request struct {
	Profile string `json:"validationProfileId"`
	Items   items  `json:"validationItems"`
	Inputs  items  `json:"inputs"`
}

// items are the files of a request.
type items []item

// UnmarshalJSON takes the files one at a time, for a list may have more of them than
// there is memory for.
func (l *items) UnmarshalJSON(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t == nil {
		return err
	} else if t != json.Delim('[') {
		return fmt.Errorf("%w: une liste est attendue (a list is expected)", errAsked)
	}
	for d.More() {
		if len(*l) == mostInputs {
			return errMany
		}
		var one item
		if err := d.Decode(&one); err != nil {
			return err
		}
		*l = append(*l, one)
	}
	return nil
}

func (s *Service) validate1(w http.ResponseWriter, r *http.Request) {
	s.validate(w, r, func(q request) items { return q.Items }, func(report object, q request) {
		report["modelVersion"] = "0.1"
		report["validationItems"] = q.Items
		asFirst(report)
	})
}

func (s *Service) validate2(w http.ResponseWriter, r *http.Request) {
	s.validate(w, r, func(q request) items { return q.Inputs }, func(report object, q request) { report["inputs"] = q.Inputs })
}

// validate judges the one file of a request. What is asked wrongly is told in words; a
// profile that is not known, in a report that is not green.
func (s *Service) validate(w http.ResponseWriter, r *http.Request, files func(request) items, shape func(object, request)) {
	var q request
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		s.wrong(w, http.StatusBadRequest, "JSON : "+err.Error())
		return
	}
	of := files(q)
	if len(of) != 1 {
		s.wrong(w, http.StatusBadRequest, fmt.Sprintf("%d fichiers ; un seul est attendu, avec validationProfileId (files; one is expected)", len(of)))
		return
	}
	raw, err := base64.StdEncoding.DecodeString(of[0].Content)
	if err != nil || len(raw) == 0 || len(raw) > mostFile {
		s.wrong(w, http.StatusBadRequest, fmt.Sprintf("content : du base64, %d octets au plus (base64 of at most that many bytes): %v", mostFile, err))
		return
	}
	p, ok := s.known(q.Profile)
	if !ok {
		report := s.nothing(q.Profile)
		shape(report, q)
		s.json(w, http.StatusOK, report)
		return
	}
	name := of[0].Location
	if name == "" {
		name = contentID
	}
	text, err := s.judged(r.Context(), p.ID, name, raw, "gazelle", language(r))
	if errors.Is(err, errBusy) {
		w.Header().Set("Retry-After", strconv.Itoa(pauseSecond))
		s.wrong(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	var report object
	if err == nil {
		err = json.Unmarshal(text, &report)
	}
	if err != nil {
		s.note(err)
		s.wrong(w, http.StatusInternalServerError, "Étalon n'y est pas arrivé (Étalon did not manage)")
		return
	}
	if m, ok := report["validationMethod"].(object); ok {
		m["validationProfileID"], m["validationProfileName"], m["validationProfileVersion"] = p.ID, p.Title.In(language(r)), p.Version
	}
	shape(report, q)
	s.json(w, http.StatusOK, report)
}

// nothing is the report of a file that no profile judged: undefined, never passed.
func (s *Service) nothing(profile string) object {
	why := fmt.Sprintf("le profil %q n'existe pas ici (there is no such profile here)", profile)
	none := object{"numberOfAssertions": 0, "numberOfFailedWithInfos": 0, "numberOfFailedWithWarnings": 0, "numberOfFailedWithErrors": 0, "numberOfUnexpectedErrors": 1, "numberOfUndefined": 0}
	sum := sha256.Sum256([]byte(profile + s.Clock().String()))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80
	return object{
		"modelVersion": "2.0.0", "uuid": fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]), "dateTime": s.Clock().UTC().Format(time.RFC3339), "disclaimer": why,
		"validationMethod": object{"validationServiceName": "Étalon", "validationServiceVersion": s.Version, "validationProfileID": profile, "validationProfileVersion": "", "validationProfileName": profile},
		"overallResult":    "UNDEFINED", "counters": none,
		"reports": []object{{"name": "Étalon", "subReportResult": "UNDEFINED", "subCounters": none, "unexpectedErrors": []object{{"name": "UNKNOWN_PROFILE", "message": why}}}},
	}
}

// asFirst takes out of a report what its first version has not.
func asFirst(report object) {
	without := func(of any, names ...string) {
		if o, ok := of.(object); ok {
			for _, n := range names {
				delete(o, n)
			}
		}
	}
	without(report["validationMethod"], "validationProfileName")
	without(report["counters"], "numberOfUndefined")
	subs, _ := report["reports"].([]any)
	for _, sub := range subs {
		o, _ := sub.(object)
		without(o["subCounters"], "numberOfUndefined")
		asserted, _ := o["assertionReports"].([]any)
		for _, a := range asserted {
			without(a, "subjectLocations")
		}
	}
}

func (s *Service) wrong(w http.ResponseWriter, status int, why string) {
	s.json(w, status, object{"status": status, "error": why})
}
