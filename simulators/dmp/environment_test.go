package dmp_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// A scenario of a profile of plain IHE finds the plain actors, whatever the
// session is; the next one finds the DMP again.
func TestEnvironmentFollowsTheScenario(t *testing.T) {
	w := begin(t, everybody())
	for _, c := range []struct {
		env     etalon.Environment
		removes bool
		flavour string
	}{
		{"", false, "dmp"}, {etalon.EnvironmentIHE, true, "ihe"}, {etalon.EnvironmentDMP, false, "dmp"}, {etalon.EnvironmentIHE, true, "ihe"}, {"", false, "dmp"},
	} {
		given := everybody()
		given.Environment = c.env
		w.dmp.Reset(given)
		known, _ := etalon.ITI62.Info()
		pair := known.Pairs[0]
		a, err := w.send(w.client, "registry", soapType, strings.NewReader(envelope(pair.Action, `<p:RemoveObjectsRequest xmlns:p="`+pair.Payload.Space+`"/>`)))
		if err != nil {
			t.Fatal(err)
		}
		if got := !strings.Contains(string(a.body), "ActionNotSupported"); got != c.removes {
			t.Errorf("%q: removal is served %v", c.env, got)
		}
		if got := w.dmp.World().State(); got.Flavour != c.flavour || got.Registry.Strict != c.removes {
			t.Errorf("%q: %+v", c.env, got)
		}
	}
}
