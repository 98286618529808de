package reports

import "github.com/etalon-dmp/etalon"

// Input is what every report is made of: the verdict, and how to say it. A
// format takes what it needs and leaves the rest.
type Input struct {
	Result etalon.Result
	Lang   string // "fr" (default) or "en"; report.html speaks both
	// Dossier is the hash of the sealed dossier; empty when there is none.
	Dossier string
	// At is when the session ended, for the formats that need a date: RFC 3339, in UTC;
	// "": nobody knows.
	At string
	// Evidence gives the raw bytes of an exchange of the result as they crossed
	// the wire, for the reports that show messages; each is asked for once, and
	// let go before the next; nil and nil where there is nothing to show. Nil:
	// there is nothing of any. An error of it ends
	// the report: a harness that cannot read its evidence must not look whole.
	Evidence func(etalon.ExchangeID) (request, response []byte, err error)
	// Artifact gives the path of the file a finding is about, with slashes,
	// relative to where the report is read; "" when there is none. Nil: none has.
	Artifact func(etalon.Finding) string
	// Color and Width are those of the terminal: ANSI colours beside the words,
	// and columns (0: 100).
	Color bool
	Width int
}
