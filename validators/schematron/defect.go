package schematron

import "fmt"

// Defect is something wrong in a pack that does not keep it from loading, and
// that the official tools pass over in silence.
type Defect struct {
	Code string // one of the codes below
	File string // where it is written
	Line int
	Text string
}

// String gives "file:line: text (code)".
func (d Defect) String() string { return fmt.Sprintf("%s:%d: %s (%s)", d.File, d.Line, d.Text, d.Code) }

// The codes of defects.
const (
	MissingInclude    = "missing-include"    // an include names no file; what it would bring is not run
	CaseMismatch      = "case-mismatch"      // a name differs from the file's in letter case only
	EmptyFile         = "empty-file"         // a file, or what should be a folder, is an empty file
	UndeclaredPattern = "undeclared-pattern" // a phase names a pattern that is not there
	MissingDocument   = "missing-document"   // a rule reads a value set that is not there
	MissingAbstract   = "missing-abstract"   // is-a or extends names nothing
	UntrimmedName     = "untrimmed-name"     // a name with white space around it
	DuplicateName     = "duplicate-name"     // a let or pattern of a name already taken
	NeverFires        = "never-fires"        // the context of a rule asks for something below a node that holds nothing
	UnknownDiagnostic = "unknown-diagnostic" // a check refers to a diagnostic or property that is not there
)
