package session

import (
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/client"
)

// Channels are the ports that a declared product is reached at over TLS, each once.
func Channels(s etalon.SUT) []client.Channel {
	var all []client.Channel
	add := func(address, path string) {
		if address != "" && !slices.ContainsFunc(all, func(c client.Channel) bool { return c.Address == address }) {
			all = append(all, client.Channel{Address: address, Path: path})
		}
	}
	web := func(address string) {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" {
			return
		}
		at := u.Host
		if u.Port() == "" {
			at = net.JoinHostPort(u.Hostname(), "443")
		}
		add(at, u.RequestURI())
	}
	for _, a := range []etalon.Actor{etalon.Registry, etalon.Repository, etalon.Patients} {
		web(s.Endpoints[a])
	}
	for _, t := range slices.Sorted(maps.Keys(s.Services)) {
		web(s.Services[t])
	}
	add(s.Endpoints[etalon.AuditRepository], "")
	for _, at := range strings.Fields(s.Endpoints[etalon.SecureNode]) {
		add(at, "")
	}
	return all
}
