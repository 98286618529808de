package packdiff

import "testing"

// A terminology that withdraws a code without removing it, and renames another, says so.
func TestCodesOfTerminologies(t *testing.T) {
	rdf := func(about string) []byte {
		return []byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:owl="http://www.w3.org/2002/07/owl#">` + about + `</rdf:RDF>`)
	}
	before := codesOf("1.2.3.rdf", rdf(`<rdf:Description><skos:notation>A</skos:notation></rdf:Description><rdf:Description><skos:notation>B</skos:notation><skos:prefLabel>un</skos:prefLabel></rdf:Description>`+
		`<rdf:Description><skos:notation>C</skos:notation></rdf:Description>`))
	after := codesOf("1.2.3.rdf", rdf(`<rdf:Description><skos:notation>A</skos:notation><owl:deprecated>true</owl:deprecated></rdf:Description>`+
		`<rdf:Description><skos:notation>B</skos:notation><skos:prefLabel>deux</skos:prefLabel></rdf:Description><rdf:Description><skos:notation>D</skos:notation></rdf:Description>`))
	said := map[string]string{}
	for _, c := range compareCodes("1.2.3.rdf", before, after) {
		said[c.Code] = string(c.Change) + " " + c.Before + " > " + c.After
	}
	want := map[string]string{"A": string(Changed) + "  > deprecated", "B": string(Renamed) + " un > deux", "C": string(Removed) + "  > ", "D": string(Added) + "  > "}
	for code, is := range want {
		if said[code] != is {
			t.Errorf("%s: %q, want %q", code, said[code], is)
		}
	}
	if len(said) != len(want) {
		t.Errorf("%q", said)
	}
}
