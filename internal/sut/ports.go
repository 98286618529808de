package sut

import (
	"net"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/scenario"
	"github.com/etalon-dmp/etalon/internal/scenario/strict"
)

// auditUDP names the port for datagrams of a product that is an audit record
// repository, beside that for connections.
const auditUDP = string(etalon.AuditRepository) + "-udp"

// hostPorts reads host:port, or several separated by spaces where many may be.
func hostPorts(v strict.Value, many bool) string {
	text := v.Line()
	words := strings.Fields(text)
	if !many && len(words) > 1 {
		words = []string{text}
	}
	for _, w := range words {
		if _, port, err := net.SplitHostPort(w); err != nil || port == "" {
			v.Problem(strict.Text("« %s » n'est pas une adresse", "%q is not an address", w), strict.Text("machine:port, par exemple 192.0.2.1:6514", "host:port, 192.0.2.1:6514 for example"))
			return ""
		}
	}
	return strings.Join(words, " ")
}

// unplaced says which roles without an envelope the product plays nobody knows where.
func unplaced(o *strict.Object, s etalon.SUT) {
	for _, one := range []struct {
		role   string
		placed bool
		write  string
	}{
		{scenario.RoleTimeServer, s.Endpoints[etalon.TimeServer] != "", "time-server: 192.0.2.1:123"},
		{scenario.RoleAuditRepository, s.Endpoints[etalon.AuditRepository] != "" || s.AuditUDP != "", "audit-repository: 192.0.2.1:6514, audit-repository-udp: 192.0.2.1:514"},
		{scenario.RoleImagingSource, s.Endpoints[etalon.ImagingSource] != "" && s.ImagingID != "" || s.Services[etalon.RAD55] != "" || s.Services[etalon.RAD107] != "", "imaging-source: https://… (et/and imagingId), RAD-55: https://…/wado, RAD-107: https://…/studies"},
		{scenario.RoleNodeServer, len(s.Endpoints) > 0, "secure-node: 192.0.2.1:443 192.0.2.1:6514"},
	} {
		if slices.Contains(s.Roles, one.role) && !one.placed {
			o.Problem(strict.Text("le produit tient le rôle %s sans dire à quelle adresse", "the product plays the role %s and does not say where", one.role),
				strict.Text("ajoutez endpoints: {%s}", "add endpoints: {%s}", one.write))
		}
	}
}
