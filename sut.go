package etalon

// SUT is the declaration of a system under test: what sut.yaml says.
type SUT struct {
	Name     string      `json:"name" yaml:"name"`                   // LPS_Nom
	Version  string      `json:"version" yaml:"version"`             // LPS_Version
	Vendor   string      `json:"vendor,omitempty" yaml:"vendor"`     //
	Profiles []ProfileID `json:"profiles,omitempty" yaml:"profiles"` // claimed
	Roles    []string    `json:"roles,omitempty" yaml:"roles"`       // lps
	Mode     AuthMode    `json:"mode,omitempty" yaml:"mode"`         // how it authenticates on the DMP
	Listen   string      `json:"listen,omitempty" yaml:"listen"`     // host:port of the simulated DMP, all its actors
	// Listeners are further addresses, host:port, each of one actor alone.
	Listeners map[Actor]string `json:"listeners,omitempty" yaml:"-"`
	// Endpoints are the URLs of the actors that the product itself plays:
	// registry, repository. Empty for a product that is only a client.
	Endpoints map[Actor]string `json:"endpoints,omitempty" yaml:"endpoints"`
	// Services are the URLs of single transactions, for a product that answers
	// them elsewhere than at the address of its actor.
	Services map[Transaction]string `json:"services,omitempty" yaml:"-"`
	// AuditUDP is host:port of the product's own audit record repository for
	// datagrams; that over TLS is among the Endpoints.
	AuditUDP string `json:"auditUDP,omitempty" yaml:"-"`
	// RepositoryID is the repositoryUniqueId of the product's own repository.
	RepositoryID string `json:"repositoryId,omitempty" yaml:"repositoryId"`
	// ImagingID is the repositoryUniqueId of the product's own image source, which its
	// manifests give as RetrieveLocationUID.
	ImagingID   string     `json:"imagingId,omitempty" yaml:"imagingId"`
	PKI         string     `json:"pki,omitempty" yaml:"pki"`                 // folder of the test PKI
	Documents   string     `json:"documents,omitempty" yaml:"documents"`     // folder of the published rules that judge documents too
	Terminology string     `json:"terminology,omitempty" yaml:"terminology"` // folder of the value sets and terminologies that codes are looked up in
	Population  string     `json:"population,omitempty" yaml:"population"`   // file of further patients
	Generation  string     `json:"generation,omitempty" yaml:"generation"`   // of the DMP's interfaces; "" is today's
	VIHFVersion string     `json:"vihfVersion,omitempty" yaml:"vihfVersion"`
	Driver      DriverSpec `json:"driver" yaml:"driver"`
	Mutant      string     `json:"mutant,omitempty" yaml:"-"` // builtin LPS only
	// Manual says that the builtin LPS of a structure asks INSi as INSI-MANU, at the
	// request of a person; otherwise as INSI-AUTO.
	Manual    bool     `json:"manual,omitempty" yaml:"-"`
	HostNames []string `json:"hostNames,omitempty" yaml:"hostNames"`
	// ClockPeriod is how often the product synchronises its clock, in seconds; 0: it does not say.
	ClockPeriod int `json:"clockPeriod,omitempty" yaml:"-"`
}

// AuthMode is how a product authenticates on the DMP (spec: VIHF, §4.3).
type AuthMode string

// The authentication modes of the VIHF.
const (
	ModeDirect   AuthMode = "DIRECTE"             // CPx card
	ModeIndirect AuthMode = "INDIRECTE"           // structure certificate
	ModeAIR      AuthMode = "INDIRECTE_RENFORCEE" // structure certificate, stronger local logon
)

// DriverSpec says what sets the SUT's client role in motion.
type DriverSpec struct {
	Kind    string   `json:"kind" yaml:"kind"` // person, http, exec, none or builtin
	URL     string   `json:"url,omitempty" yaml:"url"`
	Command []string `json:"command,omitempty" yaml:"command"`
	Via     string   `json:"via,omitempty" yaml:"-"` // builtin: http or exec
}

