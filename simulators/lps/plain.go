package lps

import (
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/simulators/lps/submission"
)

// cx writes a patient identifier: the DMP adds its type to the CX of IHE, which
// has id and authority alone (IHE ITI TF-3 table 4.2.3.1.7-2).
func (l *LPS) cx(p etalon.Patient) string {
	if l.cfg.Plain {
		return components(p.CX(), 4)
	}
	return p.CX()
}

// plainly takes from an object what the DMP adds to the data types of IHE: the
// types of CX, XCN and XON, a code written as code^label^OID.
func plainly(o *submission.Object) {
	for i := range o.ExternalIDs {
		if x := &o.ExternalIDs[i]; strings.HasSuffix(x.Name, ".patientId") {
			x.Value = components(x.Value, 4)
		}
	}
	plainSlots(o.Slots)
	for i := range o.Classifications {
		plainSlots(o.Classifications[i].Slots)
	}
}

func plainSlots(slots []submission.Slot) {
	for _, s := range slots {
		write := dataTypes[s.Name]
		for i, v := range s.Values {
			if write != nil {
				s.Values[i] = write(v)
			}
		}
	}
}

// dataTypes are the forms of slots that IHE has otherwise than the DMP.
var dataTypes = map[string]func(string) string{
	"sourcePatientId":    func(cx string) string { return components(cx, 4) },
	"legalAuthenticator": func(xcn string) string { return components(xcn, 9) },
	"authorPerson":       func(xcn string) string { return components(xcn, 9) },
	"authorInstitution": func(xon string) string {
		parts := append(strings.Split(xon, "^"), make([]string, 10)...)
		return parts[0] + "^^^^^" + parts[5] + "^^^^" + parts[9]
	},
	"authorSpecialty": func(code string) string {
		parts := append(strings.Split(code, "^"), "", "")
		return parts[0] + "^^^&" + parts[2] + "&ISO"
	},
}

// components keeps the first n.
func components(v string, n int) string {
	parts := strings.Split(v, "^")
	return strings.Join(parts[:min(n, len(parts))], "^")
}
