package attributes

import (
	"fmt"
	"slices"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/simulators/registry/store"
)

// documented are the association types that may say why they were made, and
// known all that a submission may hold (TF-3 section 4.2.2).
var (
	documented = []string{ebrim.Replaces, ebrim.Transforms, ebrim.Appends, ebrim.TransformRep}
	known      = append([]string{ebrim.HasMember, ebrim.Signs, ebrim.SnapshotOf}, documented...)
)

// Association checks an association; update accepts the types of Metadata
// Update too.
func Association(o *ebrim.Object, coded Coded, update bool) []Fault {
	t := &teller{kind: store.Association}
	kind := o.Attr("associationType")
	switch {
	case slices.Contains(known, kind):
	case update && (kind == ebrim.UpdateStatus || kind == ebrim.SubmitAssoc):
	default:
		t.tell("associationType", "unknown: "+kind, "/@associationType")
	}
	reasons := 0
	for _, c := range o.Classifications {
		if c.Attr("classificationScheme") == ebrim.Documentation {
			reasons++
			t.code(c, "associationDocumentation", coded)
		}
	}
	switch {
	case reasons > 0 && !slices.Contains(documented, kind):
		t.tell("associationDocumentation", "only for RPLC, XFRM, APND and XFRM_RPLC", codePath(ebrim.Documentation))
	case reasons > 1:
		t.tell("associationDocumentation", "repeated", codePath(ebrim.Documentation))
	}
	return t.faults
}

func codePath(scheme string) string {
	return "/rim:Classification[@classificationScheme='" + scheme + "']"
}

func (t *teller) codes(o *ebrim.Object, c class, coded Coded) {
	for _, want := range c.codes {
		found := 0
		for _, x := range o.Classifications {
			if x.Attr("classificationScheme") == want.scheme {
				found++
				t.code(x, want.name, coded)
			}
		}
		switch {
		case found < want.least:
			t.tell(want.name, "missing", codePath(want.scheme))
		case want.most != many && found > want.most:
			t.tell(want.name, fmt.Sprintf("%d codes, at most %d", found, want.most), codePath(want.scheme))
		}
	}
	for _, x := range o.Classifications {
		scheme := x.Attr("classificationScheme")
		if scheme == "" || scheme == c.author || slices.ContainsFunc(c.codes, func(k code) bool { return k.scheme == scheme }) {
			continue
		}
		t.tell("classification", "unknown classificationScheme "+scheme, "/rim:Classification")
	}
}

// code checks one coded value: the code, its scheme and its label.
func (t *teller) code(c *ebrim.Object, name string, coded Coded) {
	at := codePath(c.Attr("classificationScheme"))
	value, schemes := c.Attr("nodeRepresentation"), c.Slot("codingScheme")
	switch {
	case value == "" || blank(value):
		t.tell(name, "nodeRepresentation is empty, or has white space around it", at+"/@nodeRepresentation")
	case len(schemes) != 1 || schemes[0] == "" || blank(schemes[0]):
		t.tell(name, "codingScheme needs one value", at+slotPath("codingScheme"))
	case coded != nil && !coded(t.kind.String()+"."+name, value, schemes[0]):
		t.tell(name, "the code "+value+"^^"+schemes[0]+" is not of this Affinity Domain", at)
	}
	if len(c.Name) == 0 || c.Name[0].Value == "" {
		t.tell(name, "the code has no display name", at+"/rim:Name")
	}
}

// authors checks the author classifications: known sub-attributes, at least one.
func (t *teller) authors(o *ebrim.Object, scheme string) {
	for _, c := range o.Classifications {
		if scheme == "" || c.Attr("classificationScheme") != scheme {
			continue
		}
		some := false
		for _, s := range c.Slots {
			i := slices.IndexFunc(authorSlots, func(k slot) bool { return k.name == s.Name })
			if i < 0 {
				t.tell("author", "no sub-attribute "+s.Name, codePath(scheme)+slotPath(s.Name))
				continue
			}
			some = some || len(s.Values) > 0
			if authorSlots[i].most != many && len(s.Values) > authorSlots[i].most {
				t.tell("author", s.Name+" has one value at most", codePath(scheme)+slotPath(s.Name))
			}
			for _, v := range s.Values {
				if !authorSlots[i].form.test(v) || authorSlots[i].form.is != anything.is && blank(v) {
					t.tell("author", s.Name+" is not "+authorSlots[i].form.is+": "+v, codePath(scheme)+slotPath(s.Name))
				}
			}
		}
		if !some {
			t.tell("author", "no sub-attribute at all", codePath(scheme))
		}
	}
}