// Patient is a synthetic patient that a scenario needs, and the state of its DMP.
type Patient struct {
	ID            string   `json:"id" yaml:"id"`         // fixture name, "ACTIF"
	INS           string   `json:"ins" yaml:"ins"`       // 15 digits, test OID, valid key
	OID           string   `json:"oid" yaml:"oid"`       // INS assigning authority
	Family        string   `json:"family" yaml:"family"` // birth name
	Given         string   `json:"given" yaml:"given"`
	Birth         string   `json:"birth" yaml:"birth"`   // YYYYMMDD
	Gender        string   `json:"gender" yaml:"gender"` // M or F
	City          string   `json:"city,omitempty" yaml:"city"`
	PostalCode    string   `json:"postalCode,omitempty" yaml:"postalCode"`
	DMP           DMPState `json:"dmp,omitempty" yaml:"dmp"`                     // not told to drivers
	Authorisation string   `json:"authorisation,omitempty" yaml:"authorisation"` // VALIDE, NON_EXISTE, INTERDIT, EXPIRE
	ClosedWhy     string   `json:"closedWhy,omitempty" yaml:"closedWhy"`

	Usual          string    `json:"usual,omitempty" yaml:"usual"`                   // usual name; the birth name when empty
	Representative *Relative `json:"representative,omitempty" yaml:"representative"` // legal representative of a minor
	// What follows is not told to drivers.
	MES       bool     `json:"mes,omitempty" yaml:"mes"`             // the record is attached to Mon espace santé
	Account   bool     `json:"account,omitempty" yaml:"account"`     // the patient has an internet account
	Attending bool     `json:"attending,omitempty" yaml:"attending"` // the professional is the médecin traitant
	Opposed   []string `json:"opposed,omitempty" yaml:"opposed"`     // access modes that the patient opposes: bris_de_glace, centre_15
	Allows    []string `json:"allows,omitempty" yaml:"allows"`       // access modes in which masked documents may be read
	Purpose   Text     `json:"-" yaml:"purpose"`                     // what the patient is for, to a tester; of fixtures

	// What follows can be searched by (IHE ITI TF-2 3.47), and is optional.
	Telecom    string       `json:"telecom,omitempty" yaml:"telecom"`       // "tel:+33199001234"
	MaidenName string       `json:"maidenName,omitempty" yaml:"maidenName"` // of the mother
	OtherIDs   []Identifier `json:"otherIds,omitempty" yaml:"otherIds"`     // in other domains
	Provider   string       `json:"provider,omitempty" yaml:"provider"`     // OID of the principal care provider

	Place string `json:"place,omitempty" yaml:"place"` // COG of the place of birth, five characters
	// Civil is what the teleservice of identities holds where that is not what stands
	// above; not told to drivers.
	Civil *Civil `json:"civil,omitempty" yaml:"civil"`
}

// Civil is an identity as the teleservice INSi holds it, where it is not simply the
// patient's number and traits (spec: DMP additions §7.3).
type Civil struct {
	Unknown     bool       `json:"unknown,omitempty" yaml:"unknown"`         // it holds nobody of that identity
	Provisional bool       `json:"provisional,omitempty" yaml:"provisional"` // the number is a NIA, not a NIR
	Names       string     `json:"names,omitempty" yaml:"names"`             // all given names, separated by blanks; the given name by default
	NoGiven     bool       `json:"noGiven,omitempty" yaml:"noGiven"`         // the answer has no Prenom
	Birth       string     `json:"birth,omitempty" yaml:"birth"`             // YYYYMMDD, a lunar date where it is one
	Former      []FormerID `json:"former,omitempty" yaml:"former"`           // numbers that came before the active one
}

// FormerID is a number of the history of an identity. Its dates, YYYY-MM-DD, may be
// absent, or the wrong way round, as the service has them.
type FormerID struct {
	INS  string `json:"ins" yaml:"ins"`
	NIA  bool   `json:"nia,omitempty" yaml:"nia"` // of an identity that was provisional then
	From string `json:"from,omitempty" yaml:"from"`
	To   string `json:"to,omitempty" yaml:"to"`
}

// Relative is a synthetic legal representative.
type Relative struct {
	Family string `json:"family" yaml:"family"`
	Given  string `json:"given" yaml:"given"`
	Role   string `json:"role" yaml:"role"` // HL7 role code: FTH, MTH…
}

// The access modes that a patient can oppose (TRE_R248).
const (
	AccessEmergency  = "bris_de_glace"
	AccessRegulation = "centre_15"
)

// Hidden is the patient as a driver is told: what the product has to find out
// is left out.
func (p Patient) Hidden() Patient {
	p.DMP, p.Authorisation, p.ClosedWhy = "", "", ""
	p.MES, p.Account, p.Attending, p.Opposed, p.Allows, p.Purpose, p.Civil = false, false, false, nil, nil, Text{}, nil
	return p
}

// Identifier is an identifier in a domain.
type Identifier struct {
	Root      string `json:"root" yaml:"root"` // OID of the domain
	Extension string `json:"extension" yaml:"extension"`
}

// DMPState is the state of a patient's record.
type DMPState string

// The states of a record (spec: TD0.2 answers).
const (
	DMPAbsent DMPState = "absent"
	DMPActive DMPState = "active"
	DMPClosed DMPState = "closed"
)

