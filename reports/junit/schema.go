package junit

import "encoding/xml"

// The types below are the subset of the JUnit XML format that Jenkins, GitLab,
// GitHub and Azure readers agree on. There is no time attribute: a report has
// no clock.
type suites struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Tests    int      `xml:"tests,attr"`
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Skipped  int      `xml:"skipped,attr"`
	Suites   []suite  `xml:"testsuite"`
}

type suite struct {
	Name       string     `xml:"name,attr"`
	Package    string     `xml:"package,attr,omitempty"`
	File       string     `xml:"file,attr,omitempty"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Properties properties `xml:"properties"`
	Cases      []testcase `xml:"testcase"`
	SystemOut  *message   `xml:"system-out,omitempty"` // warnings: findings that are no verdict
}

type properties struct {
	List []property `xml:"property"`
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testcase struct {
	Name       string      `xml:"name,attr"`
	Class      string      `xml:"classname,attr"`
	Properties *properties `xml:"properties,omitempty"`
	Skipped    *message    `xml:"skipped,omitempty"`
	Failure    *message    `xml:"failure,omitempty"`
	Error      *message    `xml:"error,omitempty"`
}

type message struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr,omitempty"`
	Body    string `xml:",cdata"` // so that lines stay lines for who opens the file
}

// add appends a testcase and keeps the counts of the suite.
func (s *suite) add(c testcase) {
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

// add appends a suite and keeps the counts of the whole.
func (s *suites) add(one suite) {
	s.Suites = append(s.Suites, one)
	s.Tests += one.Tests
	s.Failures += one.Failures
	s.Errors += one.Errors
	s.Skipped += one.Skipped
}
