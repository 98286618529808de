package dmp

import (
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/ebrim"
)

// plainly takes from fixtures what the DMP adds to the data types of IHE, which
// allow no other component (IHE ITI TF-3 table 4.2.3.1.7-2): the identifier
// type of a CX and of an XON, the name type of an XCN, a code written as
// code^label^OID where IHE has a Coded String. Strict consumers refuse them.
func plainly(objects []*ebrim.Object) {
	for _, o := range objects {
		rewrite(o, "sourcePatientId", plainCX)
		rewrite(o, "legalAuthenticator", plainXCN)
		for _, c := range o.Classifications {
			rewrite(c, "authorPerson", plainXCN)
			rewrite(c, "authorInstitution", plainXON)
			rewrite(c, "authorSpecialty", plainCode)
		}
		for _, i := range o.Identifiers {
			switch i.Attr("identificationScheme") {
			case ebrim.DocumentPatientID, ebrim.SetPatientID, ebrim.FolderPatientID:
				i.SetAttr("value", plainCX(i.Attr("value")))
			}
		}
	}
}

func rewrite(o *ebrim.Object, slot string, how func(string) string) {
	for _, s := range o.Slots {
		if s.Name == slot {
			for i, v := range s.Values {
				s.Values[i] = how(v)
			}
		}
	}
}

// plainCX keeps the id and its authority.
func plainCX(v string) string { return components(v, 4) }

// plainXCN keeps the id, the name and the authority of the id.
func plainXCN(v string) string { return components(v, 9) }

// components keeps the first n.
func components(v string, n int) string {
	parts := strings.Split(v, "^")
	return strings.Join(parts[:min(n, len(parts))], "^")
}

// plainXON keeps the name, the authority and the id: components 1, 6 and 10.
func plainXON(v string) string {
	parts := strings.Split(v, "^")
	for i := range parts {
		if i != 0 && i != 5 && i != 9 {
			parts[i] = ""
		}
	}
	return strings.Join(parts[:min(10, len(parts))], "^")
}

func plainCode(v string) string {
	parts := strings.Split(v, "^")
	if len(parts) != 3 {
		return v
	}
	return parts[0] + "^^^&" + parts[2] + "&ISO"
}