// CX is the patient identifier as XDS metadata and the VIHF write it.
func (p Patient) CX() string {
	kind := "NH"
	if p.OID == CalculatedOID {
		kind = CalculatedType
	}
	return p.INS + "^^^&" + p.OID + "&ISO^" + kind
}

// Document is a document that a scenario gives to the DMP beforehand, or asks
// the SUT to send.
type Document struct {
	ID       string `json:"id" yaml:"id"`           // fixture name, "LETTRE"
	Patient  string `json:"patient" yaml:"patient"` // Patient.ID
	Title    string `json:"title" yaml:"title"`
	Body     string `json:"body" yaml:"body"` // pdf (CDA level 1), structured, or kos (DICOM manifest)
	TypeCode string `json:"typeCode" yaml:"typeCode"`
	UniqueID string `json:"uniqueId,omitempty" yaml:"uniqueId"` // OID; of documents given beforehand
	EntryID  string `json:"entryId,omitempty" yaml:"entryId"`   // urn:uuid; of documents given beforehand
	Created  string `json:"created,omitempty" yaml:"created"`   // DTM UTC; of documents given beforehand

	// What follows is of documents given beforehand, and optional.
	Status   string   `json:"status,omitempty" yaml:"status"`     // a GivenStatus word; approved by default
	Folder   string   `json:"folder,omitempty" yaml:"folder"`     // name of the patient's folder that holds it
	Replaces string   `json:"replaces,omitempty" yaml:"replaces"` // Document.ID of an earlier one, which is then deprecated
	Masked   []string `json:"masked,omitempty" yaml:"masked"`     // GivenMask words: who does not see it
	Authors  []Author `json:"authors,omitempty" yaml:"authors"`   // the first one wrote it; another practice by default
	Mine     bool     `json:"mine,omitempty" yaml:"mine"`         // to the rights, whoever uses the product wrote it
	// Entered says that the patient entered it, and is its author.
	Entered bool `json:"entered,omitempty" yaml:"entered"`
	// Signature is a GivenSignature word: how its signature is; none by default.
	Signature string `json:"signature,omitempty" yaml:"signature"`
}

// Author is a synthetic professional who wrote a document given beforehand.
type Author struct {
	ID     string `json:"id" yaml:"id"` // national identifier, as in authorPerson
	Family string `json:"family" yaml:"family"`
	Given  string `json:"given" yaml:"given"`
}

// The states of a document given beforehand.
const (
	GivenApproved   = "approved"
	GivenDeprecated = "deprecated"
	GivenArchived   = "archived" // of the DMP only
	GivenDeleted    = "deleted"  // of the DMP only
)

// GivenStatuses is the closed list of states of a document given beforehand.
func GivenStatuses() []string {
	return []string{GivenApproved, GivenDeprecated, GivenArchived, GivenDeleted}
}

// How the signature of a document given beforehand is (IHE DSG): right, or broken in
// one way.
const (
	SignatureValid         = "valid"
	SignatureOtherContent  = "other-content"  // the document is not what was signed
	SignatureOtherDocument = "other-document" // it is of another document
	SignatureValue         = "value"          // its value is of another text
	SignatureUnknownIssuer = "unknown-issuer" // its signer is of an unknown authority
	SignatureOutOfDate     = "out-of-date"    // its signer's certificate is over
)

// GivenSignatures is the closed list of how a document given beforehand is signed.
func GivenSignatures() []string {
	return []string{SignatureValid, SignatureOtherContent, SignatureOtherDocument, SignatureValue, SignatureUnknownIssuer, SignatureOutOfDate}
}

// Those from whom a document given beforehand is hidden.
const (
	MaskProfessionals   = "professionals"
	MaskPatient         = "patient"
	MaskRepresentatives = "representatives"
)

// GivenMasks is the closed list of those from whom a document can be hidden.
func GivenMasks() []string {
	return []string{MaskProfessionals, MaskPatient, MaskRepresentatives}
}

// Given is the state of the simulated community before a scenario begins.
type Given struct {
	// Environment is what it is while the scenario runs, as the scenario's profile
	// says; "" is what it was made to be.
	Environment Environment `json:"environment,omitempty" yaml:"-"`

	Patients  []Patient  `json:"patients" yaml:"patients"`
	Documents []Document `json:"documents,omitempty" yaml:"documents"`
	// Crowd is who is known beside Patients; a scenario does not say it.
	Crowd   []Patient `json:"-" yaml:"-"`
	Studies []Study   `json:"studies,omitempty" yaml:"studies"`
	// MostResults bounds the objects of one answer of the registry, which else
	// answers XDSTooManyResults; 0 is no bound.
	MostResults int `json:"mostResults,omitempty" yaml:"mostResults"`
}
