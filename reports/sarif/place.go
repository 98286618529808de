package sarif

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/etalon-dmp/etalon"
	"github.com/etalon-dmp/etalon/reports"
)

// nowhere is the file that stands for a session as a whole: a result without
// an artifact is refused by hosts of code.
const nowhere = "verdict.json"

// location is where a reader is sent first: the document judged, or else the
// scenario that brought the message, or else the verdict itself.
func (b *builder) location(f etalon.Finding) location {
	path, line := "", 1
	if b.in.Artifact != nil {
		path = b.in.Artifact(f)
	}
	if path != "" {
		if at := f.Location; at.Direction == "" && at.Part == 0 && at.Line > 0 {
			line = at.Line // of the file itself; in a captured message lines are those of a part
		}
	} else {
		path, line = b.scenario(f.Scenario)
	}
	l := location{
		Physical: physical{artifact{uri(path)}, region{line}},
		Message:  text{reports.Place(f.Location, b.in.Lang)},
	}
	if f.Location.XPath != "" {
		l.Logical = []logical{{visible(f.Location.XPath), "element"}}
	}
	return l
}

// scenario is the file and line of a scenario: "alimentation/td2.1-pdf.yaml:1".
func (b *builder) scenario(id etalon.ScenarioID) (path string, line int) {
	for _, s := range b.in.Result.Scenarios {
		if s.ID != id || s.Source == "" || id == "" {
			continue
		}
		if i := strings.LastIndexByte(s.Source, ':'); i > 0 {
			if n, err := strconv.Atoi(s.Source[i+1:]); err == nil && n > 0 {
				return s.Source[:i], n
			}
		}
		return s.Source, 1
	}
	return nowhere, 1
}

// uri is a path as a relative reference.
func uri(path string) string {
	return (&url.URL{Path: visible(strings.ReplaceAll(path, "\\", "/"))}).String()
}
