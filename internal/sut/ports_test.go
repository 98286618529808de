package sut_test

import (
	"strings"
	"testing"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/sut"
)

const aRepository = `name: Traces
version: "1"
profiles: [atna-repository]
roles: [audit-repository, secure-node-server]
driver: {kind: person}
endpoints: {audit-repository: "192.0.2.1:6514", audit-repository-udp: "192.0.2.1:514", secure-node: "192.0.2.1:443 192.0.2.1:2762"}
`

func TestPortsWithoutAnEnvelope(t *testing.T) {
	profiles := []etalon.ProfileID{"atna-repository"}
	s, problems := sut.Read("sut.yaml", []byte(aRepository), profiles)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if s.Endpoints[etalon.AuditRepository] != "192.0.2.1:6514" || s.AuditUDP != "192.0.2.1:514" || s.Endpoints[etalon.SecureNode] != "192.0.2.1:443 192.0.2.1:2762" {
		t.Errorf("%+v", s)
	}
	for _, c := range []struct{ old, new, want string }{
		{`audit-repository: "192.0.2.1:6514", audit-repository-udp: "192.0.2.1:514", `, ``, "the product plays the role audit-repository and does not say where"},
		{`endpoints: {audit-repository: "192.0.2.1:6514", audit-repository-udp: "192.0.2.1:514", secure-node: "192.0.2.1:443 192.0.2.1:2762"}`, ``, "the role secure-node-server and does not say where"},
		{`"192.0.2.1:6514"`, `"192.0.2.1"`, `"192.0.2.1" is not an address`},
		{`"192.0.2.1:6514"`, `"192.0.2.1:6514 192.0.2.2:6514"`, `is not an address`},
		{`192.0.2.1:2762`, `192.0.2.1:`, `"192.0.2.1:" is not an address`},
	} {
		_, problems := sut.Read("sut.yaml", []byte(strings.Replace(aRepository, c.old, c.new, 1)), profiles)
		var said []string
		for _, p := range problems {
			said = append(said, p.In("en"))
		}
		if !strings.Contains(strings.Join(said, "\n"), c.want) {
			t.Errorf("%s: %q", c.want, said)
		}
	}
}
