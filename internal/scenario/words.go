package scenario

import (
	"regexp"

	"github.com/etalon-dmp/etalon"
)

// The forms of the words an author invents.
var (
	idForm       = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,63}$`)
	stepForm     = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	fixtureForm  = regexp.MustCompile(`^[A-Z][A-Z0-9-]{0,31}$`)
	captureForm  = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,31}$`)
	paramForm    = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,31}$`)
	refForm      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)
	codeForm     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`) // of HL7 V3 (204) and INSi (insi_102) too
	typeCodeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)
	oidForm      = regexp.MustCompile(`^[0-2](\.(0|[1-9][0-9]*))+$`)
	uuidForm     = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	insForm      = regexp.MustCompile(`^[0-9]{5}([0-9]{2}|2[AB])[0-9]{8}$`)
	dateForm     = regexp.MustCompile(`^[0-9]{8}$`)
	dayForm      = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`)
	placeForm    = regexp.MustCompile(`^([0-9]{2}|2A|2B)[0-9]{3}$`)
	authorForm   = regexp.MustCompile(`^[0-9A-Za-z/-]{1,64}$`)
	countForm    = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)
	timeForm     = regexp.MustCompile(`^[0-9]{14}$`)
	// A label is safe in Ginkgo's label language: no operator and no slash,
	// and a colon only between a key and a value.
	labelForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+(:[A-Za-z0-9_.-]+)?$`)
	// A line of text that is not blank.
	lineForm = regexp.MustCompile(`\S`)
	holeForm = regexp.MustCompile(`\$\{([^}]*)\}`)
)

// The closed lists of words that the root package does not hold.
var (
	bodies    = []string{"pdf", "structured", "vaccination", "scan", "kos", "self-presenting"}
	reactions = []string{etalon.ReactDone, etalon.ReactRefused, etalon.ReactError}
	states    = []string{string(etalon.DMPAbsent), string(etalon.DMPActive), string(etalon.DMPClosed)}
	rights    = []string{"VALIDE", "NON_EXISTE", "INTERDIT", "EXPIRE"}
	// Access modes that a patient can oppose, and roles of a legal representative
	// (TRE_R248; HL7 role codes, spec: DMP §1.3).
	opposable  = []string{etalon.AccessEmergency, etalon.AccessRegulation}
	relatives  = []string{"FTH", "MTH", "STPFTH", "STPMTH", "GRFTH", "GRMTH"}
	genders    = []string{"M", "F"}
	modes      = []string{string(etalon.ModeDirect), string(etalon.ModeIndirect), string(etalon.ModeAIR)}
	faultCodes = []string{"Sender", "Receiver", "VersionMismatch", "MustUnderstand", "DataEncodingUnknown"}
	fields     = []string{
		etalon.FieldMessageID, etalon.FieldINS, etalon.FieldUniqueIDs, etalon.FieldSubmissionSet,
		etalon.FieldEntryUUIDs, etalon.FieldQuery, etalon.FieldReason,
		etalon.FieldStatus, etalon.FieldCodes, etalon.FieldCount, etalon.FieldLogicalIDs, etalon.FieldVersions,
		etalon.FieldHash, etalon.FieldSize, etalon.FieldSetUUIDs, etalon.FieldFolderUUIDs,
		etalon.FieldFolderUniqueIDs, etalon.FieldAssociationUUIDs,
		etalon.FieldQueryID, etalon.FieldAnswerID, etalon.FieldPatientIDs, etalon.FieldRecordIDs,
	}
)

// names turns a closed list of typed words into plain ones.
func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}
