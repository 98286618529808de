package terminology

import "testing"

// Whatever stands in a published folder, it is an index, or an error.
func FuzzOpen(f *testing.F) {
	f.Add("JDV_ESSAI.xml", []byte(svs))
	f.Add("1.2.250.1.999.8.rdf", []byte(rdf))
	f.Add("1.2.rdf", []byte(rdf[:200]))
	f.Add("1.2.rdf", []byte(`<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`))
	f.Fuzz(func(t *testing.T, name string, b []byte) {
		x, err := Open(folder(map[string]string{name: string(b)}))
		if err != nil {
			return
		}
		for id := range x.sets {
			if s, ok := x.Set(id); !ok || s.Len() < 0 {
				t.Errorf("the set %q is not found again", id)
			}
		}
		for oid, s := range x.systems {
			for code := range s.codes {
				if known, _ := x.Has(oid, code); !known {
					t.Errorf("the code %q of %q is not found again", code, oid)
				}
			}
		}
	})
}
