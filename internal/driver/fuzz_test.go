package driver

import "testing"

// Whatever a driver answers is a reaction of the contract, or refused.
func FuzzReaction(f *testing.F) {
	f.Add([]byte(`{"status":"ok","shown":"\u001b[2J"}`))
	f.Add([]byte(`{"status":"error","code":"XDSRegistryError","shown":"…"} trailing`))
	f.Add([]byte(`[[[[[[`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := reaction(b); err == nil && r.Status == "" {
			t.Errorf("%+v", r)
		}
		_ = brief(b)
	})
}
