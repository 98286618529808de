package demographics

import (
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon/internal/wire/xmldoc"
)

// Flaw is one thing wrong with a message.
type Flaw struct {
	Code     string // one of the codes below
	Text     string // French, then English
	Location string // path of the element in the message
	// At is the element that an answer leaves out of its echo; none where what is
	// wrong is an absence.
	At xmldoc.Node
}

// The codes of acknowledgementDetail (HL7 table 0357, which IHE ITI TF-2 3.47
// takes its 204 from).
const (
	Missing    = "101" // required, and not there
	BadValue   = "102" // not of its data type
	NotInTable = "103" // not a code of its table, or not supported here
	UnknownKey = "204" // an identifier that names nothing
	Internal   = "207"
)

// path is where an element stands in its message: names, and the place among
// those of the same name where there are several.
func path(n xmldoc.Node) string {
	var steps []string
	for at := n; at.Kind() == xmldoc.ElementNode; at = at.Parent() {
		up := at.Parent()
		step := at.Local()
		if up.Kind() == xmldoc.ElementNode {
			place, many := 0, 0
			for c := range up.ChildrenNamed(at.Space(), at.Local()) {
				many++
				if c.ID() == at.ID() {
					place = many
				}
			}
			if many > 1 {
				step += "[" + strconv.Itoa(place) + "]"
			}
		}
		steps = append(steps, step)
		if up.Kind() == xmldoc.ElementNode && up.Local() == "Body" {
			break // the message begins below the envelope
		}
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		b.WriteString("/" + steps[i])
	}
	return b.String()
}

// quoted shows a value in a text, never at length.
func quoted(v string) string {
	const most = 40
	if len(v) > most {
		cut := most
		for cut > 0 && v[cut]&0xC0 == 0x80 {
			cut--
		}
		v = v[:cut] + "…"
	}
	return "« " + v + " »"
}
