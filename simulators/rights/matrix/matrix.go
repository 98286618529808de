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
	Sheet       string // "PDT-INF-526 v1.8"
	Column      string // es.N
}

// Table is both sheets.
type Table struct {
	cells map[string]Answer // "526 fetch es.N"
}

// sheets are the names of the sheets, as people look for them.
var sheets = map[string]string{"526": "PDT-INF-526 v1.8", "606": "PDT-INF-606 v1.3"}

// Load reads the table that Étalon brings. An error is a defect of it.
func Load() (Table, error) { return read(written) }

func read(text string) (Table, error) {
	t := Table{cells: map[string]Answer{}}
	var head []string
	for n, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		switch {
		case head == nil:
			head = row
		case len(row) != len(head) || sheets[row[0]] == "":
			return Table{}, fmt.Errorf("rights.tsv:%d: %d columns, not %d, or an unknown sheet %q", n+1, len(row), len(head), row[0])
		default:
			for i := 4; i < len(row); i++ {
				if !slices.Contains(grants, Grant(row[i])) {
					return Table{}, fmt.Errorf("rights.tsv:%d: %q is not a cell", n+1, row[i])
				}
				t.cells[row[0]+" "+row[2]+" "+head[i]] = Answer{Grant(row[i]), row[1], sheets[row[0]], head[i]}
			}
		}
	}
	return t, nil
}

// grants are all cells there are.
var grants = []Grant{Open, Yes, No, Own, Allowed, Structures, "structure", "colleagues", "recent", "imputed", "later"}

// Ask looks a right up. What the sheets do not say is Open.
func (t Table) Ask(who Who, right Right) Answer {
	sheet, column := "526", column(who)
	if who.Mode == etalon.ModeAIR {
		sheet = "606"
	}
	if a, told := t.cells[sheet+" "+string(right)+" "+column]; told {
		return a
	}
	return Answer{Grant: Open, Sheet: sheets[sheet], Column: column}
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
