package vihf

import (
	"time"

	"github.com/etalon-dmp/etalon"
)

// samlTime is xs:dateTime in UTC, to the second.
const samlTime = "2006-01-02T15:04:05Z"

// Bearer is whom a VIHF speaks for: the user, the structure, the software.
type Bearer struct {
	Version string // VIHF_Version
	Mode    etalon.AuthMode

	StructureID                   string
	UserID, UserFamily, UserGiven string

	SoftwareID, SoftwareName, SoftwareVersion string
	Approval                                  string // LPS_ID_HOMOLOGATION_DMP
}

// NormalAccess is the ordinary purpose of use (spec: DMP §4.2).
func NormalAccess() Code {
	return Code{Code: "normal", System: "1.2.250.1.213.1.1.4.248", Label: "Accès normal"}
}

// Assertion fills the table of attributes (spec: DMP §4.2). patient is a CX, ""
// when none is named.
func (b Bearer) Assertion(id string, issued, loggedOn time.Time, issuer, patient string, purpose Code) *Assertion {
	a := &Assertion{
		ID: id, IssueInstant: issued.UTC().Format(samlTime), IssuerFormat: IssuerFormat, Issuer: issuer,
		NameID: b.UserID, AuthnInstant: loggedOn.UTC().Format(samlTime),
	}
	switch b.Mode {
	case etalon.ModeDirect:
		a.ClassRef = SmartcardPKI
	case etalon.ModeAIR:
		a.ClassRef, a.Decl = TwoFactor, "CONF_EXI_PGSSIS"
	default:
		a.ClassRef = Password
	}
	a.Add(Version, b.Version)
	a.Add(Mode, string(b.Mode))
	a.Add(Structure, b.StructureID)
	a.Add(Sector, "SA07^1.2.250.1.71.4.2.4")
	if patient != "" {
		a.Add(ResourceID, patient)
	}
	a.Add(ResourceURN, "urn:dmp")
	a.AddCodes(PurposeOfUse, "PurposeOfUse", purpose)
	a.Add(SubjectID, b.UserFamily+" "+b.UserGiven)
	a.AddCodes(Role, "Role",
		Code{Code: "10", System: "1.2.250.1.71.1.2.7", Label: "Médecin"},
		Code{Code: "SM26", System: "1.2.250.1.71.4.2.5", Label: "Qualifié en Médecine Générale (SM)"})
	a.Add(LPSID, b.SoftwareID)
	a.Add(LPSName, b.SoftwareName)
	a.Add(LPSVersion, b.SoftwareVersion)
	a.Add(LPSApproval, b.Approval)
	return a
}
