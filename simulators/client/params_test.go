package client

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
)

// A server that gave an id twice must not have étalon send nonsense.
func TestOneValueIsNotTwo(t *testing.T) {
	replace, ok := find(etalon.ITI42, "replace")
	if !ok {
		t.Fatal("no case replace")
	}
	for value, fine := range map[string]bool{"urn:uuid:a": true, "urn:uuid:a urn:uuid:a": false} {
		err := check(etalon.Sending{Transaction: etalon.ITI42, Params: map[string]string{"target": value}}, replace)
		if (err == nil) != fine || !fine && !strings.Contains(err.Error(), "parameter target is one value") {
			t.Errorf("%q: %v", value, err)
		}
	}
}
