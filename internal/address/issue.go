package address

import (
	"crypto/rand"
	"maps"
	"slices"

	"github.com/etalon-dmp/etalon/internal/campaign"
)

// Issue makes new keys and their certificates for a product, as files by name: whoever
// shows one is known by it. Nothing of the keys is kept here.
func (a *Address) Issue() (files map[string][]byte, all []campaign.Certificate, err error) {
	a.issuing.Lock() // making keys takes a processor
	defer a.issuing.Unlock()
	given, err := a.Bench.Set.Issue(rand.Reader, a.Clock())
	if err != nil {
		return nil, nil, err
	}
	certificates := given.Certificates()
	for _, n := range slices.Sorted(maps.Keys(certificates)) {
		all = append(all, campaign.Certificate{Fingerprint: Fingerprint(certificates[n].Raw), Name: string(n), Until: certificates[n].NotAfter})
	}
	return given.Files(), all, nil
}
