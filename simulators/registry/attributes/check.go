package attributes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// Fault is one attribute that a registry refuses.
type Fault struct {
	Attribute string // "DocumentEntry.classCode"
	Why       string
	Path      string // XPath below the object, "" for the object itself
}

// Coded tells whether the Affinity Domain knows a code for an attribute
// ("DocumentEntry.classCode"); a MIME type is a code without scheme
// ("DocumentEntry.mimeType"). A nil one accepts every code.
type Coded func(attribute, code, scheme string) bool

// Check checks one object. An association has its own rules: see Association.
func Check(o *ebrim.Object, coded Coded) []Fault {
	k := store.KindOf(o)
	c, known := classes[k]
	if !known {
		return nil
	}
	t := &teller{kind: k}
	t.identity(o)
	demand := k == store.Document && t.document(o, coded)
	t.slots(o, c.slots, demand)
	t.codes(o, c, coded)
	t.authors(o, c.author)
	t.identifiers(o, c.identifiers)
	if c.titled && (len(o.Name) == 0 || o.Name[0].Value == "") {
		t.tell("title", "missing", "/rim:Name")
	}
	if o.Classified(c.limited) {
		t.tell("limitedMetadata", "forbidden in XDS", "/rim:Classification")
	}
	return t.faults
}

// Identity checks of an object what no registry can do without: an id, and that
// what is inside the object is about it.
func Identity(o *ebrim.Object) []Fault {
	t := &teller{kind: store.KindOf(o)}
	t.identity(o)
	return t.faults
}

type teller struct {
	kind   store.Kind
	faults []Fault
}

func (t *teller) tell(attribute, why, path string) {
	t.faults = append(t.faults, Fault{t.kind.String() + "." + attribute, why, path})
}

// identity checks the id and what inside the object refers to it.
func (t *teller) identity(o *ebrim.Object) {
	id := o.ID()
	if id == "" {
		t.tell("entryUUID", "missing", "/@id")
	}
	if strings.HasPrefix(id, "urn:uuid:") && !IsUUID(id) {
		t.tell("entryUUID", "not a UUID in lower case: "+id, "/@id")
	}
	if home := o.Attr("home"); home != "" && (!strings.HasPrefix(home, "urn:oid:") || len(home) > 64) {
		t.tell("homeCommunityId", "not an OID URN of 64 characters at most: "+home, "/@home")
	}
	for _, c := range o.Classifications {
		if of := c.Attr("classifiedObject"); of != id {
			t.tell("entryUUID", "a Classification inside names another object: "+of, "/rim:Classification/@classifiedObject")
		}
	}
	for _, x := range o.Identifiers {
		if of := x.Attr("registryObject"); of != id {
			t.tell("entryUUID", "an ExternalIdentifier inside names another object: "+of, "/rim:ExternalIdentifier/@registryObject")
		}
	}
}

// document checks the attributes proper of an entry; it tells whether the entry
// is On-Demand.
func (t *teller) document(o *ebrim.Object, coded Coded) bool {
	kind := o.Attr("objectType")
	if kind != ebrim.StableDocument && kind != ebrim.OnDemandDocument {
		t.tell("objectType", "neither Stable nor On-Demand: "+kind, "/@objectType")
	}
	if m := o.Attr("mimeType"); !mimeType.test(m) {
		t.tell("mimeType", "not "+mimeType.is+": "+m, "/@mimeType")
	} else if coded != nil && !coded("DocumentEntry.mimeType", m, "") {
		t.tell("mimeType", "not of this Affinity Domain: "+m, "/@mimeType")
	}
	start, stop := o.Slot("serviceStartTime"), o.Slot("serviceStopTime")
	if len(start) == 1 && len(stop) == 1 && dtm.test(start[0]) && dtm.test(stop[0]) {
		n := min(len(start[0]), len(stop[0]))
		if start[0][:n] > stop[0][:n] {
			t.tell("serviceStopTime", "before serviceStartTime", slotPath("serviceStopTime"))
		}
	}
	return kind == ebrim.OnDemandDocument
}

func slotPath(name string) string { return "/rim:Slot[@name='" + name + "']" }

func (t *teller) slots(o *ebrim.Object, known []slot, demand bool) {
	for _, s := range known {
		values, times := o.Slot(s.name), 0
		for _, have := range o.Slots {
			if have.Name == s.name {
				times++
			}
		}
		least := s.least
		if demand && onDemand(s.name) {
			least = 0
			if times > 0 {
				t.tell(s.name, "forbidden in an On-Demand entry", slotPath(s.name))
			}
		}
		switch {
		case times > 1:
			t.tell(s.name, "the Slot is repeated", slotPath(s.name))
		case times == 1 && len(values) == 0, len(values) < least:
			t.tell(s.name, "missing", slotPath(s.name))
		case s.most != many && len(values) > s.most:
			t.tell(s.name, fmt.Sprintf("%d values, at most %d", len(values), s.most), slotPath(s.name))
		}
		for _, v := range values {
			switch {
			case blank(v):
				t.tell(s.name, "white space around the value", slotPath(s.name))
			case !s.form.test(v):
				t.tell(s.name, "not "+s.form.is+": "+v, slotPath(s.name))
			}
		}
	}
	for _, have := range o.Slots {
		standard := slices.ContainsFunc(known, func(s slot) bool { return s.name == have.Name })
		if extra := strings.HasPrefix(have.Name, "urn:") && !strings.HasPrefix(have.Name, "urn:ihe:"); !standard && !extra {
			t.tell(have.Name, "no attribute of this name; an extra one is a URN, not of IHE", slotPath(have.Name))
		}
	}
}

func (t *teller) identifiers(o *ebrim.Object, known []identifier) {
	for _, want := range known {
		found := 0
		at := "/rim:ExternalIdentifier[@identificationScheme='" + want.scheme + "']"
		for _, x := range o.Identifiers {
			if x.Attr("identificationScheme") != want.scheme {
				continue
			}
			found++
			if v := x.Attr("value"); blank(v) || !want.form.test(v) {
				t.tell(want.name, "not "+want.form.is+": "+v, at+"/@value")
			}
			if name := "XDS" + t.kind.String() + "." + want.name; len(x.Name) == 0 || x.Name[0].Value != name {
				t.tell(want.name, "the Name must be "+name, at+"/rim:Name")
			}
		}
		switch {
		case found == 0:
			t.tell(want.name, "missing", at)
		case found > 1:
			t.tell(want.name, "repeated", at)
		}
	}
	for _, x := range o.Identifiers {
		scheme := x.Attr("identificationScheme")
		if !slices.ContainsFunc(known, func(i identifier) bool { return i.scheme == scheme }) {
			t.tell("externalIdentifier", "unknown identificationScheme "+scheme, "/rim:ExternalIdentifier")
		}
	}
}
