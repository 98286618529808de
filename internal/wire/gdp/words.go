package gdp

// Wrapper is the namespace of the DMP's wrapper of answers.
const Wrapper = "asip:ci-sis:gdp:2010"

// The interactions, by root element.
const (
	Told     = "PRPA_IN201308UV02"
	Create   = "PRPA_IN201311UV02"
	Created  = "PRPA_IN201312UV02"
	NoCreate = "PRPA_IN201313UV02"
	Change   = "PRPA_IN201314UV02"
	Changed  = "PRPA_IN201315UV02"
	NoChange = "PRPA_IN201316UV02"
)

// The reasons of a control act (code system Reasons).
const (
	Exists     = "TEST_EXST"
	Consult    = "CNSLT_DATA"
	Creation   = "CREA_RD"
	Modify     = "MODIF_DATA"
	Reactivate = "REAC"
	Closing    = "FERM"
)

// The observations of a record.
const (
	OpeningConsent      = "CONSENTEMENT_OUVERTURE_DMP"
	ReactivationConsent = "CONSENTEMENT_REACTIVATION_DMP"
	OpposedEmergency    = "OPPOSITION_BRIS_DE_GLACE"
	OpposedRegulation   = "OPPOSITION_ACCES_URGENCE"
	Account             = "COMPTE_INTERNET_OUVERT"
	Attached            = "RATTACHEMENT_ENS"
)

// The code systems (spec: DMP §1.3).
const (
	Reasons        = "1.2.250.1.213.1.1.4.11"
	Flags          = "1.2.250.1.213.4.1.2.3"
	Motives        = "1.2.250.1.213.4.1.2.4"
	Contacts       = "1.2.250.1.213.4.1.2.5"
	Accounts       = "1.2.250.1.213.4.1.2.9"
	Relationships  = "2.16.840.1.113883.1.11.19579"
	Professionals  = "1.2.250.1.71.4.2.1"
	Structures     = "1.2.250.1.71.4.2.2"
	sysInteraction = "2.16.840.1.113883.1.6"
	sysGender      = "2.16.840.1.113883.5.1"
	sysAuthorised  = "1.2.250.1.213.4.1.2.6.1"
	sysAuthValue   = "1.2.250.1.213.4.1.2.6.2"
	sysAttending   = "1.2.250.1.213.4.1.2.6.3"
)

// ByPatient is the motive of a closing that the patient asked for, of code
// system Motives; Card the kind of a contact party that bears the traits of a
// Vitale card, of code system Contacts.
const (
	ByPatient = "FERMETURE_DEMANDE_PATIENT"
	Card      = "CARTE_SESAM_VITALE"
)

// system is the code system of an observation.
func system(flag string) string {
	if flag == Account {
		return Accounts
	}
	return Flags
}
