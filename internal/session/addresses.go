package session

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/internal/reference"
	"github.com/etalon-dmp/etalon/simulators/dmp"
)

// Places is where the simulated actors are.
type Places struct{ reference.Places }

// Addresses are the places of a stage.
func Addresses(d *dmp.DMP) Places {
	p := reference.Places{Base: d.BaseURL()}
	p.AuditTLS, p.AuditUDP = d.Reached(etalon.AuditRepository)
	p.Time = strings.Join(d.Clocks(), " ")
	return Places{p}
}

// Text tells the places to people.
func (p Places) Text() etalon.Text {
	t := etalon.Text{FR: p.Base, EN: p.Base}
	if more := p.Beside(); more != (etalon.Text{}) {
		t.FR += " ; " + more.FR
		t.EN += "; " + more.EN
	}
	return t
}

// Beside tells people the places of actors whose messages have no envelope.
func (p Places) Beside() etalon.Text {
	var fr, en []string
	add := func(inFR, inEN, at string) {
		if at != "" {
			fr, en = append(fr, inFR+" "+at), append(en, inEN+" "+at)
		}
	}
	add("dépôt de traces (syslog sur TLS)", "audit record repository (syslog over TLS)", p.AuditTLS)
	add("dépôt de traces (syslog sur UDP)", "audit record repository (syslog over UDP)", p.AuditUDP)
	if p.AuditTLS != "" {
		add("dépôt de traces (FHIR)", "audit record repository (FHIR)", p.Base+"/xds/audit")
	}
	add("serveurs de temps (NTP)", "time servers (NTP)", p.Time)
	return etalon.Text{FR: strings.Join(fr, ", "), EN: strings.Join(en, ", ")}
}
