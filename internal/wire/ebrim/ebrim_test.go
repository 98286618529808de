package ebrim_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

func parse(t *testing.T, s string) xmldoc.Node {
	t.Helper()
	doc, err := xmldoc.Parse([]byte(s), xmldoc.Limits{})
	if err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	return doc.Root()
}

// jumbled has its children in no order, and things of foreign namespaces.
const jumbled = `<r:RegistryObjectList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" xmlns:o="urn:o">
<r:ObjectRef id="x"/><o:Other/>
<r:ExtrinsicObject id=" d " mimeType="text/xml" o:foreign="1">
 <r:ExternalIdentifier id="e" identificationScheme="urn:s" value="a&amp;b"/>
 <r:Classification id="c" classificationScheme="urn:t" nodeRepresentation="code"><r:Slot name="codingScheme"><r:ValueList><r:Value>1.2</r:Value></r:ValueList></r:Slot></r:Classification>
 <r:Classification classificationNode="urn:n"/>
 <r:VersionInfo versionName="3"/><r:Description><r:LocalizedString value="d"/></r:Description>
 <r:Name><r:LocalizedString xml:lang="fr" value="&lt;titre&gt;"/></r:Name>
 <r:Slot name="s"><r:ValueList><r:Value> 1 </r:Value><r:Value>2</r:Value></r:ValueList></r:Slot><r:Slot name="s"><r:ValueList><r:Value>3</r:Value></r:ValueList></r:Slot>
</r:ExtrinsicObject></r:RegistryObjectList>`

func TestObjectKeepsWhatItWasGiven(t *testing.T) {
	objects := ebrim.ReadObjects(parse(t, jumbled))
	if len(objects) != 1 {
		t.Fatalf("%d objects", len(objects))
	}
	o := objects[0]
	if o.ID() != "d" || o.Attr("mimeType") != "text/xml" || o.Attr("foreign") != "" || o.Version != "3" ||
		!slices.Equal(o.Slot("s"), []string{" 1 ", "2", "3"}) || o.Identifier("urn:s") != "a&b" ||
		!slices.Equal(o.Codes("urn:t"), []string{"code^^1.2"}) || !o.Classified("urn:n") || o.Classified("urn:x") ||
		o.Name[0] != (ebrim.Text{Lang: "fr", Value: "<titre>"}) {
		t.Errorf("%+v", o)
	}
}

// Every kind of object is read: who takes a submission must see what it does not
// know, to refuse it.
func TestObjectsOfEveryKindAreRead(t *testing.T) {
	list := `<r:RegistryObjectList xmlns:r="` + ebrim.NSRIM + `"><r:ClassificationScheme id="s"/><r:ObjectRef id="o"/><x xmlns="urn:x" id="x"/></r:RegistryObjectList>`
	if o := ebrim.ReadObjects(parse(t, list)); len(o) != 1 || o[0].Kind != "ClassificationScheme" || o[0].ID() != "s" {
		t.Errorf("%+v", o)
	}
}

func TestObjectIsWrittenInSchemaOrder(t *testing.T) {
	o := ebrim.ReadObjects(parse(t, jumbled))[0]
	n := parse(t, o.XML())
	var order []string
	for c := range n.Children() {
		order = append(order, c.Local())
	}
	if want := []string{"Slot", "Slot", "Name", "Description", "VersionInfo", "Classification", "Classification", "ExternalIdentifier"}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if again := ebrim.ReadObject(n); !reflect.DeepEqual(again, o) {
		t.Errorf("read back %+v, want %+v", again, o)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	o := ebrim.ReadObjects(parse(t, jumbled))[0]
	before := o.XML()
	c := o.Clone()
	c.SetAttr("id", "other")
	c.SetAttr("new", "1")
	c.SetSlot("s", "9")
	c.Slots[1].Values[0] = "9"
	c.Name[0].Value = "9"
	c.Classifications[0].SetAttr("id", "9")
	c.Identifiers[0].SetAttr("value", "9")
	if o.XML() != before {
		t.Error("changing a copy changed the object")
	}
}

func TestParameters(t *testing.T) {
	for text, want := range map[string]struct {
		values []string
		list   bool
	}{
		`'a^^^&amp;1'`:          {[]string{"a^^^&1"}, false},
		`('a')`:                 {[]string{"a"}, true},
		`( 'a' , 'b,c','d''e')`: {[]string{"a", "b,c", "d'e"}, true},
		`20260101`:              {[]string{"20260101"}, false},
		`(1,2)`:                 {[]string{"1", "2"}, true},
		`()`:                    {nil, true},
		``:                      {nil, false},
		`'open`:                 {[]string{"open"}, false},
		`(`:                     {nil, true},
	} {
		q := ebrim.ReadQuery(parse(t, `<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><q:ResponseOption returnType="LeafClass"/>`+
			`<AdhocQuery id="urn:uuid:1"><Slot name="$x"><ValueList><Value>`+text+`</Value></ValueList></Slot></AdhocQuery></q:AdhocQueryRequest>`))
		p := q.Parameters()["$x"]
		if !slices.Equal(p.Values(), want.values) || p.List != want.list || q.ID != "urn:uuid:1" || q.ReturnType != "LeafClass" {
			t.Errorf("%s: %+v, want %+v", text, p, want)
		}
	}
	q := ebrim.Query{Slots: []ebrim.Slot{{Name: "$x", Values: []string{"('a','b')", "('c')"}}, {Name: "$x", Values: []string{"('d')"}}}}
	if got := q.Parameters()["$x"].Groups; !reflect.DeepEqual(got, [][]string{{"a", "b", "c"}, {"d"}}) {
		t.Errorf("groups %v", got)
	}
}

func TestResponseStatus(t *testing.T) {
	const f, s, p = ebrim.Failure, ebrim.Success, ebrim.PartialSuccess
	hard, warning := ebrim.Error{Code: "a<", Context: "b\"", Location: "c"}, ebrim.Error{Code: "w", Warning: true}
	for _, c := range []struct {
		errors []ebrim.Error
		some   bool
		want   string
	}{{nil, false, s}, {nil, true, s}, {[]ebrim.Error{warning}, false, s}, {[]ebrim.Error{warning, hard}, false, f}, {[]ebrim.Error{hard}, true, p}} {
		if got := ebrim.Status(c.errors, c.some); got != c.want {
			t.Errorf("%v %v: %s", c.errors, c.some, got)
		}
	}
	n := parse(t, ebrim.RegistryResponse([]ebrim.Error{warning, hard}))
	list := n.Child(ebrim.NSRS, "RegistryErrorList")
	if n.Attr("", "status") != f || !strings.HasSuffix(list.Attr("", "highestSeverity"), ":Error") {
		t.Error(n.Attr("", "status"), list.Attr("", "highestSeverity"))
	}
	var got []string
	for e := range list.Children() {
		got = append(got, e.Attr("", "errorCode")+" "+e.Attr("", "codeContext")+" "+e.Attr("", "location"))
	}
	if !slices.Equal(got, []string{"w  ", "a< b\" c"}) {
		t.Errorf("%q", got)
	}
}

func FuzzParameters(f *testing.F) {
	f.Add("('a','b''c')")
	f.Add("(")
	f.Add("'")
	f.Fuzz(func(t *testing.T, s string) {
		total := 0
		for _, v := range (ebrim.Query{Slots: []ebrim.Slot{{Name: "$x", Values: []string{s}}}}).Parameters()["$x"].Values() {
			total += len(v)
		}
		if total > len(s) {
			t.Errorf("%q gave %d bytes of values", s, total)
		}
	})
}
