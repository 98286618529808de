package explore

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/etalon-dmp/etalon"
)

func TestArmedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		say  Armed
		want []etalon.Reply
	}{
		"nothing": {Armed{}, nil},
		"all":     {Armed{Behaviour: "awkward", Seed: 3}, []etalon.Reply{{Behaviour: "awkward", Seed: 3, Lasting: true}}},
		"once":    {Armed{Behaviour: "registry-error:XDSRepositoryBusy", On: []string{"ITI-41"}, Once: true, Severity: "Warning"}, []etalon.Reply{{Behaviour: "registry-error", Code: "XDSRepositoryBusy", Transaction: etalon.ITI41, Severity: "Warning"}}},
		"two":     {Armed{Behaviour: "timeout", On: []string{"ITI-41", "ITI-43"}, Hold: time.Second}, []etalon.Reply{{Behaviour: "timeout", Transaction: etalon.ITI41, Hold: time.Second, Lasting: true}, {Behaviour: "timeout", Transaction: etalon.ITI43, Hold: time.Second, Lasting: true}}},
	} {
		got, err := c.say.Replies()
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	for _, bad := range []Armed{
		{Behaviour: "nope"},
		{Behaviour: "registry-error"},
		{Behaviour: "cut:X"},
		{Behaviour: "delay"},
		{Behaviour: "wrong-document", On: []string{"ITI-41"}},
		{Behaviour: "cut", On: []string{"ITI-99"}},
	} {
		if _, err := bad.Replies(); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}

func TestEveryBehaviourAndCodeIsExplained(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	Explain(&b)
	for _, x := range etalon.Behaviours() {
		if x.Text.FR == "" || x.Text.EN == "" || !strings.Contains(b.String(), "\n"+string(x.Name)+" ") && !strings.HasPrefix(b.String(), string(x.Name)+" ") {
			t.Errorf("%s is not explained", x.Name)
		}
	}
	for _, c := range etalon.ErrorCodes() {
		known, ok := c.With.Known()
		if !ok || !known.Means(etalon.KeyCode) || !strings.Contains(b.String(), " "+c.Code+" ") {
			t.Errorf("%s is not explained", c.Code)
		}
	}
}
