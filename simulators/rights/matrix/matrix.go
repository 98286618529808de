package matrix

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/etalon-dmp/etalon"
)

//go:embed rights.tsv
var written string

// Right is one thing to do, as rights.tsv names it.
type Right string

// The rights that the simulated DMP holds requests to.
const (
	Existence         Right = "existence"
	Declare           Right = "declare"
	Withdraw          Right = "withdraw"
	StopAttending     Right = "stop-attending"
	ListRecords       Right = "list-records"
	Find              Right = "find"
	ReadData          Right = "read-data"
	ListProfessionals Right = "list-professionals"
	Feed              Right = "feed"
	FeedStaff         Right = "feed-staff"
	Search            Right = "search"
	SearchReference   Right = "search-reference"
	Fetch             Right = "fetch"
	FetchMasked       Right = "fetch-masked"
	FetchInvisible    Right = "fetch-invisible"
	FetchArchived     Right = "fetch-archived"
	FetchObsolete     Right = "fetch-obsolete"
	FetchDeleted      Right = "fetch-deleted"
	Mask              Right = "mask"
	Unmask            Right = "unmask"
	Show              Right = "show"
	Archive           Right = "archive"
	Unarchive         Right = "unarchive"
	Delete            Right = "delete"
)

// Grant is a cell.
type Grant string

// The cells that depend on nothing, and on the document or the patient. Others
// grant, and say how far.
const (
	Open       Grant = "-" // the sheet does not say
	Yes        Grant = "yes"
	No         Grant = "no"
	Own        Grant = "own"        // documents of one's own
	Allowed    Grant = "allowed"    // if the patient allows masked documents in that mode
	Structures Grant = "structures" // documents of one's structure
)

// Who is who asks, by what the table tells apart.
type Who struct {
	Mode         etalon.AuthMode
	Access       string // normal, centre_15, bris_de_glace
	Doctor       bool
	Occupational bool // doctor
	Attending    bool // of the patient
	Staff        bool // not a professional of health care
}

// Answer is what the table says, and where.
type Answer struct {
	Grant       Grant
	Transaction string // TD3.2
	Sheet       string // its name and version, "" for none
	Column      string // es.N
}

// Table is both sheets.
type Table struct {
	cells  map[string]Answer // "DIRECTE fetch md.N"
	sheets map[string]string // by mode
}

// Load reads the table that Étalon brings. An error is a defect of it.
func Load() (Table, error) { return read(written) }

func read(text string) (Table, error) {
	t := Table{cells: map[string]Answer{}, sheets: map[string]string{}}
	var head []string
	for n, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		switch {
		case head == nil:
			head = row
		case len(row) != len(head):
			return Table{}, fmt.Errorf("rights.tsv:%d: %d columns, not %d", n+1, len(row), len(head))
		default:
			for i := firstCell; i < len(row); i++ {
				if !slices.Contains(grants, Grant(row[i])) {
					return Table{}, fmt.Errorf("rights.tsv:%d: %q is not a cell", n+1, row[i])
				}
				for _, mode := range strings.Fields(row[1]) {
					t.sheets[mode] = row[0]
					t.cells[mode+" "+row[3]+" "+head[i]] = Answer{Grant(row[i]), row[2], row[0], head[i]}
				}
			}
		}
	}
	return t, nil
}

// firstCell is the first column of rights.tsv after sheet, modes, transaction, right
// and confidence.
const firstCell = 5

// grants are all cells there are.
var grants = []Grant{Open, Yes, No, Own, Allowed, Structures, "structure", "colleagues", "recent", "imputed", "later"}

// Ask looks a right up. What the sheets do not say is Open.
func (t Table) Ask(who Who, right Right) Answer {
	column := column(who)
	if a, told := t.cells[string(who.Mode)+" "+string(right)+" "+column]; told {
		return a
	}
	return Answer{Grant: Open, Sheet: t.sheets[string(who.Mode)], Column: column}
}

// column is where somebody stands; "" when no sheet has a place for it.
func column(who Who) string {
	access, known := map[string]string{"normal": ".N", etalon.AccessRegulation: ".R", etalon.AccessEmergency: ".B"}[who.Access]
	switch {
	case !known || !slices.Contains([]etalon.AuthMode{etalon.ModeDirect, etalon.ModeIndirect, etalon.ModeAIR}, who.Mode):
		return ""
	case who.Mode == etalon.ModeIndirect:
		return "es" + access
	case who.Staff:
		return "staff" + access
	case who.Occupational && who.Mode == etalon.ModeDirect:
		return "mdt"
	case who.Attending:
		return "mt" + access
	case who.Doctor:
		return "md" + access
	}
	return "nd" + access
}
