package own

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/soap"
	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// The namespaces of the services.
const (
	Rights   = "urn:si-dmp-habilitations"
	Patients = "urn:si-dmp-patients"
)

// The statuses of an answer (spec: DMP §6.1, DMP additions §2.2). DMPFound and
// DMPClosed are none: they are codes of the acknowledgement of a registration.
// Annex A7-1, which holds the others, is not public: NotPublic stands for them.
const (
	OK            = "DMPOk"
	AccessDenied  = "DMPAccessDeniedByRightsService"
	AccountExists = "DMPPatientAccessAlreadyExists"
	ChannelExists = "DMPPatientAccessOTPAlreadyExists"
	NotPublic     = "ETALON-REFUS"
)

// The words of requests.
const (
	Add       = "AJOUT"
	Modify    = "MODIFICATION"
	Remove    = "SUPPRESSION"
	Attending = "MEDECIN_TRAITANT"

	Active    = "ACTIVE"
	Forbidden = "INTERDITE"
	All       = "TOUTE"

	SinceAuthorisation = "LASTAUTORIZATION" // spelled so
	SinceDocument      = "LASTDOC"

	SMS   = "SMS"
	Email = "EMAIL"
)

// Field is the text of a field of a request, or "".
func Field(payload xmldoc.Node, name string) string {
	return strings.TrimSpace(payload.Child(payload.Space(), name).Value())
}

// Shown is a value of a request as an answer may say it back: not at any length.
func Shown(value string) string {
	const most = 40
	if runes := []rune(value); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return value
}

// Authorisation is a row of a TD1.6 answer.
type Authorisation struct {
	ID, Type    string // national identifier and the authority that gave it
	Given       string
	Family      string
	Specialties [][2]string // code, label
	Since       string      // YYYYMMDDhhmmss, UTC
	Acted       string
	Mode        string // ACTIVE or INTERDITE
	Attending   bool
}

// Record is a row of a TD0.4 answer.
type Record struct {
	IDs        [][2]string // identifier, authority
	Usual      string
	Birth      string // birth name
	Given      string
	Civility   string
	BirthDate  string // YYYYMMDD
	Attending  bool
	Accessed   string // YYYYMMDDhhmmss, UTC, as the two that follow
	Updated    string
	Authorised string
}

// Answer is an answer: rows first, then what was done of it.
type Answer struct {
	Operation      string // of the request
	Authorisations []Authorisation
	Records        []Record
	Login          string
	Password       string
	Status         string
	Context        string
}

// XML writes the answer, in the order of the schema.
func (a Answer) XML() string {
	prefix, space := "pat", Patients
	if a.Operation == "setAuthorization" || a.Operation == "listAuthorizationByPatient" {
		prefix, space = "hab", Rights
	}
	w := writer{prefix: prefix}
	w.begin(a.Operation+"Response", ` xmlns:`+prefix+`="`+space+`"`)
	for _, r := range a.Authorisations {
		w.authorisation(r)
	}
	for _, r := range a.Records {
		w.record(r)
	}
	w.field("login", a.Login)
	w.field("password", a.Password)
	w.field("status", a.Status)
	w.field("context", a.Context)
	w.end(a.Operation + "Response")
	return w.String()
}

type writer struct {
	strings.Builder
	prefix string
}

func (w *writer) begin(name, more string) { w.WriteString(`<` + w.prefix + `:` + name + more + `>`) }
func (w *writer) end(name string)         { w.WriteString(`</` + w.prefix + `:` + name + `>`) }

// field writes a field that has a value.
func (w *writer) field(name, value string) {
	if value != "" {
		w.begin(name, "")
		w.WriteString(soap.Escape(value))
		w.end(name)
	}
}

func (w *writer) authorisation(r Authorisation) {
	const row = "listOfAuthorizationByPatient"
	w.begin(row, "")
	w.field("nationalId", r.ID)
	w.field("nationalIdType", r.Type)
	w.field("firstName", r.Given)
	w.field("lastName", r.Family)
	for _, s := range r.Specialties {
		w.field("codeSpeciality", s[0])
	}
	for _, s := range r.Specialties {
		w.field("libSpeciality", s[1])
	}
	w.field("startOfAuthorization", r.Since)
	w.field("lastActionDate", r.Acted)
	w.field("mode", r.Mode)
	if r.Attending {
		w.field("specificRight", Attending)
	}
	w.end(row)
}

func (w *writer) record(r Record) {
	const row = "patientlistData"
	w.begin(row, "")
	for _, id := range r.IDs {
		w.begin("patientIdentifier", "")
		w.field("nationalId", id[0])
		w.field("nationalIdType", id[1])
		w.end("patientIdentifier")
	}
	w.field("lastName", r.Usual)
	w.field("patronymicalName", r.Birth)
	w.field("firstName", r.Given)
	w.field("civility", r.Civility)
	w.field("dateOfBirth", r.BirthDate)
	w.field("MT", strconv.FormatBool(r.Attending))
	w.field("message", "false")
	w.field("lastAccessDate", r.Accessed)
	w.field("lastUpdateDate", r.Updated)
	w.field("lastAddDate", r.Authorised)
	w.end(row)
}
