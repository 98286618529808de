package junit

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/etalon-dmp/etalon/reports"
)

// The types below are the part of JUnit XML that every reader takes: the schema
// of Jenkins' xunit plugin (junit-10), and that of Maven Surefire 3.0.2 for each
// suite. Properties stand in suites only, in front; a suite holds nothing after
// its cases; a case has one outcome.
type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     line     `xml:"name,attr"`
	Time     line     `xml:"time,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Suites   []suite  `xml:"testsuite"`
	names    map[string]int
}

type suite struct {
	Name       line       `xml:"name,attr"`
	Time       line       `xml:"time,attr"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Properties properties `xml:"properties"`
	Cases      []testcase `xml:"testcase"`
}

type properties struct {
	List []property `xml:"property"`
}

type property struct {
	Name  line `xml:"name,attr"`
	Value line `xml:"value,attr"`
}

type testcase struct {
	Name      line     `xml:"name,attr"`
	Class     line     `xml:"classname,attr"`
	Time      line     `xml:"time,attr"`
	Failure   *message `xml:"failure,omitempty"`
	Skipped   *message `xml:"skipped,omitempty"`
	Error     *message `xml:"error,omitempty"`
	SystemOut *output  `xml:"system-out,omitempty"` // the work done, and remarks: no verdict
}

type message struct {
	Type    line `xml:"type,attr,omitempty"`
	Message line `xml:"message,attr,omitempty"`
	Body    text `xml:",cdata"` // so that lines stay lines for who opens the file
}

type output struct {
	Body text `xml:",cdata"`
}

// unmeasured is the time of everything: a verdict has no clock, and readers of
// the format take an absent time for nonsense.
const unmeasured line = "0.000"

// line is an attribute, text a body: every character that XML 1.0 cannot hold,
// or that a reader could not see, is shown as an escape.
type (
	line string
	text string
)

// MarshalXMLAttr makes the value safe.
func (l line) MarshalXMLAttr(name xml.Name) (xml.Attr, error) {
	return xml.Attr{Name: name, Value: reports.Visible(string(l), 0)}, nil
}

// MarshalText makes each line safe.
func (t text) MarshalText() ([]byte, error) {
	lines := strings.Split(string(t), "\n")
	for i, l := range lines {
		lines[i] = reports.Visible(l, 0)
	}
	return []byte(strings.Join(lines, "\n")), nil
}

// add appends a testcase and keeps the counts of the suite.
func (s *suite) add(c testcase) {
	c.Time = unmeasured
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// add appends a suite and keeps the counts of the whole. A second case of the
// same class and name is given a number: some readers keep only the first.
func (s *suites) add(one suite) {
	one.Time = unmeasured
	if s.names == nil {
		s.names = map[string]int{}
	}
	for i := range one.Cases {
		c := &one.Cases[i]
		base := c.Name
		for {
			shown := reports.Visible(string(c.Class), 0) + "\x00" + reports.Visible(string(c.Name), 0)
			if s.names[shown]++; s.names[shown] == 1 {
				break
			}
			c.Name = line(fmt.Sprintf("%s (%d)", base, s.names[shown]))
		}
	}
	s.Suites = append(s.Suites, one)
	s.Tests += one.Tests
	s.Failures += one.Failures
	s.Errors += one.Errors
}
