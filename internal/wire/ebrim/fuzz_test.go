package ebrim_test

import (
	"testing"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Whatever a message holds, each reader gives what is in it; what an object was given
// can be written and copied.
func FuzzMessages(f *testing.F) {
	f.Add([]byte(`<x:ProvideAndRegisterDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007"><l:SubmitObjectsRequest xmlns:l="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><r:RegistryObjectList xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><r:ExtrinsicObject id="a"><r:Slot name="s"><r:ValueList><r:Value>v</r:Value></r:ValueList></r:Slot><r:Name><r:LocalizedString value="n"/></r:Name></r:ExtrinsicObject><r:Association id="b" sourceObject="a" targetObject="a"/></r:RegistryObjectList></l:SubmitObjectsRequest><x:Document id="a">AAAA</x:Document></x:ProvideAndRegisterDocumentSetRequest>`))
	f.Add([]byte(`<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"><r:AdhocQuery xmlns:r="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="x"><r:Slot name="$a"><r:ValueList><r:Value>('a','b')</r:Value></r:ValueList></r:Slot></r:AdhocQuery></q:AdhocQueryRequest>`))
	f.Add([]byte(`<x:RetrieveDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007"><x:DocumentRequest/></x:RetrieveDocumentSetRequest>`))
	f.Fuzz(func(_ *testing.T, b []byte) {
		doc, err := xmldoc.Parse(b, xmldoc.Limits{})
		if err != nil {
			return
		}
		n := doc.Root()
		objects, _ := ebrim.ReadProvide(n)
		objects = append(objects, ebrim.ReadSubmit(n)...)
		objects = append(objects, ebrim.ReadObjects(n)...)
		_ = ebrim.QueryResponse(objects, false, nil)
		_, _, _ = ebrim.ReadQuery(n), ebrim.ReadRemove(n), ebrim.ReadRetrieve(n)
	})
}
