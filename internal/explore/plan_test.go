package explore_test

import (
	"slices"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/explore"
	"github.com/etalon-dmp/etalon/internal/repertoire"
)

// Exploring with a product of plain IHE, the rules of the DMP are silent; those over
// what has no envelope speak in either.
func TestExplorationOfPlainIHE(t *testing.T) {
	t.Parallel()
	cat, err := repertoire.Catalogue(nil)
	if err != nil {
		t.Fatal(err)
	}
	packs, err := repertoire.Packs()
	if err != nil {
		t.Fatal(err)
	}
	for profile, want := range map[etalon.ProfileID][]string{"xds-source": {"ihe-xds", "ihe-pdqv3", "ihe-atna", "ihe-ct"}, "alimentation": {"ihe-xds", "insi", "pcc", "xds-sd", "ci-sis", "ihe-pdqv3", "dmp", "ihe-atna", "ihe-ct"}} {
		p, err := explore.Plan(etalon.SUT{Profiles: []etalon.ProfileID{profile}}, cat, packs)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, info := range p.Packs {
			got = append(got, info.Name)
		}
		if !slices.Equal(got, want) || p.Environment.VIHF != (profile == "alimentation") {
			t.Errorf("%s is judged by %v, want %v", profile, got, want)
		}
	}
}
